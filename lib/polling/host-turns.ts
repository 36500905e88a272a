import { type Places, places } from "./places.ts";

/** Who may ask a host when: never more than so many requests at once, never one right after the other. */
export interface HostTurns {
  /** Waits for a turn at the host. "cooling", and no turn: the host has asked for fewer requests. */
  begin(host: string): Promise<"go" | "cooling">;
  /** The turn is over; the host wants to be left alone for `coolSeconds`. */
  end(host: string, coolSeconds: number): void;
}

export interface HostTurnsDeps {
  /** Epoch milliseconds. */
  now(): number;
  wait(ms: number): Promise<void>;
  limitsOf(host: string): HostLimits;
}

export interface HostLimits {
  /** Requests under way at once. */
  concurrent: number;
  /** Between the beginnings of two requests. */
  spacingMs: number;
}

/** Requests under way at once, over all hosts. */
export const concurrentMax = 16;
/** For strangers' hosts. */
export const politeLimits: HostLimits = { concurrent: 2, spacingMs: 500 };
/** For hosts of our own. */
export const noLimits: HostLimits = { concurrent: concurrentMax, spacingMs: 0 };
/** Longer than a batch takes nobody waits here: what a server asks beyond is each feed's own pause. */
const coolSecondsMax = 15 * 60;
/** Hosts remembered, before those that nobody asks any more are forgotten. */
const hostsMax = 1_000;

interface Host {
  places: Places;
  spacingMs: number;
  /** Begun and not yet ended. */
  turns: number;
  nextStart: number;
  coolUntil: number;
}

/** Turns that hold for everything that asks through this one object: all messages of an invocation, and the next ones. */
export function hostTurns(deps: HostTurnsDeps): HostTurns {
  const hosts = new Map<string, Host>();
  const all = places(concurrentMax);
  const hostOf = (name: string): Host => {
    const known = hosts.get(name);
    if (known) return known;
    if (hosts.size >= hostsMax) forgetIdle(hosts, deps.now());
    const { concurrent, spacingMs } = deps.limitsOf(name);
    const host = { places: places(concurrent), spacingMs, turns: 0, nextStart: 0, coolUntil: 0 };
    hosts.set(name, host);
    return host;
  };
  return {
    async begin(name) {
      const host = hostOf(name);
      host.turns += 1;
      await host.places.take();
      const isCooling = () => deps.now() < host.coolUntil;
      if (!isCooling()) {
        const start = Math.max(deps.now(), host.nextStart);
        host.nextStart = start + host.spacingMs;
        if (start > deps.now()) await deps.wait(start - deps.now());
      }
      // Only now: whoever waits for a slow host takes no place from the others.
      if (!isCooling()) await all.take();
      else return leave(host);
      if (!isCooling()) return "go";
      all.give();
      return leave(host);
    },
    end(name, coolSeconds) {
      const host = hostOf(name);
      const until = deps.now() + Math.min(coolSeconds, coolSecondsMax) * 1000;
      if (coolSeconds > 0) host.coolUntil = Math.max(host.coolUntil, until);
      all.give();
      leave(host);
    },
  };
}

function leave(host: Host): "cooling" {
  host.turns -= 1;
  host.places.give();
  return "cooling";
}

function forgetIdle(hosts: Map<string, Host>, now: number): void {
  for (const [name, { turns, nextStart, coolUntil }] of hosts) {
    if (turns === 0 && nextStart <= now && coolUntil <= now) hosts.delete(name);
  }
}
