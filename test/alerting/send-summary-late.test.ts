import { describe, expect, test } from "vitest";
import { freeFrom } from "../../lib/alerting/hold.ts";
import type { Cadence, StoryFilter } from "../../lib/alerting/subscriber.ts";
import { hoursMs, immediate, send, worldWith } from "./sending.ts";
import { type ToldWorld, toldWorld } from "./told-world.ts";

describe("late news", () => {
  const late = (world: ToldWorld) => world.published.at(-1)?.text.match(/Late, .*/)?.[0];

  test("after sending had stopped says so; on time it says nothing", async () => {
    const world = worldWith("story1");
    await send(world);
    expect(late(world)).toBeUndefined();
    world.hit("story2", { minutesAgo: 180 });
    await send(world);
    expect(late(world)).toBe("Late, because it could not be sent when it was due, Mon 09:00.");
  });

  test("after its feed was back says since when it was gone", async () => {
    const world = worldWith();
    const gone = {
      feedId: "f1",
      title: "Pressedienst",
      from: "2024-07-01T05:00:00.000Z",
      until: "2024-07-01T09:59:00.000Z",
    };
    world.recovered.push(gone);
    world.hit("story1", { source: { publishedAt: "2024-07-01T06:00:00.000Z" } });
    await send(world);
    expect(late(world)).toBe("Late, because its feed brought nothing from Mon 07:00 to Mon 11:59.");
  });

  test("after we were away says from when to when", async () => {
    const world = worldWith();
    world.outages.push({ from: "2024-07-01T05:00:00.000Z", until: "2024-07-01T09:59:00.000Z" });
    world.hit("story1", { source: { publishedAt: "2024-07-01T06:00:00.000Z" } });
    await send(world);
    expect(late(world)).toBe("Late, because Tieup did not run from Mon 07:00 to Mon 11:59.");
    world.hit("story2", { source: { publishedAt: "2024-07-01T09:50:00.000Z" } });
    await send(world);
    expect(late(world)).toBeUndefined();
  });

  test("of a digest that did not go out says when that was due; on time it says nothing", async () => {
    const world = toldWorld();
    world.subscribe({ every: "day", at: "18:00" });
    world.hit("story1");
    world.nowMs = Date.parse("2024-07-02T17:30:00.000Z");
    world.hit("story2", { minutesAgo: 180 });
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 2 });
    expect(world.published[0]?.text.match(/Late, .*/g)).toEqual([
      "Late, because it could not be sent when it was due, Mon 18:00.",
    ]);
  });

  test.each<[cadence: Cadence, wasDue: string]>([
    [immediate, "Mon 11:59"],
    [{ every: "hour" }, "Mon 11:59"],
    [{ every: "day", at: "18:00" }, "Mon 18:00"],
  ])("held until a late consent comes once and says so (%o)", async (cadence, wasDue) => {
    const world = toldWorld();
    world.subscribe(cadence);
    world.setState("pending");
    world.hit("story1");
    expect(await send(world)).toEqual({ kind: "not-confirmed" });
    world.nowMs = Date.parse("2024-07-04T09:00:00.000Z");
    world.hit("story2", { minutesAgo: 20 });
    world.setState("confirmed");
    expect(await send(world)).toMatchObject({ kind: "sent" });
    expect(late(world)).toBe(`Late, because it could not be sent when it was due, ${wasDue}.`);
    world.nowMs += hoursMs(24);
    await send(world);
    expect(world.tellings).toEqual(["story1#1", "story2#1"]);
    expect(world.published.map(({ text }) => text.match(/Late, /g)?.length ?? 0)[0]).toBe(1);
  });

  test("that an earlier cadence or filter held isn't late", async () => {
    const world = toldWorld();
    world.subscribe({ every: "day", at: "07:00" }, { changedAt: "2024-07-01T09:59:00.000Z" });
    world.hit("story1", { minutesAgo: 6 * 60 });
    world.nowMs = Date.parse("2024-07-02T05:00:00.000Z");
    await send(world);
    expect([world.published.length, late(world)]).toEqual([1, undefined]);
  });

  test.each<[sentence: string, filter: StoryFilter, late: string | undefined]>([
    ["a stage", { stages: ["expanded"] }, "Late, because it could not be sent when it was due, Mon 09:00."],
    ["parties", { parties: ["bmw"] }, "Late, because it could not be sent when it was due, Mon 09:00."],
    ["so many sources, for which it may have waited, is not known to be", { sourcesMin: 1 }, undefined],
  ])("wanted for %s", async (_, only, said) => {
    const world = toldWorld();
    world.subscribe(immediate, { only });
    world.hit("story1", { minutesAgo: 180 });
    await send(world);
    expect([world.published.length, late(world)]).toEqual([1, said]);
  });

  test.each<[sentence: string, wishes: Partial<ToldWorld["subscriber"]>, wasDue: string]>([
    ["quiet hours", { quietHours: { from: "11:00", to: "13:00" } }, "Mon 13:00"],
    ["a pause", { pausedUntil: "2024-07-03" }, "Wed 00:00"],
    ["both", { pausedUntil: "2024-07-03", quietHours: { from: "22:00", to: "07:00" } }, "Wed 07:00"],
  ])("that %s held is late from their end on", async (_, wishes, wasDue) => {
    for (const hoursLater of [1.9, 2.1]) {
      const world = worldWith("story1");
      Object.assign(world.subscriber, wishes);
      world.nowMs = freeFrom(world.subscriber, world.nowMs) + hoursMs(hoursLater);
      expect(await send(world)).toMatchObject({ kind: "sent" });
      const said = `Late, because it could not be sent when it was due, ${wasDue}.`;
      expect([hoursLater, late(world)]).toEqual([hoursLater, hoursLater > 2 ? said : undefined]);
    }
  });

  test("that a day's limit held is late only after the next morning", async () => {
    for (const [then, said] of [
      ["2024-07-02T07:59:00.000Z", undefined],
      ["2024-07-02T08:01:00.000Z", "Late, because it could not be sent when it was due, Tue 08:00."],
    ] as const) {
      const world = worldWith("story1");
      world.subscriber.messagesPerDayMax = 1;
      await send(world);
      world.hit("story2");
      expect(await send(world)).toEqual({ kind: "on-hold", because: "daily-limit" });
      world.nowMs = Date.parse(then);
      await send(world);
      expect([world.published.length, late(world)]).toEqual([2, said]);
    }
  });

  test.each<[sentence: string, before: Partial<ToldWorld["subscriber"]>, after: Partial<ToldWorld["subscriber"]>]>([
    ["a pause that is taken back", { pausedUntil: "2024-07-20" }, { pausedUntil: undefined }],
    ["quiet hours that are", { quietHours: { from: "11:00", to: "10:00" } }, { quietHours: undefined }],
    ["a zone that is another", { pausedUntil: "2024-07-04" }, { timeZone: "Asia/Tokyo", pausedUntil: undefined }],
  ])("that %s held says so, and not that it could not be sent", async (_, before, after) => {
    for (const [hours, said] of [
      [50, "Late, because it was held until your settings changed, "],
      [1, undefined],
    ] as const) {
      const world = worldWith("story1");
      Object.assign(world.subscriber, before);
      expect(await send(world)).toMatchObject({ kind: "on-hold" });
      world.nowMs += hoursMs(hours);
      Object.assign(world.subscriber, after, { wishesChangedAt: new Date(world.nowMs).toISOString() });
      world.nowMs += 60_000;
      expect(await send(world)).toMatchObject({ kind: "sent" });
      expect(late(world)?.slice(0, said?.length)).toBe(said);
    }
  });

  test("that was held before a change, and not sent for hours after it, says since when it should have been", async () => {
    const world = worldWith("story1");
    world.nowMs += hoursMs(5);
    world.subscriber.wishesChangedAt = new Date(world.nowMs).toISOString();
    world.nowMs += hoursMs(3);
    await send(world);
    expect(late(world)).toBe("Late, because it could not be sent when it was due, Mon 17:00.");
  });

  test("a digest whose zone was changed after its time in the new one isn't late", async () => {
    const world = toldWorld();
    world.subscribe({ every: "day", at: "12:30" });
    world.hit("story1", { minutesAgo: 60 });
    // It was to come at 10:30 UTC; in London 12:30 comes an hour later, and is told then.
    world.nowMs = Date.parse("2024-07-01T10:20:00.000Z");
    Object.assign(world.subscriber, { timeZone: "Europe/London", wishesChangedAt: "2024-07-01T10:20:00.000Z" });
    world.nowMs = Date.parse("2024-07-01T11:30:20.000Z");
    expect(await send(world)).toMatchObject({ kind: "sent" });
    expect(late(world)).toBeUndefined();
  });

  test("that present quiet hours held longer is held, and not by a change", async () => {
    const world = worldWith("story1");
    world.subscriber.quietHours = { from: "11:00", to: "19:00" };
    world.nowMs += hoursMs(4);
    const wishesChangedAt = new Date(world.nowMs).toISOString();
    Object.assign(world.subscriber, { quietHours: { from: "11:00", to: "20:00" }, wishesChangedAt });
    world.nowMs = Date.parse("2024-07-01T18:00:10.000Z");
    await send(world);
    expect(world.published[0]?.text).toContain("1 held in your quiet hours (11:00–20:00).");
    expect(late(world)).toBeUndefined();
  });

  test("that quiet hours or a weekend held isn't late", async () => {
    const world = toldWorld();
    world.subscribe({ every: "immediate", workdaysOnly: true });
    world.nowMs = Date.parse("2024-07-06T10:00:00.000Z");
    world.hit("story1");
    world.nowMs = Date.parse("2024-07-07T23:00:00.000Z");
    await send(world);
    expect([world.published.length, late(world)]).toEqual([1, undefined]);
  });
});
