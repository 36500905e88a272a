import { describe, expect, test } from "vitest";
import { leaseMs } from "../../lib/alerting/claim-stories.ts";
import type { Told } from "../../lib/alerting/delivery.ts";
import { sendSummary } from "../../lib/alerting/send-summary.ts";
import { chaos, send, withCrashAt, worldWith } from "./sending.ts";
import { Crash } from "./told-world.ts";

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
