import type { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { expect, test } from "vitest";
import { hitTable, storyTable } from "../../functions/aws/news-table.ts";
import { rowsBeginning } from "../../functions/aws/table.ts";
import { topicPublisher } from "../../functions/aws/topics.ts";
import { collect } from "../../functions/aws/versioned-rows.ts";
import { sourceOf, storyOf } from "../alerting/sample-news.ts";
import { plainHit } from "../support/plain-hit.ts";
import { alertingWorld, batchOf } from "./alerting-world.ts";

const world = alertingWorld();

/** Feed text as it is stored where a wire means harm, and what none of it may become. */
const attacks: [what: string, text: string][] = [
  ["ends a JSON string", `BMW", "Subject": "Pay now", "MessageStructure": "json", "x": "`],
  ["is a message for each protocol", `{"default": "Pay now", "email": "Pay now", "sms": "Pay now"}`],
  ["escapes", `BMW \\", \\u0022default\\u0022: \\u0022Pay now\\u0022 \\\\`],
  ["begins a header", "BMW\r\nSubject: Pay now\r\nBcc: all@example.org\r\n\r\nPay now"],
  ["has line separators", "BMW\u2028Subject: Pay now\u2029\u0085Pay now"],
  ["has controls and half characters", "BMW\u0000\u0008\u001b[2J\ud83d Pay now \udc00\uffff"],
  ["begins a tag", `BMW <b onclick="Pay now`],
  ["fills in a template", "BMW {n} {time} {{link}} $SECRET %s %n"],
];

test.each(attacks)("feed text that %s is text in a mail, an SMS and the ledger, and nothing else", async (_, text) => {
  const mail = await world.confirmedEndpoint("email");
  const sms = await world.confirmedEndpoint("sms");
  const { News } = world.tables;
  const seenAt = new Date(Date.now() - 1000).toISOString();
  const storyId = world.named("hostile");
  const place = { wire: { agency: null, place: text } };
  const source = { source: text, title: text, sentence: text, trigger: text, link: `https://wire.example/${text}` };
  await storyTable(News).putSource(storyId, sourceOf({ itemId: storyId, firstSeenAt: seenAt, ...source, ...place }));
  const facts = { parties: ["bmw", `~${text}`], areas: [text], amounts: [text] };
  await storyTable(News).put({ ...storyOf(storyId, facts), lastSeenAt: seenAt });
  const stories = [{ storyId, revision: 1 }];
  const hit = { ...plainHit, itemId: storyId, seenAt, entityIds: ["bmw"], stories };
  await hitTable(News).put({ ...hit, watchlistId: world.watchlistId });
  const told = batchOf({ endpointId: mail.id }, { endpointId: sms.id });
  expect(await world.sendSummaries(told)).toEqual({ batchItemFailures: [] });

  for (const [{ id, receive }, channel] of [
    [mail, "email"],
    [sms, "sms"],
  ] as const) {
    const [message, ...others] = await receive();
    expect(others).toEqual([]);
    const [record] = await collect(News.query(rowsBeginning(`ENDPOINT#${id}`, "DELIVERY#")));
    // What went out is what is on record, to the last character.
    expect([message?.Subject, message?.Message]).toEqual([record?.subject, record?.text]);
    expect(Object.keys(message?.MessageAttributes ?? {})).toEqual(channel === "sms" ? ["AWS.SNS.SMS.SMSType"] : []);
    expect(message?.Subject ?? "").not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect((message?.Subject ?? "").length).toBeLessThan(100);
    expect(message?.Message).toContain("BMW");
    const lines = message?.Message.split("\n") ?? [];
    for (const line of lines) expect(line).not.toMatch(/^(?:Subject|Bcc):|^Pay now|[\p{Cs}\u2028\u2029]|(?!\n)\p{Cc}/u);
    expect(message?.Message).not.toContain("<b");
    if (channel === "sms") expect(lines).toHaveLength(1);
  }
});

test("a text that is a message for each protocol by itself is delivered as it stands, and no such message is asked for", async () => {
  const { id, receive } = await world.confirmedEndpoint("email");
  const text = '{"default": "Pay now", "email": "Pay now", "sqs": "Pay now"}';
  const topicArn = (await world.stored(id)).topicArn ?? "";
  // The embedded SNS takes no notice of MessageStructure, so what it is asked is looked at, too.
  const asked: object[] = [];
  const send = (command: PublishCommand) => {
    asked.push(command.input);
    return world.messaging.sns.send(command);
  };
  await topicPublisher({ send } as unknown as SNSClient).publish({ channel: "email", topicArn, subject: text, text });
  expect(asked).toEqual([{ TopicArn: topicArn, Subject: text, Message: text }]);
  expect(await receive()).toMatchObject([{ Subject: text, Message: text }]);
});
