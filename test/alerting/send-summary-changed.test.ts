import { describe, expect, test } from "vitest";
import { leaseMs } from "../../lib/alerting/claim-stories.ts";
import type { Cadence, Subscription } from "../../lib/alerting/subscriber.ts";
import { hoursMs, immediate, send, withCrashAt, worldWith } from "./sending.ts";
import { Crash, carAlliances, type ToldWorld, toldWorld } from "./told-world.ts";

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

  test.each(["withdrawal", "correction"] as const)(
    "%s: is as late as it is itself, however long ago the story was due, held or late",
    async (kind) => {
      const world = toldWorld();
      world.subscriber.quietHours = { from: "09:00", to: "11:30" };
      world.subscribe(immediate);
      world.recovered.push({
        feedId: "f",
        title: "Pressedienst",
        from: "2024-07-01T01:00:00.000Z",
        until: "2024-07-01T09:00:00.000Z",
      });
      world.hit("story1", { minutesAgo: 59, source: { publishedAt: "2024-07-01T02:00:00.000Z" } });
      await send(world);
      expect(world.published[0]?.text).toMatch(/1 held in your quiet hours[\s\S]*Late, because its feed/);
      world.nowMs += hoursMs(5);
      world.change("story1", kind);
      world.nowMs += 90_000;
      await send(world);
      expect(world.published[1]?.text).not.toMatch(/Late|held/);
      world.change("story1", kind === "withdrawal" ? "correction" : "withdrawal");
      const due = new Date(world.nowMs);
      world.nowMs += hoursMs(3);
      await send(world);
      expect(world.published[2]?.text).toContain(
        `Late, because it could not be sent when it was due, Mon ${due.getUTCHours() + 2}:01.`,
      );
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

  test("nor is what its outlet told beside it, but what it tells afterwards is", async () => {
    const world = worldWith("story1");
    world.hit("story1");
    world.change("story1", "withdrawal");
    expect(await send(world)).toEqual({ kind: "nothing-new" });
    world.nowMs += 10 * 60_000;
    world.hit("story1");
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
    expect(world.published[0]?.subject).not.toContain("withdrawn");
    expect(await send(world)).toEqual({ kind: "nothing-new" });
  });

  test("of a source from before it was kept when its wording was seen, a withdrawal takes back whatever its outlet told", async () => {
    const world = worldWith();
    world.hit("story1", { keepsSeenAt: false });
    world.change("story1", "withdrawal");
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

  const later = (cadence: Cadence, watchlistId = "w1") => ({
    ...{ watchlistId, endpointId: "e1", subscriberId: "s1", cadence },
    createdAt: "2024-07-01T10:30:00.000Z",
  });

  test.each(["correction", "withdrawal"] as const)(
    "%s: comes once to whoever changed to another watchlist about a party of it, by that one",
    async (kind) => {
      const world = worldWith("story1");
      world.watchlists.set("w2", { ...carAlliances, id: "w2", name: "Bavaria" });
      await send(world);
      world.nowMs += hoursMs(1);
      world.subscriptions.splice(0, 1, later(immediate, "w2"));
      for (const watchlistId of ["w1", "w2"]) world.change("story1", kind, { watchlistId });
      expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
      expect(world.published[1]?.text).toMatch(/^Bavaria · /);
      expect(await send(world)).toEqual({ kind: "nothing-new" });
    },
  );

  test("comes once, at its time, to whoever changed their cadence, and to whoever hears of it by two watchlists", async () => {
    const world = worldWith("story1");
    world.watchlists.set("w2", { ...carAlliances, id: "w2", name: "Bavaria" });
    await send(world);
    const daily = { every: "day", at: "18:00" } as const;
    const changedAt = new Date(world.nowMs).toISOString();
    world.subscriptions.splice(0, 1, { ...(world.subscriptions[0] as Subscription), cadence: daily, changedAt });
    world.subscribe(daily, { watchlistId: "w2" });
    for (const watchlistId of ["w1", "w2"]) world.change("story1", "correction", { watchlistId });
    expect(await send(world)).toEqual({ kind: "nothing-new" });
    world.nowMs = Date.parse("2024-07-01T16:00:30.000Z");
    expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
    expect(await send(world)).toEqual({ kind: "nothing-new" });
  });

  test("doesn't come to whoever unsubscribed, from the watchlist or as a whole; nor when they are back", async () => {
    for (const leave of [
      (world: ToldWorld) => void world.subscriptions.splice(0, 1),
      (world: ToldWorld) => world.setState("unsubscribed"),
    ]) {
      const world = worldWith("story1");
      await send(world);
      world.nowMs += 60_000;
      leave(world);
      world.change("story1", "correction");
      expect((await send(world)).kind).toMatch(/nothing-new|not-confirmed/);
      world.nowMs += hoursMs(1);
      world.setState("confirmed");
      world.subscriptions.splice(0, 1, later(immediate));
      expect(await send(world)).toEqual({ kind: "nothing-new" });
      expect(world.published).toHaveLength(1);
    }
  });

  test("is told as one to whoever was told by a call that died before it could say so; the news isn't told again", async () => {
    for (const kind of ["correction", "withdrawal"] as const) {
      for (const revision of [1, 2]) {
        const world = worldWith("story1");
        world.fate = () => (world.deliveries.values().next().value?.state === "sent" ? "before" : null);
        await expect(send(world)).rejects.toThrow(Crash);
        world.fate = () => null;
        expect([world.published.length, world.claims.get("story1#1")?.state]).toEqual([1, "claimed"]);
        if (revision > 1) world.hit("story1", { revision });
        world.change("story1", kind, { revision });
        // Until its lease runs out it may be at work.
        expect((await send(world)).kind).toBe("held");
        world.nowMs += leaseMs + 1;
        expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
        expect(world.published[1]?.subject).toContain(kind === "correction" ? ": corrected (" : ": withdrawn (");
        expect(world.tellings).toEqual([
          "story1#1",
          ...(revision > 1 ? ["story1#2"] : []),
          `story1 ${kind}#${revision}`,
        ]);
        expect(world.claims.get("story1#1")?.state).toBe("sent");
        expect(await send(world)).toEqual({ kind: "nothing-new" });
      }
    }
  });

  test("is told, in place of a repeat, to whoever may have been told", async () => {
    for (const kind of ["correction", "withdrawal"] as const) {
      const world = worldWith("story1");
      world.fate = () => (world.published.length > 0 ? "before" : null);
      await expect(send(world)).rejects.toThrow(Crash);
      world.fate = () => null;
      world.change("story1", kind);
      world.nowMs += leaseMs + 1;
      expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
      expect(world.tellings).toEqual(["story1#1", `story1 ${kind}#1`]);
      expect(world.published[1]?.subject).toContain(kind === "correction" ? ": corrected (" : ": withdrawn (");
      expect(world.claims.get("story1#1")).toMatchObject({ state: "unknown", attempts: 1 });
      expect(await send(world)).toEqual({ kind: "nothing-new" });
    }
  });

  test("is told to whoever may have been told, though a repeat of it was begun and died before it published", async () => {
    for (const kind of ["correction", "withdrawal"] as const) {
      const world = worldWith("story1");
      world.fate = () => (world.published.length > 0 ? "before" : null);
      await expect(send(world)).rejects.toThrow(Crash);
      world.nowMs += leaseMs + 1;
      world.fate = () => (world.claims.get("story1#1")?.attempts === 2 ? "before" : null);
      await expect(send(world)).rejects.toThrow(Crash);
      expect(world.tellings).toEqual(["story1#1"]);
      world.fate = () => null;
      world.change("story1", kind);
      world.nowMs += leaseMs + 1;
      expect(await send(world)).toMatchObject({ kind: "sent", stories: 1 });
      expect(world.tellings).toEqual(["story1#1", `story1 ${kind}#1`]);
      expect(await send(world)).toEqual({ kind: "nothing-new" });
    }
  });

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

test("news that is filed ten days ahead, as under embargo by earlier releases, is told when it is due, though much was told meanwhile", async () => {
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
