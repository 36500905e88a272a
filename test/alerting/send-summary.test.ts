import { describe, expect, test } from "vitest";
import { storiesPerSummaryMax } from "../../lib/alerting/claim-stories.ts";
import { sendSummary } from "../../lib/alerting/send-summary.ts";
import type { StoryFilter } from "../../lib/alerting/subscriber.ts";
import { hoursMs, immediate, send, worldWith } from "./sending.ts";
import { carAlliances, toldWorld } from "./told-world.ts";

describe("what is told", () => {
  test("all that is new, as one message to the endpoint's topic", async () => {
    const world = worldWith("story1", "story2");
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 2, more: false });
    expect(world.published).toHaveLength(1);
    expect(world.published[0]).toMatchObject({ channel: "email", topicArn: "arn:1" });
    expect(world.published[0]?.text).toContain("Car alliances · 2 stories");
  });

  test("nothing a second time", async () => {
    const world = worldWith("story1");
    await send(world);
    expect(await send(world)).toEqual({ kind: "nothing-new" });
    expect(world.published).toHaveLength(1);
  });

  test("nothing a second time though the watermark is lost: only the ledger decides what is new", async () => {
    const world = worldWith("story1");
    await send(world);
    world.watermark = null;
    expect(await send(world)).toEqual({ kind: "nothing-new" });
  });

  test("a hit that was stored late, with a time before the watermark", async () => {
    const world = worldWith("story1");
    await send(world);
    world.hit("story2", { minutesAgo: 71 * 60 });
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
  });

  test("nothing from before the subscription began", async () => {
    const world = toldWorld();
    world.subscribe(immediate, { createdAt: "2024-07-01T09:30:00.000Z" });
    world.hit("story1", { minutesAgo: 31 });
    expect(await send(world)).toEqual({ kind: "nothing-new" });
    world.hit("story2", { minutesAgo: 29 });
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
  });

  test("of a story's revisions only the newest, once, and what is new in it", async () => {
    const world = worldWith();
    world.hit("story1", { revision: 1, source: { stage: "agreed" } });
    await send(world);
    world.hit("story1", { revision: 2, source: { stage: "agreed" } });
    world.hit("story1", { revision: 3, source: { stage: "expanded" } });
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
    expect(world.published[1]?.text).toContain("partnership EXPANDED (was agreed)");
    expect([...world.claims.keys()]).toEqual(["story1#1", "story1#3"]);
    expect(await send(world)).toEqual({ kind: "nothing-new" });
  });

  test("a revision that the story has before its hit is written: the words show it, so it isn't told again", async () => {
    const world = toldWorld();
    world.subscribe({ every: "immediate" });
    world.hit("a", { revision: 1, minutesAgo: 5 });
    world.hit("a", { revision: 2, watchlistId: "written later" });
    await sendSummary("e1", world.ports());
    world.hit("a", { revision: 2 });
    expect(await sendSummary("e1", world.ports())).toEqual({ kind: "nothing-new" });
    expect(world.tellings).toEqual(["a#2"]);
  });

  test("a story that two watchlists hit, once, naming both", async () => {
    const world = worldWith("story1");
    world.watchlists.set("w2", { ...carAlliances, id: "w2", name: "Suppliers" });
    world.subscribe(immediate, { watchlistId: "w2" });
    world.hit("story1", { watchlistId: "w2" });
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
    expect(world.published[0]?.text).toContain('"BMW", "Toyota" on Car alliances; "BMW", "Toyota" on Suppliers');
  });

  test("more than one summary holds, in two", async () => {
    const world = worldWith(...Array.from({ length: storiesPerSummaryMax + 1 }, (_, n) => `story${n}`));
    expect(await send(world)).toMatchObject({ kind: "sent", stories: storiesPerSummaryMax, more: true });
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1, more: false });
  });

  test("a daily subscription's news at its time and not with what is immediate", async () => {
    const world = worldWith("story1");
    world.watchlists.set("w2", { ...carAlliances, id: "w2", name: "Suppliers" });
    world.subscribe({ every: "day", at: "18:00" }, { watchlistId: "w2" });
    world.hit("story2", { watchlistId: "w2" });
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
    world.nowMs = Date.parse("2024-07-01T16:00:00.000Z");
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
    expect(world.published[1]?.text).toContain("Suppliers · 1 story");
  });

  test("a weekly subscription's whole week, though others moved on meanwhile", async () => {
    const world = worldWith("story1");
    world.watchlists.set("w2", { ...carAlliances, id: "w2" });
    world.subscribe({ every: "week", on: "sunday", at: "08:00" }, { watchlistId: "w2" });
    world.hit("story2", { watchlistId: "w2" });
    await send(world);
    world.nowMs = Date.parse("2024-07-05T10:00:00.000Z");
    world.hit("story3");
    await send(world);
    world.nowMs = Date.parse("2024-07-07T06:00:00.000Z");
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
  });
});

describe("who is told", () => {
  test.each(["pending", "unsubscribed"] as const)("nobody %s; the news waits for the confirmation", async (state) => {
    const world = worldWith("story1");
    world.setState(state);
    expect(await send(world)).toEqual({ kind: "not-confirmed" });
    world.nowMs += hoursMs(100);
    world.setState("confirmed");
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
  });

  test("nobody who isn't there", async () => {
    expect(await sendSummary("e2", worldWith("story1").ports())).toEqual({ kind: "unknown-endpoint" });
  });
});

/** Words that are no copy of another outlet's. */
const reportOf = (outlet: string) => ({ title: `${outlet} reports`, sentence: `${outlet} has heard of it by itself.` });

describe("a subscription for some stories only", () => {
  const only = async (filter: StoryFilter, ...sources: string[]) => {
    const world = toldWorld();
    world.subscribe(immediate, { only: filter });
    for (const source of sources) world.hit("story1", { source: { source, itemId: source, ...reportOf(source) } });
    return { world, outcome: await send(world) };
  };

  // The story's parties are BMW and Toyota, its stage is "expanded".
  test.each<[sentence: string, filter: StoryFilter, sources: string[], told: boolean]>([
    ["of its stage", { stages: ["agreed", "expanded"] }, ["dpa"], true],
    ["of another stage", { stages: ["ended"] }, ["dpa"], false],
    ["with a party of it", { parties: ["toyota", "ford"] }, ["dpa"], true],
    ["with another party", { parties: ["ford"] }, ["dpa"], false],
    ["of two sources", { sourcesMin: 2 }, ["dpa", "Reuters"], true],
    ["of two sources, when it has one", { sourcesMin: 2 }, ["dpa"], false],
    ["where one of two things holds", { stages: ["expanded"], parties: ["ford"] }, ["dpa"], false],
    ["where nothing is said", {}, ["dpa"], true],
  ])("%s", async (_, filter, sources, told) => {
    expect((await only(filter, ...sources)).outcome.kind).toBe(told ? "sent" : "nothing-new");
  });

  test("tells it as soon as it is what is wanted", async () => {
    const { world } = await only({ sourcesMin: 2 }, "dpa");
    world.nowMs += hoursMs(20);
    await send(world);
    world.hit("story1", { source: { source: "Reuters", itemId: "second", ...reportOf("Reuters") } });
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
  });

  test("a watchlist's rule can want two sources, whoever subscribes and asks for fewer", async () => {
    const world = toldWorld();
    world.watchlists.set("w1", { ...carAlliances, rule: { ...carAlliances.rule, minSources: 2 } });
    world.subscribe(immediate, { only: { sourcesMin: 1 } });
    world.hit("story1", { source: { source: "dpa", itemId: "first" } });
    expect((await send(world)).kind).toBe("nothing-new");
    world.hit("story1", { source: { source: "Reuters", itemId: "second", ...reportOf("Reuters") } });
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
  });

  test("doesn't narrow another subscription", async () => {
    const world = worldWith("story1");
    world.watchlists.set("w2", { ...carAlliances, id: "w2", name: "Suppliers" });
    world.subscribe(immediate, { watchlistId: "w2", only: { stages: ["ended"] } });
    world.hit("story1", { watchlistId: "w2" });
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
    expect(world.published[0]?.text).not.toContain("Suppliers");
  });
});

test("an SMS has as many parts as its subscriber allows, one by default", async () => {
  const lengthFor = async (smsPartsMax: number | undefined) => {
    const world = toldWorld("sms");
    world.subscribe(immediate);
    world.subscriber.smsPartsMax = smsPartsMax;
    world.hit("story1", { source: { link: `https://wire.example/${"x".repeat(200)}` } });
    await send(world);
    return world.published[0]?.text.length ?? 0;
  };
  expect(await lengthFor(undefined)).toBeLessThan(160);
  expect(await lengthFor(2)).toBeGreaterThan(200);
});

test("an evaluation without news writes nothing, but a watermark that lags", async () => {
  const world = worldWith("story1");
  await send(world);
  const { watermark } = world;
  world.nowMs += hoursMs(11);
  await send(world);
  expect(world.watermark).toEqual(watermark);
  world.nowMs += hoursMs(2);
  await send(world);
  expect(world.watermark).not.toEqual(watermark);
  expect(world.watermark?.lastSentAt).toBe(watermark?.lastSentAt);
});
