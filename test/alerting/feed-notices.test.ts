import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { subscriberTable } from "../../functions/aws/catalog-table.ts";
import { ledgerTable } from "../../functions/aws/ledger-table.ts";
import { dynamoTable } from "../../functions/aws/table.ts";
import { composeFeedNotice } from "../../lib/alerting/compose-feed-notice.ts";
import { smsParts } from "../../lib/alerting/gsm-7.ts";
import type { Publication } from "../../lib/alerting/send-summary.ts";
import type { Channel, EndpointState } from "../../lib/alerting/subscriber.ts";
import { type FeedNotice, tellFeedNotices } from "../../lib/alerting/tell-feed-notices.ts";
import { wakeOwner } from "../../lib/alerting/wake-owner.ts";
import { crashAt, crashingClient } from "../support/faults.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { reader } from "./sample-news.ts";

const start = Date.parse("2026-03-03T10:00:00.000Z");
const failing: FeedNotice = {
  feedId: "f1",
  title: "Börsenticker",
  state: "failing",
  reason: "HTTP 403",
  since: "2026-03-03T08:05:00.000Z",
  noticed: "2026-03-03T08:05:00.000Z",
};
const back: FeedNotice = { ...failing, state: "back", reason: "", since: "2026-03-03T13:00:00.000Z" };
const silent: FeedNotice = { ...failing, feedId: "f2", title: "Kursblatt", state: "silent", reason: "", noticed: "n2" };

let tables: LocalTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

let count = 0;
let owner: string;
let published: Publication[];
let notices: FeedNotice[];
let nowMs: number;
beforeEach(() => {
  owner = `owner ${++count}`;
  published = [];
  notices = [];
  nowMs = start;
});

const audience = () => subscriberTable(tables.tables.Catalog);

async function endpoint(channel: Channel, state: EndpointState = "confirmed", subscriberId = `s${count}`) {
  const id = `${subscriberId}-${channel}`;
  await audience().createSubscriber({ ...reader("en"), id: subscriberId, owner });
  const topicArn = `arn:${id}`;
  await audience().createEndpoint({ id, subscriberId, channel, address: "x", topicArn, state });
  return id;
}

let deliveries = 0;
const tell = (endpointId: string, client = tables.client, publish?: () => Promise<void>) =>
  tellFeedNotices(endpointId, {
    audience: audience(),
    ledger: ledgerTable(dynamoTable(client, tables.tables.News.name)),
    notices: { feedNoticesOf: async () => notices },
    publisher: {
      async publish(publication) {
        published.push(publication);
        await publish?.();
        return { kind: "published", messageId: "m" };
      },
    },
    now: () => nowMs,
    newDeliveryId: () => `delivery ${++deliveries}`,
  });

describe("tellFeedNotices", () => {
  test("tells of a failing feed once, and once more when it is back", async () => {
    const id = await endpoint("email");
    notices = [failing];
    expect(await tell(id)).toMatchObject({ kind: "sent", stories: 1 });
    expect(await tell(id)).toEqual({ kind: "nothing-new" });
    notices = [back];
    expect(await tell(id)).toMatchObject({ kind: "sent" });
    expect(await tell(id)).toEqual({ kind: "nothing-new" });
    expect(published.map(({ subject }) => subject)).toEqual(["Feed failing: Börsenticker", "Feed back: Börsenticker"]);
  });

  test("of a failure that ended before it was told nothing is told", async () => {
    const id = await endpoint("email");
    notices = [back];
    expect(await tell(id)).toEqual({ kind: "nothing-new" });
  });

  test("the next failure of a feed is another one", async () => {
    const id = await endpoint("email");
    for (const noticed of ["2026-03-01T08:05:00.000Z", "2026-03-03T08:05:00.000Z"]) {
      notices = [{ ...failing, noticed }];
      expect(await tell(id)).toMatchObject({ kind: "sent" });
    }
  });

  test("feeds that fail together are one message", async () => {
    const id = await endpoint("email");
    notices = [failing, silent];
    expect(await tell(id)).toMatchObject({ kind: "sent", stories: 2 });
    expect(published).toHaveLength(1);
    expect(published[0]?.text.split("\n")).toHaveLength(3);
  });

  test("nobody is told at an address that isn't confirmed", async () => {
    const id = await endpoint("email", "pending");
    notices = [failing];
    expect(await tell(id)).toEqual({ kind: "not-confirmed" });
    expect(await tell("nobody")).toEqual({ kind: "unknown-endpoint" });
    expect(published).toEqual([]);
  });

  test("ten calls at once tell once", async () => {
    const id = await endpoint("email");
    notices = [failing];
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => tell(id)));
    expect(outcomes.filter(({ kind }) => kind === "sent")).toHaveLength(1);
    expect(published).toHaveLength(1);
  });

  // An SMS whose fate is unknown is not repeated, and the ledger says so.
  test.each<[Channel, number, number]>([
    ["email", 1, 2],
    ["sms", 0, 1],
  ])("a crash at any write leaves it told: by %s at least %d and at most %d times", async (channel, least, most) => {
    for (const when of ["before", "after"] as const) {
      for (let effect = 1; ; effect++) {
        const id = await endpoint(channel, "confirmed", `crash-${channel}-${when}-${effect}`);
        published = [];
        notices = [failing];
        nowMs = start;
        const crashing = crashAt(effect, when);
        const client = crashingClient(tables.endpoint, crashing);
        await tell(id, client).catch(() => {});
        client.destroy();
        if (!crashing.crashed) break;
        nowMs += 3 * 60_000;
        await tell(id);
        await tell(id);
        expect(published.length, `${when} effect ${effect}`).toBeGreaterThanOrEqual(least);
        expect(published.length, `${when} effect ${effect}`).toBeLessThanOrEqual(most);
      }
    }
  });
});

describe("wakeOwner", () => {
  test("wakes one confirmed endpoint of each subscriber, an email address before a phone", async () => {
    const [both, phone, none] = ["both", "phone", "none"].map((name) => `${name}-${count}`) as [string, string, string];
    await endpoint("sms", "confirmed", both);
    await endpoint("email", "confirmed", both);
    await endpoint("email", "unsubscribed", phone);
    await endpoint("sms", "confirmed", phone);
    await endpoint("email", "pending", none);
    const queued: unknown[] = [];
    const queue = { sendAll: async (messages: readonly object[]) => void queued.push(...messages) };
    expect(await wakeOwner(owner, { audience: audience(), queue })).toBe(2);
    expect(queued).toEqual([
      { endpointId: `${both}-email`, about: "feeds" },
      { endpointId: `${phone}-sms`, about: "feeds" },
    ]);
  });
});

describe("composeFeedNotice", () => {
  const later = Date.parse("2026-03-03T14:00:00.000Z");
  const all = [failing, silent, { ...back, feedId: "f3", title: "Ticker" }];

  test("an email has a line for each feed, in the reader's language and zone", () => {
    expect(composeFeedNotice(all, "email", reader("en"), later)).toEqual({
      subject: "Feed failing: Börsenticker (+2 more)",
      text: `Börsenticker can't be read since Tue 09:05 (HTTP 403).
Kursblatt has brought nothing new since Tue 09:05, longer than usual.
Ticker is back since Tue 14:00.
`,
    });
    expect(composeFeedNotice([silent], "email", reader("de"), later)).toEqual({
      subject: "Feed stumm: Kursblatt",
      text: "Kursblatt hat seit Di 09:05 nichts Neues gebracht, länger als üblich.\n",
    });
  });

  test("an SMS has the first and how many more there are, in one part, whatever the feed is called", () => {
    expect(composeFeedNotice(all, "sms", reader("en"), later)).toEqual({
      subject: null,
      text: "Börsenticker can't be read since Tue 09:05 (HTTP 403). +2 more.",
    });
    const long = { ...failing, title: "€".repeat(300), reason: "{".repeat(300) };
    const { text } = composeFeedNotice([long, silent], "sms", reader("en"), later);
    expect(smsParts(text)).toBe(1);
    expect(text).toMatch(/\+1 more\.$/);
  });

  test("a feed's title can't forge a line or a subject", () => {
    const hostile = { ...failing, title: "Wire\r\nBcc: all\n<b>x</b>\u202e", reason: "HTTP 403\nBank: pay" };
    const { subject, text } = composeFeedNotice([hostile], "email", reader("en"), later);
    expect(subject).not.toMatch(/[\r\n\u202e]/);
    expect(text.trimEnd().split("\n")).toHaveLength(1);
  });
});
