import { describe, expect, test } from "vitest";
import { noContact, stageFrom } from "../../infra/stage.ts";
import { userAgent } from "../../lib/polling/feed-request.ts";

const stageOf = (context: Record<string, unknown>) => stageFrom((key) => context[key]);

describe("stageFrom", () => {
  // biome-ignore format: a table, one case a line
  test.each([
    ["only the stage", { stage: "dev" }, { name: "dev", operatorEmail: null, contact: "no-contact-configured", sms: null, tracing: false, apiConcurrency: null }],
    ["an operator is the contact too", { stage: "prod", operatorEmail: "a@example.org" }, { name: "prod", operatorEmail: "a@example.org", contact: "a@example.org", sms: null }],
    ["unless there is another", { stage: "prod", operatorEmail: "a@example.org", contact: "https://example.org" }, { name: "prod", operatorEmail: "a@example.org", contact: "https://example.org", sms: null }],
    ["SMS on, nothing more", { stage: "prod", sms: "on" }, { name: "prod", operatorEmail: null, contact: "no-contact-configured", sms: { senderId: null, maxPriceUsd: null, monthlyUsd: 1 } }],
    ["SMS on with a limit a month", { stage: "prod", sms: "on", smsMonthlyUsd: "25" }, { sms: { senderId: null, maxPriceUsd: null, monthlyUsd: 25 } }],
    ["a large installation", { stage: "prod", sendersMax: "77", pollersMax: "40", fanOutShards: "64", dictionaryInS3: "on" }, { scale: { sendersMax: 77, pollersMax: 40, fanOutShards: 64, dictionaryInS3: true } }],
    ["one of the usual size", { stage: "prod" }, { scale: { sendersMax: 5, pollersMax: 10, fanOutShards: 1, dictionaryInS3: false } }],
    ["traces and a bound for the API", { stage: "dev", tracing: "on", apiConcurrency: "20" }, { tracing: true, apiConcurrency: 20 }],
    ["tokens of an issuer", { stage: "dev", jwtIssuer: "https://login.example/", jwtAudience: "tieup" }, { jwt: { issuer: "https://login.example/", audience: "tieup" } }],
    ["a domain of one's own", { stage: "dev", publicUrl: "https://tieup.example.org" }, { publicUrl: "https://tieup.example.org" }],
    ["SMS off whatever else is set", { stage: "prod", sms: "off", smsSenderId: "Tieup" }, { name: "prod", operatorEmail: null, contact: "no-contact-configured", sms: null }],
    ["a sender of mails", { stage: "dev", mailFrom: "alerts@example.org" }, { mail: { from: "Tieup <alerts@example.org>", address: "alerts@example.org", identity: "example.org" } }],
    ["a sender with a name, of a domain whose parent is verified", { stage: "dev", mailFrom: "Deal Desk <a.b@mail.example.org>", mailIdentity: "example.org" }, { mail: { from: "Deal Desk <a.b@mail.example.org>", address: "a.b@mail.example.org", identity: "example.org" } }],
    ["a sender that is verified alone", { stage: "dev", mailFrom: "a@example.org", mailIdentity: "a@example.org" }, { mail: { from: "Tieup <a@example.org>", address: "a@example.org", identity: "a@example.org" } }],
    ["an empty value is none", { stage: "prod", operatorEmail: "", sms: "" }, { name: "prod", operatorEmail: null, contact: "no-contact-configured", sms: null }],
  ])("%s", (_sentence, context, expected) => expect(stageOf(context)).toMatchObject(expected));

  // biome-ignore format: a table, one case a line
  test.each([
    ["no stage", {}, "expected -c stage=dev or -c stage=prod, got null"],
    ["an unknown stage", { stage: "production" }, 'expected -c stage=dev or -c stage=prod, got "production"'],
    ["an operator who is no address", { stage: "dev", operatorEmail: "me" }, 'expected -c operatorEmail=you@example.org, got "me"'],
    ["SMS yes", { stage: "dev", sms: "yes" }, 'expected -c sms=on or -c sms=off, got "yes"'],
    ["SMS true in a file", { stage: "dev", sms: true }, "expected -c sms=… to be text, got true"],
    ["a sender id of a sentence", { stage: "dev", sms: "on", smsSenderId: "Tieup alerts" }, 'expected -c smsSenderId to be 1 to 11 letters and digits, one of them a letter, got "Tieup alerts"'],
    ["a sender id of digits", { stage: "dev", sms: "on", smsSenderId: "4711" }, "expected -c smsSenderId to be 1 to 11 letters and digits, one of them a letter"],
    ["a sender id of twelve letters", { stage: "dev", sms: "on", smsSenderId: "TieupTieupTi" }, "expected -c smsSenderId to be 1 to 11 letters and digits"],
    ["a limit of part of a dollar", { stage: "dev", sms: "on", smsMonthlyUsd: "0.5" }, 'expected -c smsMonthlyUsd to be whole US dollars a month such as 10, got "0.5"'],
    ["tracing yes", { stage: "dev", tracing: "yes" }, 'expected -c tracing=on or -c tracing=off, got "yes"'],
    ["a sender that is no address", { stage: "dev", mailFrom: "Tieup" }, 'expected -c mailFrom=alerts@example.org or "Tieup <alerts@example.org>", got "Tieup"'],
    ["a sender half in brackets", { stage: "dev", mailFrom: "Tieup <a@example.org" }, "expected -c mailFrom=alerts@example.org"],
    ["a sender with a second header", { stage: "dev", mailFrom: "T\r\nBcc: b@example.org <a@example.org>" }, "expected -c mailFrom=alerts@example.org"],
    ["an identity without a sender", { stage: "dev", mailIdentity: "example.org" }, "expected -c mailFrom=alerts@example.org"],
    ["an identity of somebody else", { stage: "dev", mailFrom: "a@example.org", mailIdentity: "ample.org" }, 'expected -c mailIdentity to be a@example.org, example.org or a domain above it, got "ample.org"'],
    ["one sender", { stage: "dev", sendersMax: "1" }, 'expected -c sendersMax to be a whole number from 2 to 1000, got "1"'],
    ["shards in words", { stage: "dev", fanOutShards: "many" }, 'expected -c fanOutShards to be a whole number from 1 to 4096, got "many"'],
    ["no concurrency at all", { stage: "dev", apiConcurrency: "0" }, 'expected -c apiConcurrency to be a number of requests from 1 on, got "0"'],
    ["an issuer for nobody", { stage: "dev", jwtIssuer: "https://login.example/" }, "expected -c jwtIssuer=https://… together with -c jwtAudience=…"],
    ["links that anybody on the way could read", { stage: "dev", publicUrl: "http://tieup.example.org" }, 'expected -c publicUrl=https://… without a query, got "http://tieup.example.org"'],
    ["a price in words", { stage: "dev", sms: "on", smsMaxPrice: "ten cents" }, 'expected -c smsMaxPrice to be US dollars for one message such as 0.10, got "ten cents"'],
  ])("%s", (_sentence, context, message) => expect(() => stageOf(context)).toThrow(message));
});

test("what publishers are told when nobody can be is a contact that the functions start with", () => {
  expect(userAgent(noContact)).toBe("Tieup (+no-contact-configured)");
});
