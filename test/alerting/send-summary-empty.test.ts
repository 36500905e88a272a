import { describe, expect, test } from "vitest";
import { hoursMs, send, withCrashAt } from "./sending.ts";
import { carAlliances, type ToldWorld, toldWorld } from "./told-world.ts";

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
