import type { Readable, Writable } from "node:stream";

/** What a command may touch: machine output goes to `stdout`, talk to `stderr`. */
export interface CommandIo {
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
}

export interface Command {
  name: string;
  /** One line for the overview. */
  summary: string;
  /** The full help: usage, options, examples. */
  help: string;
  /** Its first words that say what to do; left out where it has none. */
  actions?: readonly string[];
  /** The exit code: 0, or 1 for a fault. Throws `UsageError` (exit code 2) for words that make no sense. */
  run(argv: string[], io: CommandIo): Promise<number>;
}

/** The command line makes no sense; the message says what was expected and what came. */
export class UsageError extends Error {}
