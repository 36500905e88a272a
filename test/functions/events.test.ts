import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { logTo } from "../../functions/log.ts";
import { type Done, type Invocation, startInvocation } from "../../local/invocation.ts";

// Every file of events/ goes through the production handler, on real servers, in the order of the flow.
let invocation: Invocation;
const logged: string[] = [];
beforeAll(async () => {
  logTo((level, sentence, facts) => void logged.push(JSON.stringify({ level, sentence, ...facts })));
  invocation = await startInvocation();
});
afterAll(() => invocation.stop());

const used = new Set<string>();

function invoke(file: string): Promise<Done> {
  used.add(file);
  const event: unknown = JSON.parse(readFileSync(`events/${file}`, "utf8"));
  return invocation.invoke(file.split(".")[0] as string, event);
}

const made = ({ rows }: Done, pk: string): string[] =>
  rows.filter((row) => row.change === "made" && row.pk.startsWith(pk)).map(({ sk }) => sk);

/** What kind of row a sort key is of. */
const kind = (sk: string): string => sk.split("#")[0] ?? "";

describe("poll-feeds", () => {
  test("a poison record is reported with what was expected, and the record beside it is polled", async () => {
    const done = await invoke("poll-feeds.poison.json");
    expect(done.returned).toEqual({ batchItemFailures: [{ itemIdentifier: "2e1424d4-f796-459a-8184-9c92662be6da" }] });
    expect(logged.join("\n")).toContain('expected {\\"feeds\\": [');
    expect(made(done, "FEED#sample-nordwire").map(kind).sort()).toEqual(["STATE", "WORDINGS"]);
  });

  test("keeps items, stories and hits, saves each feed's state, and announces the watchlist", async () => {
    const done = await invoke("poll-feeds.json");
    expect(done.returned).toEqual({ batchItemFailures: [] });
    // Nordwire was polled by the record above; of the four new items one is a hit.
    expect(made(done, "FEED#").map(kind).sort()).toEqual(["STATE", "STATE", "WORDINGS", "WORDINGS"]);
    expect(made(done, "ITEM#")).toHaveLength(1);
    expect(made(done, "WATCHLIST#sample-watchlist")).toHaveLength(1);
    expect(done.queued).toContainEqual({ queue: "summary", body: { watchlistId: "sample-watchlist" } });
  });

  test("the same event again writes nothing and announces nothing", async () => {
    const done = await invoke("poll-feeds.json");
    expect(done).toMatchObject({ outcome: "succeeded", rows: [], queued: [] });
  });
});

describe("schedule-polls", () => {
  test("puts the feeds that are due on the poll queue and moves its watermark", async () => {
    const done = await invoke("schedule-polls.json");
    expect(done.outcome).toBe("succeeded");
    expect(done.rows).toEqual([{ table: "Polling", change: "made", pk: "WATERMARK", sk: "POLLS" }]);
    const feeds = done.queued.flatMap(({ body }) => (body as { feeds: { id: string }[] }).feeds.map(({ id }) => id));
    expect(done.returned).toEqual({ scheduled: feeds.length });
  });

  test("the same minute again schedules nothing", async () => {
    expect(await invoke("schedule-polls.json")).toMatchObject({ returned: { scheduled: 0 }, rows: [], queued: [] });
  });

  test("a tick without a time fails with what was expected", async () => {
    const done = await invocation.invoke("schedule-polls", {});
    expect(done).toMatchObject({ outcome: "failed", error: expect.stringContaining('expected {"time"') });
  });
});

describe("send-summaries", () => {
  test("a poison record is put aside with the reason, and the endpoint beside it gets its SMS", async () => {
    const done = await invoke("send-summaries.poison.json");
    expect(done.returned).toEqual({ batchItemFailures: [] });
    expect(done.posted).toMatchObject([{ channel: "sms", to: "+4917139200123" }]);
  });

  test("sends an endpoint its summary, and wakes those who hear of a watchlist at once", async () => {
    const done = await invoke("send-summaries.json");
    expect(done.returned).toEqual({ batchItemFailures: [] });
    expect(done.posted).toMatchObject([{ channel: "email", to: "reader@example.org" }]);
    expect(done.posted[0]?.text).toContain("2 stories");
    const woken = done.queued.map(({ queue, body }) => `${queue} ${(body as { endpointId: string }).endpointId}`);
    expect(woken.sort()).toEqual(["summary sample-reader-7e03086904ce", "summary sample-reader-e9de72c11056"]);
  });

  test("the same event again sends nothing", async () => {
    expect((await invoke("send-summaries.json")).posted).toEqual([]);
  });
});

describe("schedule-summaries", () => {
  test("at a full hour asks for every immediate subscription, so that a lost announcement loses nothing", async () => {
    const done = await invoke("schedule-summaries.json");
    expect(done.outcome).toBe("succeeded");
    expect(done.queued.map(({ queue }) => queue)).toEqual(["summary", "summary"]);
  });
});

describe("reconcile-subscriptions", () => {
  test("finds both endpoints confirmed and changes nothing", async () => {
    expect(await invoke("reconcile-subscriptions.json")).toMatchObject({
      returned: { checked: 2, changed: 0 },
      rows: [],
      queued: [],
    });
  });
});

describe("api", () => {
  test.each(readdirSync("events").filter((file) => file.startsWith("api")))("answers %s", async (file) => {
    const { outcome, returned } = await invoke(file);
    expect(outcome).toBe("succeeded");
    expect((returned as { statusCode: number }).statusCode).toBeLessThan(500);
  });
});

describe("analyse-texts", () => {
  test("explains a text and stores nothing", async () => {
    const done = await invoke("analyse-texts.json");
    expect(done).toMatchObject({ outcome: "succeeded", rows: [], queued: [] });
    expect(done.returned).toMatchObject({ judgement: { hit: true }, analysis: { tieUps: [{ stage: "agreed" }] } });
  });

  test("a question that it doesn't know fails with those that it does", async () => {
    const done = await invocation.invoke("analyse-texts", { ask: "constructor", question: {} });
    expect(done).toMatchObject({ outcome: "failed", error: expect.stringContaining("explain, replay, discover") });
  });
});

describe("receive-feedback", () => {
  test("switches an address off that nobody has, and a repeat changes nothing but the row's version", async () => {
    const done = await invoke("receive-feedback.json");
    expect(done).toMatchObject({ outcome: "succeeded", queued: [], posted: [] });
    expect(done.rows).toEqual([
      { table: "Catalog", change: "changed", pk: "ENDPOINT#sample-reader-7e03086904ce", sk: "ENDPOINT" },
    ]);
    expect((await invoke("receive-feedback.json")).outcome).toBe("succeeded");
  });

  test("what is no event of SES fails with what was expected", async () => {
    const done = await invocation.invoke("receive-feedback", { Records: [{ Sns: { Message: "{}" } }] });
    expect(done).toMatchObject({ outcome: "failed", error: expect.stringContaining("expected an event of SES") });
  });
});

test("every file of events/ is used", () => {
  expect([...used].sort()).toEqual(readdirSync("events").sort());
});

test("no log line holds an address or a phone number", () => {
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.join("\n")).not.toMatch(/reader@example\.org|4917139200123/);
});
