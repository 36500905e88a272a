import { parseArgs } from "node:util";
import { type Command, type CommandIo, UsageError } from "./command.ts";

export type Options = Record<string, { type: "string" | "boolean"; multiple?: boolean }>;

/** Words and options of a command line. Throws `UsageError` where they are others than expected. */
export function readWords<Own extends Options>(
  argv: string[],
  options: Own,
  { least = 0, most = least, expected }: { least?: number; most?: number; expected: string },
) {
  const { values, positionals } = withDashes(parsed(argv.map(hideDash), options));
  if (positionals.length < least || positionals.length > most)
    throw new UsageError(`expected ${expected}, got ${positionals.map((word) => `"${word}"`).join(" ") || "none"}`);
  return { values, words: positionals };
}

/**
 * No command has options of one letter, but some ids and words begin with "-": node:util would take them for options. Hidden from it,
 * they stay what they are.
 */
const hidden = "\u{e000}";
const hideDash = (word: string): string => (/^-[^-]/.test(word) ? `${hidden}${word}` : word);
const shownDash = (word: string): string => (word.startsWith(hidden) ? word.slice(hidden.length) : word);

function withDashes<Values extends object>({ values, positionals }: { values: Values; positionals: string[] }) {
  const shown = Object.entries(values).map(([name, value]) => [name, shownIn(value)]);
  return { values: Object.fromEntries(shown) as Values, positionals: positionals.map(shownDash) };
}

const shownIn = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(shownIn) : typeof value === "string" ? shownDash(value) : value;

function parsed<Own extends Options>(argv: string[], options: Own) {
  try {
    return parseArgs({ args: argv, options, allowPositionals: true });
  } catch (fault) {
    throw new UsageError(inOurWords(fault as Error & { code?: string }));
  }
}

/** Node tells of an unknown option how to write one that isn't; of the rest the first sentence is enough. */
function inOurWords({ code, message }: Error & { code?: string }): string {
  const [, option = "another"] = /'([^']*)'/.exec(message) ?? [];
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") return `expected an option that it has, got ${option}`;
  const [, named = option] = /^Option '(?:-\w, )?(--[\w-]+)/.exec(message) ?? [];
  if (/argument missing/.test(message)) return `expected something after ${named}, got nothing`;
  if (/does not take an argument/.test(message)) return `expected nothing after ${named}, got something`;
  return message.split("\n")[0] ?? message;
}

/** For commands that read as many files as are named. */
export const anyFiles = { most: Number.POSITIVE_INFINITY, expected: "files" };
export const noWords = { expected: "no word besides the options" };

export type Action = (argv: string[], io: CommandIo) => Promise<number>;

/** A command whose first word says what to do; `otherwise` does where it is none of the actions, or an option. */
export function withActions({
  actions,
  otherwise,
  ...command
}: Omit<Command, "run" | "actions"> & {
  actions: Record<string, Action>;
  otherwise: (argv: string[], io: CommandIo) => Promise<number>;
}): Command {
  return {
    ...command,
    actions: Object.keys(actions),
    run(argv, io) {
      const [first = ""] = argv;
      const action = Object.hasOwn(actions, first) ? actions[first] : undefined;
      return action ? action(argv.slice(1), io) : otherwise(argv, io);
    },
  };
}

/** For `otherwise`: a word that is none of the actions is a mistake. */
export const onlyOptions =
  (actions: Record<string, Action>, list: Action): Action =>
  (argv, io) => {
    const [first = ""] = argv;
    if (first === "" || first.startsWith("-")) return list(argv, io);
    throw new UsageError(`expected ${Object.keys(actions).join(", ")} or nothing, got "${first}"`);
  };

const wholeNumberMax = 999_999;

/** The number of an option that must be whole, above zero and `most` at most, if it is given. */
export function wholeNumber(option: string, text: string | undefined, most = wholeNumberMax): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,5}$/.test(text) && Number(text) <= most) return Number(text);
  const range = most === wholeNumberMax ? "above zero" : `from 1 to ${most}`;
  throw new UsageError(`expected ${option} to be a whole number ${range}, got "${text}"`);
}
