import { describe, expect, test } from "vitest";
import { chaos, hoursMs, send, worldWith } from "./sending.ts";
import { type ToldWorld, toldWorld } from "./told-world.ts";

describe("when nothing is delivered", () => {
  const night = { from: "22:00", to: "07:00" };

  test("in quiet hours news waits; the next summary has it all, once, and says what was held", async () => {
    const world = worldWith();
    world.subscriber.quietHours = night;
    world.nowMs = Date.parse("2024-07-01T21:00:00.000Z");
    world.hit("story1");
    world.hit("story2");
    expect(await send(world)).toEqual({ kind: "on-hold", because: "quiet-hours" });
    expect([world.claims.size, world.published.length, world.watermark]).toEqual([0, 0, null]);
    world.nowMs = Date.parse("2024-07-02T05:01:00.000Z");
    world.hit("story3", { minutesAgo: 0 });
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 3 });
    expect(world.published[0]?.text).toContain("\n2 held in your quiet hours (22:00–07:00).\n");
    expect(await send(world)).toEqual({ kind: "nothing-new" });
  });

  test("by day nothing is said of quiet hours", async () => {
    const world = worldWith("story1");
    world.subscriber.quietHours = night;
    await send(world);
    expect(world.published[0]?.text).not.toContain("quiet");
  });

  test("a digest that was due in quiet hours comes after them", async () => {
    const world = toldWorld();
    world.subscriber.quietHours = night;
    world.subscribe({ every: "day", at: "06:00" });
    world.hit("story1");
    world.nowMs = Date.parse("2024-07-02T04:00:00.000Z");
    expect(await send(world)).toMatchObject({ kind: "on-hold" });
    world.nowMs = Date.parse("2024-07-02T05:00:00.000Z");
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
    expect(world.published[0]?.text).toContain("1 held in your quiet hours (22:00–07:00).");
  });

  test("a pause of three weeks loses nothing", async () => {
    const world = worldWith("story0");
    await send(world);
    world.subscriber.pausedUntil = "2024-07-24";
    world.hit("story1");
    for (let day = 0; day < 22; day += 1) {
      expect(await send(world)).toEqual({ kind: "on-hold", because: "paused" });
      world.nowMs += hoursMs(24);
      world.hit(`later${day}`);
    }
    world.nowMs = Date.parse("2024-07-23T22:00:00.000Z");
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 23 });
    expect(world.published[1]?.text).toContain("held while you paused.");
  });

  test("for workdays only: Saturday's news comes on Monday", async () => {
    const world = toldWorld();
    world.subscribe({ every: "immediate", workdaysOnly: true });
    world.nowMs = Date.parse("2024-07-06T10:00:00.000Z");
    world.hit("story1");
    expect(await send(world)).toEqual({ kind: "nothing-new" });
    world.nowMs = Date.parse("2024-07-07T22:00:00.000Z");
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
  });
});

describe("a limit of messages a day", () => {
  /** A limit of two, of which both went out in the morning. */
  async function atLimit(): Promise<ToldWorld> {
    const world = worldWith("story1");
    world.subscriber.messagesPerDayMax = 2;
    expect(await send(world)).toMatchObject({ kind: "sent" });
    world.hit("story2");
    expect(await send(world)).toMatchObject({ kind: "sent" });
    world.hit("story3");
    expect(await send(world)).toEqual({ kind: "on-hold", because: "daily-limit" });
    expect(world.claims.has("story3#1")).toBe(false);
    return world;
  }

  test("what is above is told the next morning, as one digest that says so", async () => {
    const world = await atLimit();
    world.nowMs = Date.parse("2024-07-01T21:00:00.000Z");
    world.hit("story4");
    for (const held of ["2024-07-01T21:59:00.000Z", "2024-07-01T22:00:00.000Z", "2024-07-02T05:59:00.000Z"]) {
      world.nowMs = Date.parse(held);
      expect(await send(world)).toEqual({ kind: "on-hold", because: "daily-limit" });
    }
    world.nowMs = Date.parse("2024-07-02T06:00:00.000Z");
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 2 });
    expect(world.published[2]?.text).toContain("\n2 held since yesterday, above your limit of 2 a day.\n");
    expect(await send(world)).toEqual({ kind: "nothing-new" });
  });

  test("or with other news that comes before", async () => {
    const world = await atLimit();
    world.nowMs = Date.parse("2024-07-02T01:00:00.000Z");
    world.hit("story4");
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 2 });
    expect(world.published[2]?.text).toContain("\n1 held since yesterday");
  });

  test("whoever is not told to the limit is told at night", async () => {
    const world = worldWith("story1");
    world.subscriber.messagesPerDayMax = 2;
    await send(world);
    world.hit("story2");
    world.nowMs = Date.parse("2024-07-01T22:10:00.000Z");
    expect(await send(world)).toMatchObject({ kind: "sent" });
  });

  test("calls that overlap or die don't pass it", async () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const world = await chaos(seed, "email", (one) => {
        one.subscriber.messagesPerDayMax = 3;
      });
      const numbers = [...world.claims.values()].filter(({ storyId }) => storyId.startsWith("day "));
      const attempts = numbers.reduce((sum, claim) => sum + claim.attempts, 0);
      expect([seed, numbers.length]).toSatisfy(() => numbers.every(({ revision }) => revision <= 3));
      expect([seed, world.published.length]).toSatisfy(() => world.published.length <= attempts);
    }
  });
});
