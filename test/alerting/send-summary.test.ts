import { describe, expect, test } from "vitest";
import { leaseMs, storiesPerSummaryMax } from "../../lib/alerting/claim-stories.ts";
import type { Told } from "../../lib/alerting/delivery.ts";
import { freeFrom } from "../../lib/alerting/hold.ts";
import { sendSummary } from "../../lib/alerting/send-summary.ts";
import type { Cadence, StoryFilter, Subscription } from "../../lib/alerting/subscriber.ts";
import { Crash, carAlliances, type ToldWorld, toldWorld } from "./told-world.ts";

const immediate = { every: "immediate" } as const;
const hoursMs = (hours: number) => hours * 60 * 60 * 1000;

function worldWith(...hits: string[]): ToldWorld {
  const world = toldWorld();
  world.subscribe(immediate);
  for (const storyId of hits) world.hit(storyId);
  return world;
}

const send = (world: ToldWorld) => sendSummary("e1", world.ports());

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

describe("a correction or withdrawal", () => {
  test.each([
    ["withdrawal", "BMW × Toyota: withdrawn (partnership expanded)", '"WITHDRAWN: story1"'],
    ["correction", "BMW × Toyota: corrected (partnership expanded)", '"CORRECTED: story1"'],
  ] as const)(
    "%s: is told to whoever was told the story, once, though others reprint it",
    async (kind, subject, said) => {
      const world = worldWith("story1");
      await send(world);
      world.change("story1", kind);
      world.change("story1", kind, { source: "Abendblatt" });
      expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
      expect(world.published[1]?.subject).toBe(subject);
      expect(world.published[1]?.text).toContain(said);
      expect(await send(world)).toEqual({ kind: "nothing-new" });
      world.change("story1", kind, { source: "Morgenblatt" });
      expect(await send(world)).toEqual({ kind: "nothing-new" });
    },
  );

  test("is nothing to whoever was not told", async () => {
    const world = worldWith();
    world.hit("story1", { minutesAgo: 50 * 24 * 60 });
    world.subscriptions[0] = { ...world.subscriptions[0], createdAt: "2024-06-30T00:00:00.000Z" } as Subscription;
    world.change("story1", "withdrawal");
    expect(await send(world)).toEqual({ kind: "nothing-new" });
  });

  test("a story that was taken back before its digest isn't told", async () => {
    const world = worldWith("story1", "story2");
    world.change("story1", "withdrawal");
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
    expect(world.tellings).toEqual(["story2#1"]);
  });

  test("but one that another outlet stands by is", async () => {
    const world = worldWith("story1");
    world.change("story1", "withdrawal", { source: "Abendblatt" });
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
    expect(world.published[0]?.subject).not.toContain("withdrawn");
    expect(await send(world)).toEqual({ kind: "nothing-new" });
  });

  test("is told though the subscription wants other stories only, and with a new fact as one", async () => {
    const world = worldWith("story1");
    await send(world);
    world.hit("story1", { revision: 2 });
    world.change("story1", "correction", { revision: 2 });
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
    world.subscriptions.splice(0, 1);
    world.subscribe(immediate, { only: { stages: ["ended"] } });
    world.change("story1", "withdrawal", { revision: 2 });
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
  });

  test.each(["correction", "withdrawal"] as const)(
    "that comes with or after a new fact which the subscription doesn't want (%s) is told, once",
    async (kind) => {
      for (const together of [true, false]) {
        const world = toldWorld();
        world.subscribe(immediate, { only: { stages: ["agreed"] } });
        world.hit("story1", { facts: { stage: "agreed" }, source: { stage: "agreed" } });
        expect(await send(world)).toMatchObject({ kind: "sent" });
        world.hit("story1", { revision: 2, facts: { stage: "denied" }, source: { stage: "denied" } });
        if (!together) expect(await send(world)).toEqual({ kind: "nothing-new" });
        world.change("story1", kind, { revision: 2 });
        expect([together, await send(world)]).toMatchObject([together, { kind: "sent", stories: 1 }]);
        expect(world.published[1]?.text).toMatch(/(CORRECTED|WITHDRAWN): partnership DENIED \(was agreed\)/);
        expect(await send(world)).toEqual({ kind: "nothing-new" });
        world.subscriptions.splice(0, 1);
        world.subscribe(immediate);
        // Its words showed that fact.
        expect(await send(world)).toEqual({ kind: "nothing-new" });
      }
    },
  );

  test("a crash at any effect tells it twice at most, and leaves none", async () => {
    for (let effect = 1; effect < 20; effect += 1) {
      for (const when of ["before", "after"] as const) {
        const world = worldWith("story1");
        await send(world);
        world.change("story1", "withdrawal");
        world.effects = 0;
        await withCrashAt(world, effect, when);
        world.fate = () => null;
        const repeats = world.claims.get("story1 withdrawal#1")?.attempts ?? 0;
        expect([effect, when, world.claims.get("story1 withdrawal#1")?.state]).toEqual([effect, when, "sent"]);
        expect([effect, when, world.published.length - 1]).toSatisfy(() => world.published.length - 1 <= repeats);
      }
    }
  });
});

describe("an embargo", () => {
  const life = [{ kind: "embargo" as const, until: "2024-07-01T13:00:00.000Z" }];

  test("holds the news until its end, and what it says out of others' stories", async () => {
    const world = worldWith();
    world.hit("story1", { minutesAgo: -180, source: { life, sentence: "Held back." } });
    expect(await send(world)).toEqual({ kind: "nothing-new" });
    world.hit("story1", {
      source: { itemId: "free", sentence: "Free to tell.", firstSeenAt: "2024-07-01T12:59:00.000Z" },
    });
    expect(await send(world)).toMatchObject({ kind: "sent" });
    expect(world.published[0]?.text).toContain("Free to tell.");
    expect(world.published[0]?.text).not.toContain("Held back.");
  });

  test("of ten days is told at its end by whatever wakes the endpoint, though much was told meanwhile", async () => {
    const world = worldWith();
    world.hit("story1", { minutesAgo: -10 * 24 * 60 });
    for (let day = 0; day < 10; day += 1) {
      world.hit(`other${day}`);
      expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
      expect(world.claims.has("story1#1")).toBe(false);
      world.nowMs += hoursMs(24);
    }
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
    expect(world.claims.get("story1#1")?.state).toBe("sent");
  });
});

describe("a digest with nothing to tell", () => {
  const sixPm = Date.parse("2024-07-01T16:00:00.000Z");
  /** A daily digest at 18:00, just due. */
  function digestWorld(wish: { whenEmpty?: "say-so" } = { whenEmpty: "say-so" }): ToldWorld {
    const world = toldWorld();
    world.subscribe({ every: "day", at: "18:00" }, wish);
    world.nowMs = sixPm;
    return world;
  }

  test("says so once, if it is to", async () => {
    const world = digestWorld();
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 0 });
    expect(world.published[0]).toMatchObject({ subject: "Nothing new on Car alliances" });
    expect(world.published[0]?.text).toBe("Car alliances: nothing new since 1 Jun 02:00.\n2 feeds, all healthy.\n");
    expect(await send(world)).toEqual({ kind: "nothing-new" });
    world.nowMs += hoursMs(24);
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 0 });
    expect(world.published[1]?.text).toContain("nothing new since Mon 18:00");
  });

  test("says nothing if it isn't", async () => {
    expect(await send(digestWorld({}))).toEqual({ kind: "nothing-new" });
  });

  test("that had news says nothing afterwards", async () => {
    const world = digestWorld();
    world.hit("story1");
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
    expect(world.published[0]?.text).not.toContain("othing new");
    expect(await send(world)).toEqual({ kind: "nothing-new" });
  });

  test("beside one with news is a line of it", async () => {
    const world = digestWorld();
    world.watchlists.set("w2", { ...carAlliances, id: "w2", name: "Suppliers" });
    world.subscribe({ every: "day", at: "18:00" }, { watchlistId: "w2", whenEmpty: "say-so" });
    world.hit("story1");
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
    expect(world.published[0]?.text).toContain("\nNothing new on Suppliers.\n");
    expect(await send(world)).toEqual({ kind: "nothing-new" });
  });

  test("that was due before its subscription began, or half a day ago, says nothing", async () => {
    const world = digestWorld();
    world.nowMs = sixPm + hoursMs(12) + 60_000;
    expect(await send(world)).toEqual({ kind: "nothing-new" });
    const fresh = toldWorld();
    fresh.subscribe({ every: "day", at: "18:00" }, { whenEmpty: "say-so", createdAt: "2024-07-01T16:30:00.000Z" });
    fresh.nowMs = sixPm + hoursMs(1);
    expect(await send(fresh)).toEqual({ kind: "nothing-new" });
  });

  test("survives a crash at any effect", async () => {
    for (let effect = 1; effect < 14; effect += 1) {
      for (const when of ["before", "after"] as const) {
        const world = digestWorld();
        await withCrashAt(world, effect, when);
        const [claim] = [...world.claims.values()];
        expect([effect, when, claim?.state]).toEqual([effect, when, "sent"]);
        expect([effect, when, world.published.length]).toSatisfy(
          () => world.published.length <= (claim?.attempts ?? 0),
        );
      }
    }
  });
});

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

test("the watermark stays where a story is left to another call", async () => {
  const world = worldWith("story1", "story2");
  world.fate = () => (world.claims.size > 0 ? "before" : null);
  await expect(send(world)).rejects.toThrow(Crash);
  expect([...world.claims.keys()]).toEqual(["story1#1"]);
  world.fate = () => null;
  world.hit("story0");
  expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
  expect(world.watermark).toBeNull();
});

test("a refusal loses nothing: told after the lease, once, and the ledger shows the refusal", async () => {
  const world = worldWith("story1");
  world.refuses = true;
  expect(await send(world)).toEqual({ kind: "refused", reason: "not today" });
  expect(await send(world)).toMatchObject({ kind: "held" });
  world.refuses = false;
  world.nowMs += leaseMs + 1;
  expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
  expect(world.claims.get("story1#1")).toMatchObject({ state: "sent", attempts: 1 });
  expect([...world.deliveries.values()].map(({ state }) => state)).toEqual(["refused", "sent"]);
});

test("a call that was thought dead doesn't publish what another took over", async () => {
  const world = worldWith("story1");
  const slow = world.ports();
  const begin = slow.ledger.deliveries.begin;
  let other: unknown;
  slow.ledger.deliveries.begin = async (delivery) => {
    world.nowMs += leaseMs + 1;
    other = await send(world);
    return begin(delivery);
  };
  expect(await sendSummary("e1", slow)).toMatchObject({ kind: "held" });
  expect(other).toMatchObject({ kind: "sent" });
  expect(world.published).toHaveLength(1);
});

/** Crashes at one effect, then retries as Lambda would, after the lease, until a call ends well. */
async function withCrashAt(world: ToldWorld, effect: number, when: "before" | "after"): Promise<void> {
  world.fate = (n) => (n === effect ? when : null);
  for (let tries = 0; tries < 4; tries += 1) {
    try {
      const { kind } = await send(world);
      if (kind === "nothing-new" || kind === "sent") return;
    } catch (fault) {
      if (!(fault instanceof Crash)) throw fault;
    }
    world.nowMs += leaseMs + 1;
  }
  throw new Error("expected the fourth try to end well");
}

async function effectsOfOneCall(): Promise<number> {
  const world = worldWith("story1", "story2");
  await send(world);
  return world.effects;
}

describe("a crash at any effect, before or after it, and a retry", async () => {
  const effects = await effectsOfOneCall();
  const places = Array.from({ length: effects }, (_, n) => [n + 1, "before"] as const).flatMap(([effect]) => [
    [effect, "before"] as const,
    [effect, "after"] as const,
  ]);

  test("there are effects to crash at", () => {
    expect(effects).toBeGreaterThan(12);
  });

  test.each(places)("email, effect %i, %s: told at least once, twice only as the ledger says", async (effect, when) => {
    const world = worldWith("story1", "story2");
    await withCrashAt(world, effect, when);
    const told = world.published.map(({ text }) => text).join("\n");
    expect(told).toContain("2 stories");
    const attempts = [...world.claims.values()].map((claim) => claim.attempts);
    expect(attempts).toEqual([attempts[0], attempts[0]]);
    expect(world.published.length).toBeLessThanOrEqual(attempts[0] ?? 0);
    expect(attempts[0]).toBeLessThanOrEqual(2);
    expect([...world.claims.values()].every(({ state }) => state === "sent")).toBe(true);
    expect(await send(world)).toEqual({ kind: "nothing-new" });
  });

  test.each(places)(
    "SMS, effect %i, %s: told at most once, and if perhaps not at all the ledger says so",
    async (effect, when) => {
      const world = worldWith("story1", "story2");
      world.endpoint.channel = "sms";
      await withCrashAt(world, effect, when);
      expect(world.published.length).toBeLessThanOrEqual(1);
      const states = new Set([...world.claims.values()].map(({ state }) => state));
      if (world.published.length === 0) expect([...states]).toEqual(["unknown"]);
      expect(states.has("claimed")).toBe(false);
      expect(await send(world)).toEqual({ kind: "nothing-new" });
    },
  );

  test("one place alone repeats an email: between the publish and its record", async () => {
    const repeated: string[] = [];
    for (const [effect, when] of places) {
      const world = worldWith("story1", "story2");
      await withCrashAt(world, effect, when);
      if (world.published.length > 1) repeated.push(`${effect} ${when}`);
    }
    const [publish] = repeated;
    const effect = Number(publish?.split(" ")[0]);
    expect(repeated).toEqual([`${effect} after`, `${effect + 1} before`]);
  });

  test("an email whose outcome is unknown twice is not sent a third time", async () => {
    const world = worldWith("story1");
    let crashes = 0;
    const crashing = () => {
      const ports = world.ports();
      ports.publisher.publish = async () => {
        crashes += 1;
        throw new Crash("no answer");
      };
      return ports;
    };
    for (let n = 0; n < 4; n += 1) {
      await sendSummary("e1", crashing()).catch((fault) => expect(fault).toBeInstanceOf(Crash));
      world.nowMs += leaseMs + 1;
    }
    expect(crashes).toBe(2);
    expect(world.claims.get("story1#1")).toMatchObject({ state: "unknown", attempts: 2 });
  });
});

/** mulberry32: the same seed, the same numbers. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Calls that overlap, some of which die, while stories go on; then quiet, until nothing is left. */
async function chaos(
  seed: number,
  channel: "email" | "sms",
  prepare: (world: ToldWorld) => void = () => {},
): Promise<ToldWorld> {
  const random = randomFrom(seed);
  const world = toldWorld(channel);
  prepare(world);
  world.subscribe(immediate);
  world.pause = async () => {
    for (let turns = Math.floor(random() * 6); turns > 0; turns -= 1) await null;
  };
  world.fate = () => (random() < 0.02 ? (random() < 0.5 ? "before" : "after") : null);
  const revisions = new Map<string, number>();
  for (let round = 0; round < 6; round += 1) {
    const storyId = `story${Math.floor(random() * 4)}`;
    revisions.set(storyId, (revisions.get(storyId) ?? 0) + 1);
    world.hit(storyId, { revision: revisions.get(storyId) ?? 1 });
    const calls = Array.from({ length: 1 + Math.floor(random() * 3) }, () => send(world));
    for (const settled of await Promise.allSettled(calls)) {
      if (settled.status === "rejected" && !(settled.reason instanceof Crash)) throw settled.reason;
    }
    world.nowMs += random() < 0.3 ? leaseMs + 1 : 30_000;
  }
  world.fate = () => null;
  for (let tries = 0; tries < 10; tries += 1) {
    world.nowMs += leaseMs + 1;
    const { kind } = await send(world);
    if (kind === "nothing-new" || kind === "on-hold") return world;
  }
  throw new Error(`seed ${seed}: expected everything to be told in the end`);
}

test.each([
  ["email", 2],
  ["sms", 1],
] as const)(
  "%s: overlapping calls that die tell each revision at most %i times, and none is left",
  async (channel, most) => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const world = await chaos(seed, channel);
      const count = ({ storyId, revision }: Told) =>
        world.tellings.filter((telling) => telling === `${storyId}#${revision}`).length;
      for (const claim of world.claims.values()) {
        expect({ seed, ...claim }).toSatisfy(() => claim.attempts <= most && count(claim) <= claim.attempts);
      }
      const stories = new Set([...world.claims.values()].map(({ storyId }) => storyId));
      expect([seed, stories.size]).not.toEqual([seed, 0]);
      for (const id of stories) {
        const claims = [...world.claims.values()].filter(({ storyId }) => storyId === id);
        const last = claims.reduce((a, b) => (a.revision > b.revision ? a : b));
        // Whoever was perhaps not told shows as unknown.
        const isSettled = last.state === "sent" ? count(last) > 0 : last.state === "unknown" && last.attempts === most;
        expect({ seed, ...last }).toSatisfy(() => isSettled);
      }
    }
  },
);
