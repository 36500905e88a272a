import { leaseMs } from "../../lib/alerting/claim-stories.ts";
import { sendSummary } from "../../lib/alerting/send-summary.ts";
import { Crash, type ToldWorld, toldWorld } from "./told-world.ts";

export const immediate = { every: "immediate" } as const;
export const hoursMs = (hours: number) => hours * 60 * 60 * 1000;

export function worldWith(...hits: string[]): ToldWorld {
  const world = toldWorld();
  world.subscribe(immediate);
  for (const storyId of hits) world.hit(storyId);
  return world;
}

export const send = (world: ToldWorld) => sendSummary("e1", world.ports());

/** Crashes at one effect, then retries as Lambda would, after the lease, until a call ends well. */
export async function withCrashAt(world: ToldWorld, effect: number, when: "before" | "after"): Promise<void> {
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
export async function chaos(
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
