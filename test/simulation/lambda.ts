import type { Agenda } from "./agenda.ts";
import type { Process } from "./process.ts";

export type Handler = (event: never, timeLeft: () => number) => Promise<unknown>;

/** How an invocation ended. */
export type InvocationEnd = { kind: "returned"; value: unknown } | { kind: "threw"; fault: unknown } | { kind: "died" };

export interface FunctionShape {
  name: string;
  timeoutMs: number;
  /** A process begins: what is outside of the handler. */
  start(process: Process): Handler;
}

export interface Lambda {
  /** Runs the function in a process of its own for as long; one that is idle is used again. */
  invoke(event: unknown, ended: (end: InvocationEnd) => void): void;
  /** Invocations under way. */
  running(): number;
}

/** One function as Lambda runs it: processes that are used again, killed at the function's timeout, and that die with it. */
export function lambda(shape: FunctionShape, agenda: Agenda, newProcess: (name: string) => Process): Lambda {
  const idle: { process: Process; handler: Handler }[] = [];
  let running = 0;
  return {
    running: () => running,
    invoke(event, ended) {
      let place = idle.pop();
      // One can die after its invocation has ended, of what that one left under way.
      while (place && !place.process.isAlive()) place = idle.pop();
      place ??= begin(shape, newProcess(shape.name));
      const { process, handler } = place;
      running += 1;
      let over = false;
      const end = (outcome: InvocationEnd): void => {
        if (over) return;
        over = true;
        running -= 1;
        if (process.isAlive()) idle.push({ process, handler });
        ended(outcome);
      };
      const deadline = agenda.now() + shape.timeoutMs;
      process.onDeath(() => end({ kind: "died" }));
      agenda.at(deadline, () => over || process.kill("its time was over"));
      handler(event as never, () => deadline - agenda.now()).then(
        (value) => end({ kind: "returned", value }),
        (fault) => end({ kind: "threw", fault }),
      );
    },
  };
}

const begin = ({ start }: FunctionShape, process: Process) => ({ process, handler: start(process) });
