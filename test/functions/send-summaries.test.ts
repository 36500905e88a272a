import { describe, expect, test, vi } from "vitest";
import { feedTable } from "../../functions/aws/catalog-table.ts";
import { hitTable, storyTable } from "../../functions/aws/news-table.ts";
import { feedHealthTable } from "../../functions/aws/polling-table.ts";
import { rowsBeginning } from "../../functions/aws/table.ts";
import { collect } from "../../functions/aws/versioned-rows.ts";
import { reader, sourceOf } from "../alerting/sample-news.ts";
import { listeningQueue } from "../support/listening-queue.ts";
import { plainHit } from "../support/plain-hit.ts";
import { alertingWorld, batchOf, expectToFailWithout, sample, tick } from "./alerting-world.ts";

const world = alertingWorld();
const {
  sendSummaries,
  reconcileSubscriptions,
  named,
  failed,
  subscribers,
  endpointOf,
  stored,
  confirm,
  confirmedEndpoint,
  hit,
  queued,
} = world;

describe("send-summaries", () => {
  test("one hit becomes one email and one SMS", async () => {
    const email = await confirmedEndpoint("email");
    const sms = await confirmedEndpoint("sms");
    await feedTable(world.tables.Catalog).create({
      ...{ id: named("f"), owner: "owner", url: "https://wire.example/", title: "Wire", intervalMinutes: 5 },
      paused: false,
    });
    await hit("story-one");
    const outcome = await sendSummaries(batchOf({ endpointId: email.id }, { endpointId: sms.id }));
    expect(outcome).toEqual({ batchItemFailures: [] });
    const [mail] = await email.receive();
    expect(mail?.Subject).toBe("BMW × Toyota: partnership expanded");
    expect(mail?.Message).toContain("Car alliances · 1 story since");
    expect(mail?.Message).toContain("1 feed, healthy.");
    const [text] = await sms.receive();
    expect(text).toMatchObject({
      Subject: null,
      Message: expect.stringMatching(/^BMW x Toyota: partnership expanded\./),
    });
    expect(text?.MessageAttributes["AWS.SNS.SMS.SMSType"]?.Value).toBe("Transactional");
  });

  test("twice and in several calls at once, still one; the ledger shows it", async () => {
    const { id, receive } = await confirmedEndpoint("email");
    await hit("story-two");
    const message = { endpointId: id };
    const calls = Array.from({ length: 5 }, () => sendSummaries(batchOf(message, message)));
    for (const outcome of await Promise.all(calls)) expect(outcome).toEqual({ batchItemFailures: [] });
    await sendSummaries(batchOf(message));
    const mails = await receive();
    expect(mails).toHaveLength(1);
    const ledger = await collect(world.tables.News.query(rowsBeginning(`ENDPOINT#${id}`, "")));
    expect(ledger.map(({ sk }) => sk.split("#")[0])).toEqual(["DELIVERY", "SENT", "WATERMARK"]);
    expect(ledger[0]).toMatchObject({ state: "sent", text: mails[0]?.Message });
    expect(ledger[1]).toMatchObject({ state: "sent", attempts: 1, revision: 1 });
  });

  test("a revision that is new is told, one that is known is not", async () => {
    const { id, receive } = await confirmedEndpoint("email");
    await hit("story-three");
    await sendSummaries(batchOf({ endpointId: id }));
    await hit("story-three", 2);
    await sendSummaries(batchOf({ endpointId: id }));
    await sendSummaries(batchOf({ endpointId: id }));
    const mails = await receive();
    expect(mails.map(({ Message }) => Message.includes("(new facts)"))).toEqual([false, true]);
  });

  test("a hit's message wakes those who hear of it immediately, over the queue", async () => {
    const now = await endpointOf("email");
    await endpointOf("email", { every: "day", at: "06:10" }, named("later"));
    await queued();
    expect(await sendSummaries(batchOf({ watchlistId: world.watchlistId }))).toEqual({ batchItemFailures: [] });
    expect(await queued()).toEqual([{ endpointId: now }]);
  });

  test("a withdrawal goes to whoever was told the story, once, and to nobody else", async () => {
    const told = await confirmedEndpoint("email");
    await hit("story-taken-back");
    await sendSummaries(batchOf({ endpointId: told.id }));
    const later = await confirmedEndpoint("email", { every: "immediate" }, named("later"));
    const { News } = world.tables;
    const seenAt = new Date().toISOString();
    const life = [{ kind: "withdrawal" as const, until: null }];
    const title = "ZURÜCKGEZOGEN: BMW und Toyota rücken zusammen";
    await storyTable(News).putSource(
      "story-taken-back",
      sourceOf({ itemId: "notice", title, firstSeenAt: seenAt, life }),
    );
    const changes = [{ kind: "withdrawal" as const, storyId: "story-taken-back", revision: 1 }];
    await hitTable(News).put({
      ...plainHit,
      watchlistId: world.watchlistId,
      itemId: "notice",
      seenAt,
      entityIds: ["bmw"],
      stories: [],
      changes,
    });
    const both = batchOf({ endpointId: told.id }, { endpointId: later.id });
    await sendSummaries(both);
    await sendSummaries(both);
    const mails = await told.receive();
    expect(mails.map(({ Subject }) => Subject?.includes("withdrawn"))).toEqual([false, true]);
    expect(mails[1]?.Message).toContain(title);
    expect(await later.receive()).toEqual([]);
  });

  test("the unconfirmed get nothing and lose nothing", async () => {
    const id = await endpointOf("email");
    await reconcileSubscriptions(tick());
    const { receive } = await listeningQueue(world.messaging, id, (await stored(id)).topicArn ?? "");
    await hit("story-four");
    expect(await sendSummaries(batchOf({ endpointId: id }))).toEqual({ batchItemFailures: [] });
    expect(await receive()).toEqual([]);
    await confirm(id);
    await reconcileSubscriptions(tick());
    await sendSummaries(batchOf({ endpointId: id }));
    expect(await receive()).toHaveLength(1);
  });

  test("records that make no sense are put aside at once, with the reason; what fails is, at its last attempt", async () => {
    const { id, receive } = await confirmedEndpoint("email");
    await hit("story-five");
    const { batchItemFailures } = await sendSummaries(
      batchOf("{", { endpointId: id }, { endpointId: "nobody" }, [], { endpoint: id }),
    );
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(["m2"]);
    expect(await receive()).toHaveLength(1);
    const last = batchOf({ endpointId: "nobody" });
    for (const { attributes } of last.Records) attributes.ApproximateReceiveCount = "5";
    expect(await sendSummaries(last)).toEqual({ batchItemFailures: [] });
    const letters = await failed().take(10);
    expect(letters.map(({ body, reason }) => [body, reason])).toEqual([
      ["{", expect.stringContaining('got "{"')],
      ["[]", expect.stringContaining('got "[]"')],
      [JSON.stringify({ endpoint: id }), expect.stringContaining("expected {")],
      [JSON.stringify({ endpointId: "nobody" }), "expected an endpoint and its subscriber, found none for nobody"],
    ]);
    expect(letters.every(({ failedAt }) => Math.abs(Date.parse(failedAt ?? "") - Date.now()) < 60_000)).toBe(true);
    for (const letter of letters) await failed().remove(letter);
    expect(await failed().take(10)).toEqual([]);
  });

  test("events/send-summaries.json tells its endpoint and wakes its watchlist", async () => {
    const event = sample("send-summaries");
    const [{ endpointId: id }, { watchlistId }] = event.Records.map(({ body }) => JSON.parse(body));
    const endpoint = {
      id,
      subscriberId: "sample",
      channel: "email",
      address: "a@example.org",
      topicArn: null,
    } as const;
    await subscribers().createSubscriber({ ...reader("de"), id: "sample" });
    await subscribers().createEndpoint({ ...endpoint, state: "pending" });
    const createdAt = new Date().toISOString();
    const subscription = { watchlistId, endpointId: id, subscriberId: "sample", createdAt };
    await subscribers().putSubscription({ ...subscription, cadence: { every: "immediate" } }, "Europe/Berlin");
    await queued();
    expect(await sendSummaries(event)).toEqual({ batchItemFailures: [] });
    expect(await queued()).toEqual([{ endpointId: id }]);
  });

  test("events/send-summaries.poison.json fails, to end among the dead letters", async () => {
    const poison = sample("send-summaries.poison");
    const { batchItemFailures } = await sendSummaries(poison);
    expect(batchItemFailures.length + (await failed().take(10)).length).toBe(poison.Records.length);
  });

  test("a failing feed shows, another owner's doesn't; once it is noticed, it is told by itself, once", async () => {
    const { id, receive } = await confirmedEndpoint("email");
    const feed = {
      id: named("failing"),
      owner: "owner",
      url: "https://a.example/",
      title: "A",
      intervalMinutes: 5,
      paused: false,
    };
    const health = feedHealthTable(world.tables.Polling);
    const failure = {
      reason: "HTTP 403",
      since: "2024-06-30T08:00:00.000Z",
      count: 3,
      notBefore: "2024-06-30T09:00:00.000Z",
    };
    await health.failing(feed, failure, null);
    await health.failing({ ...feed, id: "another's" }, failure, null);
    // A handler that starts afresh: the one above remembers the owner's feeds for some minutes.
    vi.resetModules();
    await feedTable(world.tables.Catalog).create(feed);
    const { handler } = await import("../../functions/send-summaries.ts");
    await hit("story-six");
    await handler(batchOf({ endpointId: id }));
    expect((await receive())[0]?.Message).toMatch(
      /^\d feeds, \d healthy, 1 failing since 30 Jun 2024 10:00 \(HTTP 403\)\.$/m,
    );

    await health.failing(feed, failure, failure.since);
    await queued();
    await handler(batchOf({ feedsOf: "owner" }));
    const woken = (await queued()) as { endpointId: string }[];
    const own = woken.filter(({ endpointId }) => endpointId === id);
    expect(own).toEqual([{ endpointId: id, about: "feeds" }]);
    await handler(batchOf(...own));
    await handler(batchOf(...own));
    expect((await receive()).map(({ Subject }) => Subject)).toEqual(["Feed failing: A"]);
  });
});

test("send-summaries fails at init without NEWS_TABLE", () => expectToFailWithout("NEWS_TABLE", "send-summaries"));
