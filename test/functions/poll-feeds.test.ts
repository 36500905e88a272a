import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { feedTable, watchlistTable } from "../../functions/aws/catalog-table.ts";
import { rowsBeginning } from "../../functions/aws/table.ts";
import { collect } from "../../functions/aws/versioned-rows.ts";
import { logTo } from "../../functions/log.ts";
import type { TimeLeft } from "../../functions/poll-feeds.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import type { Feed } from "../../lib/polling/item.ts";
import type { PollMessage } from "../../lib/polling/schedule-polls.ts";
import { type FeedServer, startFeedServer } from "../support/feed-server.ts";
import { type HostileServer, startHostileServer } from "../support/hostile-server.ts";
import { type LocalMessaging, type LocalTables, startMessaging, startTables } from "../support/local-aws.ts";

let tables: LocalTables;
let messaging: LocalMessaging;
let wire: FeedServer;
let stranger: FeedServer;
let silentHost: HostileServer;
let queueUrl: string;
let handler: (event: SQSEvent, context?: TimeLeft) => Promise<SQSBatchResponse>;

beforeAll(async () => {
  [tables, messaging, wire, stranger] = await Promise.all([
    startTables(),
    startMessaging(),
    startFeedServer(),
    startFeedServer(),
  ]);
  // Takes every request and answers none.
  silentHost = await startHostileServer({});
  const made = await messaging.sqs.send(new CreateQueueCommand({ QueueName: "polls" }));
  queueUrl = made.QueueUrl ?? "";
  const variables = {
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
    AWS_ENDPOINT_URL_SQS: messaging.endpoint,
    CATALOG_TABLE: "Catalog",
    NEWS_TABLE: "News",
    POLLING_TABLE: "Polling",
    POLL_QUEUE_URL: queueUrl,
    SUMMARY_QUEUE_URL: queueUrl,
    CONTACT: "https://example.org/tieup",
    GATHER_SECONDS: "0",
    EXEMPT_ORIGINS: wire.url,
    ALLOW_PRIVATE: "true",
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  logTo(() => {});
  ({ handler } = await import("../../functions/poll-feeds.ts"));
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([tables.stop(), messaging.stop(), wire.stop(), stranger.stop(), silentHost.stop()]);
});

let nth = 0;
beforeEach(() => {
  nth += 1;
});

const feedAt = (origin: string, name: string, intervalMinutes = 5): Feed => {
  const id = `${name}-${nth}`;
  return { id, owner: "anna", url: `${origin}/${id}`, title: name, intervalMinutes, paused: false };
};
const document = `<rss version="2.0"><channel><title>Wire</title><item><guid>1</guid><title>Rates unchanged</title></item></channel></rss>`;

function feedOn(server: FeedServer, name: string, intervalMinutes = 5): Feed {
  const feed = feedAt(server.url, name, intervalMinutes);
  server.route(`/${feed.id}`, { body: document, headers: { "content-type": "application/rss+xml" } });
  return feed;
}
/** Our own server, where nobody waits for a turn. */
const feedOnWire = (name: string): Feed => feedOn(wire, name);

const eventOf = (...messages: Feed[][]): SQSEvent =>
  ({
    Records: messages.map((feeds, at) => ({ messageId: `m${at}`, body: JSON.stringify({ feeds }) })),
  }) as unknown as SQSEvent;

const stateOf = (feed: Feed) => tables.tables.Polling.get(`FEED#${feed.id}`, "STATE");
const wasRead = async (feed: Feed): Promise<boolean> => Boolean((await stateOf(feed))?.bodyHash);
const asked = (feed: Feed): number => stranger.requests.filter(({ path }) => path === `/${feed.id}`).length;

/** The ids of the feeds in each message that waits on the queue. */
const queued = async (): Promise<string[][]> =>
  (await bodies()).map((body) => (body as PollMessage).feeds.map(({ id }) => id));

/** The messages that wait on the queue, which then is empty. */
async function bodies(): Promise<unknown[]> {
  const messages: unknown[] = [];
  for (;;) {
    const receive = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await messaging.sqs.send(receive);
    if (Messages.length === 0) return messages;
    for (const { Body = "", ReceiptHandle } of Messages) {
      messages.push(JSON.parse(Body));
      await messaging.sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    }
  }
}

/** A record of the queue that says that a company was given a further name. */
const addedName = (watchlistId: string, entityId: string, name: string): SQSEvent => {
  const body = { owner: "anna", watchlistId, added: { [entityId]: [name] }, addedAt: new Date().toISOString() };
  return { Records: [{ messageId: "m0", body: JSON.stringify(body) }] } as unknown as SQSEvent;
};

const fewer = { reason: "the server asks for fewer requests", pause: "server" };
const none: SQSBatchResponse = { batchItemFailures: [] };

describe("poll-feeds", () => {
  test("files what its owner's feeds brought under a name that was added, and announces it", async () => {
    const catalog = tables.tables.Catalog;
    const watchlist = (...aliases: string[]) => ({
      ...readWatchlist({ name: "Alloys", entities: ["Arnlo", { name: "Norsk Hydro", aliases }] }),
      id: "alloys",
      owner: "anna",
    });
    await watchlistTable(catalog).create(watchlist());
    const feed = feedOnWire("alloys");
    await feedTable(catalog).create(feed);
    const item = `<item><guid>1</guid><title>Arnlo and Nordalu agree on joint venture</title><pubDate>${new Date().toUTCString()}</pubDate></item>`;
    wire.route(`/${feed.id}`, { body: `<rss version="2.0"><channel><title>Wire</title>${item}</channel></rss>` });
    expect(await handler(eventOf([feed]))).toEqual(none);
    await watchlistTable(catalog).replace(watchlist("Nordalu"), 1);
    expect(await handler(addedName("alloys", "norsk-hydro", "Nordalu"))).toEqual(none);
    const { Items = [] } = await tables.client.send(
      new QueryCommand({
        TableName: "News",
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :hit)",
        ExpressionAttributeValues: { ":pk": { S: "WATCHLIST#alloys" }, ":hit": { S: "HIT#" } },
      }),
    );
    expect(Items.map(({ late }) => late?.M?.name?.S)).toEqual(["Nordalu"]);
    const { Messages = [] } = await messaging.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 2 }),
    );
    for (const { ReceiptHandle } of Messages)
      await messaging.sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    expect(Messages.map(({ Body }) => Body)).toEqual(['{"watchlistId":"alloys"}']);
  });

  test("what is under embargo goes round on the queue, and is filed and announced when that is over", async () => {
    await watchlistTable(tables.tables.Catalog).create({
      ...readWatchlist({ name: "Held", entities: ["Arnlo", "Bexter"] }),
      ...{ id: "held", owner: "anna" },
    });
    const feed = feedOnWire("held");
    const [now, until] = [new Date(), new Date(Date.now() + 3 * 3_600_000)];
    const embargo = `EMBARGOED UNTIL ${until.toISOString().slice(11, 16)} GMT. Arnlo and Bexter signed a contract.`;
    const item = `<item><guid>1</guid><title>Arnlo and Bexter agree on joint venture</title><description>${embargo}</description><pubDate>${now.toUTCString()}</pubDate></item>`;
    wire.route(`/${feed.id}`, { body: `<rss version="2.0"><channel><title>Wire</title>${item}</channel></rss>` });
    expect(await handler(eventOf([feed]))).toEqual(none);
    const [held, ...others] = await bodies();
    expect(others).toEqual([]);
    expect(held).toMatchObject({ owner: "anna", itemId: expect.any(String) });
    const recordOf = (body: unknown) =>
      ({ Records: [{ messageId: "m0", body: JSON.stringify(body) }] }) as unknown as SQSEvent;
    const filed = () => tables.tables.News.query(rowsBeginning("WATCHLIST#held", "HIT#"));
    // It asks for a quarter of an hour's delay, so that nothing is to be seen of it now.
    expect(await handler(recordOf(held))).toEqual(none);
    expect([await bodies(), await collect(filed())]).toEqual([[], []]);
    vi.useFakeTimers({ now: until.getTime(), toFake: ["Date"] });
    try {
      expect(await handler(recordOf(held))).toEqual(none);
    } finally {
      vi.useRealTimers();
    }
    expect(await bodies()).toEqual([{ watchlistId: "held" }]);
    expect((await collect(filed())).map(({ seenAt }) => seenAt)).toEqual([(held as { until: string }).until]);
  });

  test("a feed whose poll faults is alone put back on the queue; the others of its message are done", async () => {
    const [good, broken, other] = [feedOnWire("good"), feedOnWire("broken"), feedOnWire("other")];
    const unusable = { pk: `FEED#${broken.id}`, sk: "STATE", version: 1, bodyHash: "x", ring: "no bytes" };
    await tables.tables.Polling.create(unusable);
    expect(await handler(eventOf([good, broken, other]))).toEqual(none);
    expect([await wasRead(good), await wasRead(other)]).toEqual([true, true]);
    expect(await queued()).toEqual([[broken.id]]);
    // By itself it is reported, so that after some attempts it ends among the dead letters.
    expect(await handler(eventOf([broken], [other]))).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
    expect(await queued()).toEqual([]);
  });

  test("feeds that can't be begun in the time that is left come again; those under way are finished", async () => {
    const feeds = Array.from({ length: 6 }, (_, n) => feedOnWire(`late${n}`));
    let looks = 0;
    const context = { getRemainingTimeInMillis: () => (++looks <= 2 ? 100_000 : 20_000) };
    expect(await handler(eventOf(feeds), context)).toEqual(none);
    const read = await Promise.all(feeds.map(wasRead));
    expect(read).toEqual([true, true, false, false, false, false]);
    expect(await queued()).toEqual([feeds.slice(2).map(({ id }) => id)]);
  });

  test("a host that asks for fewer requests is left alone: its other feeds are asked at their next turn, or come again", async () => {
    const [hasty, often, daily] = [
      feedOn(stranger, "hasty"),
      feedOn(stranger, "often"),
      feedOn(stranger, "daily", 1440),
    ];
    stranger.route(`/${hasty.id}`, { status: 429, headers: { "retry-after": "60" } });
    expect(await handler(eventOf([hasty, often, daily]))).toEqual(none);
    expect([hasty, often, daily].map(asked)).toEqual([1, 0, 0]);
    expect(await stateOf(daily)).toBeNull();
    // That of the daily feed is delayed for longer than this test takes.
    expect(await queued()).toEqual([]);
    vi.useFakeTimers({ now: Date.now() + 60_001, toFake: ["Date"] });
    try {
      expect(await handler(eventOf([daily]))).toEqual(none);
    } finally {
      vi.useRealTimers();
    }
    expect(await wasRead(daily)).toBe(true);
  });

  describe("through the network", () => {
    const itemsOf = (count: number, channel = "") =>
      `<rss version="2.0"><channel><title>Wire</title>${channel}${Array.from({ length: count }, (_, n) => `<item><guid>${n}</guid><title>Rates ${n}</title></item>`).join("")}</channel></rss>`;
    const rowOf = async (feed: Feed) => (await feedTable(tables.tables.Catalog).feedById(feed.id)) as Feed;
    const poll = async (feed: Feed) => expect(await handler(eventOf([feed]))).toEqual(none);
    const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();

    test.each<[string, number, () => Record<string, string>, { reason: string; pause: string; atLeast: number }]>([
      ["401", 401, () => ({}), { reason: "HTTP 401", pause: "backoff", atLeast: 0 }],
      ["403", 403, () => ({}), { reason: "HTTP 403", pause: "backoff", atLeast: 0 }],
      ["404", 404, () => ({}), { reason: "HTTP 404", pause: "backoff", atLeast: 0 }],
      ["410", 410, () => ({}), { reason: "gone (HTTP 410)", pause: "gone", atLeast: 86_000 }],
      ["500", 500, () => ({}), { reason: "HTTP 500", pause: "backoff", atLeast: 0 }],
      ["503", 503, () => ({}), { reason: "HTTP 503", pause: "backoff", atLeast: 0 }],
      ["429 with seconds", 429, () => ({ "retry-after": "3600" }), { ...fewer, atLeast: 3_500 }],
      ["429 with a date", 429, () => ({ "retry-after": inSeconds(7_200) }), { ...fewer, atLeast: 7_000 }],
      ["503 with a date", 503, () => ({ "retry-after": inSeconds(7_200) }), { ...fewer, atLeast: 7_000 }],
    ])(
      "%s is remembered with what follows, and the feed left alone where it asks to be",
      async (_, status, headers, outcome) => {
        const server = await startFeedServer();
        const feed = feedAt(server.url, "refused");
        server.route(`/${feed.id}`, { status, headers: headers() });
        const begun = Date.now();
        await poll(feed);
        const failing = (await stateOf(feed))?.failing as { reason: string; pause: string; notBefore: string };
        expect(failing).toMatchObject({ reason: outcome.reason, pause: outcome.pause });
        expect(Date.parse(failing.notBefore) - begun).toBeGreaterThanOrEqual(outcome.atLeast * 1000);
        await poll(feed);
        expect(server.requests).toHaveLength(outcome.atLeast > 0 ? 1 : 2);
        await server.stop();
      },
    );

    test("a feed that moved for good is asked at its new address after three times; one that moved for now never is", async () => {
      for (const [status, moves] of [
        [301, true],
        [308, true],
        [302, false],
        [307, false],
      ] as const) {
        const feed = feedAt(wire.url, `moved${status}`);
        await feedTable(tables.tables.Catalog).create(feed);
        const there = `/there-${feed.id}`;
        wire.route(`/${feed.id}`, { status, headers: { location: there } });
        for (let times = 1; times <= 3; times += 1) {
          expect((await rowOf(feed)).url).toBe(feed.url);
          wire.route(there, { body: itemsOf(times) });
          await poll(feed);
        }
        expect((await rowOf(feed)).url).toBe(moves ? wire.url + there : feed.url);
      }
    });

    test.each([
      ["ttl", itemsOf(1, "<ttl>100</ttl>"), {}, 120],
      [
        "sy:",
        itemsOf(1, "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"),
        {},
        30,
      ],
      ["Cache-Control", itemsOf(1), { "cache-control": "max-age=1800" }, 30],
      ["Expires", itemsOf(1), { expires: inSeconds(3_590) }, 60],
    ])("%s sets the interval", async (_, body, headers, minutes) => {
      const feed = feedAt(wire.url, "asks");
      await feedTable(tables.tables.Catalog).create(feed);
      wire.route(`/${feed.id}`, { body, headers });
      await poll(feed);
      expect((await rowOf(feed)).adaptedMinutes).toBeGreaterThanOrEqual(minutes);
    });

    test("a body that came before is not read again, whatever its server forgets to say", async () => {
      const feed = feedAt(wire.url, "same");
      wire.route(`/${feed.id}`, { body: itemsOf(3) });
      await poll(feed);
      const before = await stateOf(feed);
      await poll(feed);
      expect(await stateOf(feed)).toEqual(before);
    });

    test("an hour to skip is now: nobody asks", async () => {
      const feed = feedAt(wire.url, "asleep");
      const hours = Array.from({ length: 3 }, (_, n) => (new Date().getUTCHours() + n) % 24);
      const skip = `<skipHours>${hours.map((hour) => `<hour>${hour}</hour>`).join("")}</skipHours>`;
      wire.route(`/${feed.id}`, { body: itemsOf(1, skip) });
      for (let times = 0; times < 3; times += 1) await poll(feed);
      expect(wire.requests.filter(({ path }) => path === `/${feed.id}`)).toHaveLength(1);
    });
  });

  // Last, as it stops the server.
  test("a host that never answers delays no other, neither in its message nor beside it", async () => {
    const slow = Array.from({ length: 4 }, (_, n) => feedAt(silentHost.url, `slow${n}`));
    const quick = Array.from({ length: 8 }, (_, n) => feedOnWire(`quick${n}`));
    const beside = Array.from({ length: 8 }, (_, n) => feedOnWire(`beside${n}`));
    let isDone = false;
    const polling = handler(eventOf([...slow, ...quick], beside)).finally(() => {
      isDone = true;
    });
    const others = [...quick, ...beside];
    await vi.waitFor(async () => expect(await Promise.all(others.map(wasRead))).not.toContain(false), 15_000);
    expect(isDone).toBe(false);
    expect(silentHost.open()).toBeLessThanOrEqual(2);
    await silentHost.stop();
    expect(await polling).toEqual(none);
    for (const feed of slow) expect((await stateOf(feed))?.failing).toMatchObject({ count: 1 });
    expect(await queued()).toEqual([]);
  });
});
