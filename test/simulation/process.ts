import type { Agenda } from "./agenda.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** A fault that the simulation makes; any other that a function throws is a finding. */
export class InjectedFault extends Error {
  override name = "TimeoutError";
}

/** What faults say that are made at the transport of the SDK's clients. */
export const madeOnPurpose = ["the answer is lost on purpose", "a fault made on purpose"] as const;

/** How often, as a share of all effects, each thing happens to one. */
export interface FaultRates {
  /** It fails and wasn't done. */
  before: number;
  /** It was done, and its answer is lost. */
  after: number;
  /** It was done, its answer is lost, and the SDK does it once more by itself. */
  repeated: number;
  /** Its answer is a time-out, and it is done some time later. */
  late: number;
  /** The process dies at it: before or after it is done. */
  crash: number;
  /** It takes very long. */
  stall: number;
}

export const noFaults: FaultRates = { before: 0, after: 0, repeated: 0, late: 0, crash: 0, stall: 0 };

/** One that runs functions and can die at each of its effects; its clock is a little wrong. */
export interface Process {
  name: string;
  now(): number;
  isAlive(): boolean;
  /** What happened to it, newest last. */
  suffered: string[];
  /**
   * Does something with the world. Never settles where the process dies. `once`: nothing repeats it by itself. `nameOf` is asked where
   * something happens to it or somebody listens.
   */
  effect<T>(nameOf: () => string, apply: () => T, options?: { once?: boolean }): Promise<T>;
  wait(ms: number): Promise<void>;
  kill(why: string): void;
  onDeath(told: () => void): void;
}

export interface ProcessWorld {
  agenda: Agenda;
  random: SeededRandom;
  /** As they are at this moment. */
  rates(): FaultRates;
  /** Absent where nobody listens: the lines cost more than the effects. */
  trace?: ((line: string) => void) | undefined;
}

/** Clocks of the cloud differ by so much at most. */
const clockSkewMs = 400;
const quickMs = 30;
const stallMs = 100_000;
const lateMs = 30_000;
const timeOutMs = 3_000;

export function startProcess(name: string, world: ProcessWorld): Process {
  const { agenda, random } = world;
  const skew = random.between(-clockSkewMs, clockSkewMs);
  let alive = true;
  const mourners: (() => void)[] = [];
  const process: Process = {
    name,
    suffered: [],
    now: () => agenda.now() + skew,
    isAlive: () => alive,
    kill(why) {
      if (!alive) return;
      alive = false;
      process.suffered.push(why);
      world.trace?.(`${name} dies: ${why}`);
      for (const told of mourners) told();
    },
    onDeath: (told) => mourners.push(told),
    wait: (ms) => new Promise((done) => agenda.after(ms, () => alive && done())),
    effect: (nameOf, apply, { once = false } = {}) =>
      new Promise((resolve, reject) => {
        // A dead process asks for nothing more.
        if (!alive) return;
        const fate = drawFate(world.rates(), random);
        const suffer = (what: string): void => {
          process.suffered.push(`${what}: ${nameOf()}`);
          world.trace?.(`${name} ${nameOf()}: ${what}`);
        };
        const answer = (settle: () => void): void => {
          if (alive) settle();
        };
        const attempt = (): (() => void) => {
          try {
            const value = apply();
            return () => resolve(value);
          } catch (fault) {
            return () => reject(fault);
          }
        };
        const lost = () => new InjectedFault(`the answer to ${nameOf()} is lost`);
        const takes = fate === "stall" ? random.between(quickMs, stallMs) : random.between(1, quickMs);
        agenda.after(takes, () => {
          // What a process asked for before it died may be done all the same.
          if (!alive && random.chance(0.5)) return;
          if (alive && fate === "crash-before") return process.kill(`at ${nameOf()}, before it was done`);
          if (fate === "before") {
            suffer("failed");
            return answer(() => reject(new InjectedFault(`${nameOf()} failed`)));
          }
          if (fate === "late") {
            suffer("timed out, is done later");
            agenda.after(random.between(0, lateMs), () => attempt());
            return agenda.after(timeOutMs, () => answer(() => reject(lost())));
          }
          const settle = attempt();
          if (!alive) return;
          world.trace?.(`${name} ${nameOf()}`);
          if (fate === "crash-after") return process.kill(`at ${nameOf()}, after it was done`);
          if (fate === "after" || (fate === "repeated" && once)) {
            suffer("done, but its answer is lost");
            return answer(() => reject(lost()));
          }
          if (fate === "repeated") {
            suffer("done twice, as the first answer is lost");
            return agenda.after(random.between(1, timeOutMs), () => {
              const again = attempt();
              answer(again);
            });
          }
          if (random.chance(0.2)) agenda.after(random.between(1, quickMs), () => answer(settle));
          else settle();
        });
      }),
  };
  return process;
}

type Fate = "well" | "crash-before" | "crash-after" | Exclude<keyof FaultRates, "crash">;

/** What happens to an effect. */
export function drawFate(rates: FaultRates, random: SeededRandom): Fate {
  let drawn = random.next();
  for (const fate of ["before", "after", "repeated", "late", "stall"] as const) {
    if (drawn < rates[fate]) return fate;
    drawn -= rates[fate];
  }
  if (drawn >= rates.crash) return "well";
  return drawn < rates.crash / 2 ? "crash-before" : "crash-after";
}
