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
