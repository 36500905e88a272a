import { createServer } from "node:http";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deliveryOfTags, sesMailer } from "../../functions/aws/ses.ts";
import type { Mail } from "../../lib/alerting/mail.ts";
import { credentials } from "../../local/embedded-aws.ts";
import { type LocalSes, startLocalSes } from "../support/local-ses.ts";

let ses: LocalSes;
beforeAll(async () => {
  ses = await startLocalSes("alerts@example.org");
});
afterAll(() => ses.stop());

const mail: Mail = {
  to: "reader@example.org",
  subject: "BMW × Toyota: ä",
  text: "Größe\n",
  html: "<p>Größe</p>",
  unsubscribeUrl: "https://tieup.example.org/unsubscribe?key=ZTE.abc",
  delivery: { id: "0b6e-1", endpointId: "sample-reader/ü", startedAt: "2024-07-01T10:00:00.123Z" },
};
const settings = { from: "Tieup <alerts@example.org>", configurationSet: null };

test("a mail is taken, and has an id", async () => {
  const outcome = await sesMailer(ses.client, settings).send(mail);
  expect(outcome).toMatchObject({ kind: "published", messageId: expect.stringMatching(/./) });
});

// moto keeps neither the parts nor the headers of a mail.
describe.skipIf(process.env.TIEUP_TEST_MESSAGING === "moto")("a mail as it is sent", () => {
  const last = async (changed: Partial<Mail> = {}, configurationSet: string | null = null) => {
    await sesMailer(ses.client, { ...settings, configurationSet }).send({ ...mail, ...changed });
    return ses.sent.at(-1);
  };

  test("has its own sender, both parts and the one recipient", async () => {
    expect(await last()).toMatchObject({
      ...{ from: settings.from, to: mail.to, subject: mail.subject, text: mail.text, html: mail.html },
    });
  });

  test("can be ended by one click (RFC 8058), and is no mail that a machine should answer", async () => {
    expect((await last())?.headers).toEqual({
      "Auto-Submitted": "auto-generated",
      "List-Unsubscribe": `<${mail.unsubscribeUrl}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
  });

  test("has no such headers where there is nothing to end", async () => {
    expect(Object.keys((await last({ unsubscribeUrl: undefined }))?.headers ?? {})).toEqual(["Auto-Submitted"]);
  });

  test("names its delivery, whatever the endpoint's id is, and the configuration set that brings what comes back", async () => {
    const sent = await last({}, "tieup");
    expect(sent?.configurationSet).toBe("tieup");
    expect(deliveryOfTags(sent?.tags ?? {})).toEqual(mail.delivery);
  });

  test.each([
    ["an address that is none", { to: "reader" }],
    ["a subject of two lines", { subject: "a\r\nBcc: b@example.org" }],
  ])("%s is refused, so nothing was sent", async (_, changed) => {
    const before = ses.sent.length;
    const outcome = await sesMailer(ses.client, settings).send({ ...mail, ...changed });
    expect(outcome).toMatchObject({ kind: "refused", reason: expect.stringContaining("BadRequestException") });
    expect(ses.sent).toHaveLength(before);
  });
});

/** What SES answers when it doesn't take a mail; no server here has such troubles. */
async function answered(status: number, code: string) {
  const server = createServer((request, response) => {
    request.resume();
    if (status === 0) request.socket.destroy();
    else response.writeHead(status, { "x-amzn-errortype": code }).end(JSON.stringify({ message: "says SES" }));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const endpoint = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const client = new SESv2Client({ endpoint, region: "eu-central-1", credentials, maxAttempts: 1 });
  try {
    return await sesMailer(client, settings).send(mail);
  } finally {
    client.destroy();
    server.closeAllConnections();
    await new Promise<void>((done) => server.close(() => done()));
  }
}

test.each([
  ["a sender that isn't verified", 400, "MessageRejected"],
  ["an account that may not send", 400, "SendingPausedException"],
  ["more a second than the account may", 429, "TooManyRequestsException"],
  ["no permission", 403, "AccessDeniedException"],
])("%s: refused, so nothing was sent", async (_, status, code) => {
  expect(await answered(status, code)).toMatchObject({ kind: "refused", reason: `${code}: says SES` });
});

test("nobody listens: refused, so nothing was sent", async () => {
  const config = { endpoint: "http://127.0.0.1:1", region: "eu-central-1", credentials, maxAttempts: 1 };
  const client = new SESv2Client(config);
  expect(await sesMailer(client, settings).send(mail)).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("ECONNREFUSED"),
  });
  client.destroy();
});

test.each([
  ["an internal error", 500],
  ["a connection that breaks off", 0],
])("%s: the outcome is unknown, so it throws", async (_, status) => {
  await expect(answered(status, "InternalFailure")).rejects.toThrow();
});

test.each<[string, Record<string, string>]>([
  ["none", {}],
  ["of somebody else's mail", { "ses:source-ip": "192.0.2.1" }],
  ["a time that is none", { delivery: "d", endpoint: "ZTE", startedAt: "yesterday" }],
])("tags that name no delivery: %s", (_, tags) => expect(deliveryOfTags(tags)).toBeNull());
