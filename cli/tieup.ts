import { readFile } from "node:fs/promises";
import type { Command, CommandIo } from "./command.ts";
import { UsageError } from "./command.ts";
import { helpFor } from "./help-text.ts";
import { screenOf } from "./table.ts";
import { isReaderGone } from "./write-line.ts";

/** Loaded when asked for: a command starts without waiting for what the others need. */
const commands: Record<string, () => Promise<Command>> = {
  parse: async () => (await import("./parse.ts")).parse,
  analyze: async () => (await import("./analyze.ts")).analyze,
  group: async () => (await import("./group.ts")).group,
  match: async () => (await import("./match.ts")).match,
  lint: async () => (await import("./lint.ts")).lint,
  watchlists: async () => (await import("./watchlists.ts")).watchlists,
  entities: async () => (await import("./entities.ts")).entities,
  feeds: async () => (await import("./feeds.ts")).feeds,
  subscribers: async () => (await import("./subscribers.ts")).subscribers,
  history: async () => (await import("./history.ts")).history,
  story: async () => (await import("./story.ts")).story,
  pair: async () => (await import("./pair.ts")).pair,
  explain: async () => (await import("./explain.ts")).explain,
  backtest: async () => (await import("./backtest.ts")).backtest,
  deliveries: async () => (await import("./deliveries.ts")).deliveries,
  canary: async () => (await import("./canary.ts")).canary,
  tokens: async () => (await import("./tokens.ts")).tokens,
  apply: async () => (await import("./apply.ts")).apply,
  export: async () => (await import("./export.ts")).exporting,
  completion: async () => (await import("./completion.ts")).completionOf(() => Promise.all(loadAll())),
};

const loadAll = (): Promise<Command>[] => Object.values(commands).map((load) => load());

/** Runs one command; returns the exit code: 0, 1 for a fault, 2 for a command line that makes no sense. */
export async function tieup(argv: string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = argv;
  if (name === "--version") {
    io.stdout.write(`tieup ${await version()}\n`);
    return 0;
  }
  const isHelp = name === "help" || name === "--help" || name === "-h";
  const wanted = isHelp ? rest[0] : name;
  if (wanted === undefined) {
    io.stderr.write(await overview(io));
    return isHelp ? 0 : 2;
  }
  const load = Object.hasOwn(commands, wanted) ? commands[wanted] : undefined;
  if (!load) {
    io.stderr.write(`expected a command, got ${JSON.stringify(wanted)}\n\n${await overview(io)}`);
    return 2;
  }
  const command = await load();
  if (isHelp || asksForHelp(rest)) {
    io.stderr.write(helpFor(command.help, screenOf(io.stderr).width));
    return 0;
  }
  return run(command, rest, io);
}

/** What stands after "--" is no option. */
function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  const options = end < 0 ? argv : argv.slice(0, end);
  return options.includes("--help") || options.includes("-h");
}

async function version(): Promise<string> {
  const described = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(described) as { version: string }).version;
}

async function run(command: Command, argv: string[], io: CommandIo): Promise<number> {
  try {
    return await command.run(argv, io);
  } catch (fault) {
    if (isReaderGone(fault)) return 0;
    const usage = fault instanceof UsageError;
    io.stderr.write(`tieup ${command.name}: ${(fault as Error).message}\n`);
    if (usage) io.stderr.write(`tieup ${command.name} --help shows how it is used.\n`);
    return usage ? 2 : 1;
  }
}

async function overview(io: CommandIo): Promise<string> {
  const all = await Promise.all(loadAll());
  const lines = all.map(({ name, summary }) => `  ${name.padEnd(13)}${summary}`);
  const text = `usage: tieup COMMAND [OPTIONS]\n\n${lines.join("\n")}\n\ntieup COMMAND --help shows its options and examples.`;
  return helpFor(text, screenOf(io.stderr).width);
}
