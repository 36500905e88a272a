import { logTo } from "../functions/log.ts";
import { readStartOptions, type StartOptions, startHelp, UsageError } from "./options.ts";
import type { Posted } from "./outbox.ts";
import { type Runner, startRunner } from "./runner.ts";
import { terminalLog } from "./terminal-log.ts";

/** Runs the embedded default until Ctrl-C, or with `--once` until nothing is left to do; returns the exit code. */
async function main(): Promise<number> {
  const options = readStartOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(`${startHelp}\n`);
    return 0;
  }
  logTo(terminalLog(say));
  // The lock file decides which SDK runs here; whoever starts Tieup can do nothing about the SDK's plans.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  let summaries = 0;
  const posted = (message: Posted): void => {
    summaries++;
    process.stdout.write(`${asBlock(message)}\n`);
  };
  const runner = await startRunner(options, { posted, say });
  say(welcome(runner, options));
  if (options.once) await runner.drained();
  else await interrupted();
  await runner.stop();
  if (options.once && summaries === 0) say("Nothing new: no summary was due.");
  return 0;
}

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

function welcome({ feeds, apiUrl }: Runner, { once, state }: StartOptions): string {
  const titles = feeds.map(({ title }) => title).join(", ");
  const how = once ? "Runs until nothing is left to do." : `API on ${apiUrl}, token in ${state}/token. Ctrl-C stops.`;
  return `Watching ${feeds.length} ${feeds.length === 1 ? "feed" : "feeds"} (${shortened(titles)}). ${how}`;
}

const titlesLengthMax = 100;
const shortened = (text: string): string =>
  text.length > titlesLengthMax ? `${text.slice(0, titlesLengthMax - 1)}…` : text;

function asBlock({ channel, to, subject, text, file }: Posted): string {
  const head = channel === "email" ? `Email to ${to}\nSubject: ${subject}\n` : `SMS to ${to}`;
  const rule = "─".repeat(72);
  return `${rule}\n${head}\n${text.trimEnd()}\n\n(${file})\n${rule}`;
}

/** The first Ctrl-C lets what is under way finish; the second doesn't wait. */
const interrupted = (): Promise<void> =>
  new Promise((done) => {
    const stop = (): void => {
      say("\nStopping; once more to stop at once.");
      process.once("SIGINT", () => process.exit(130));
      done();
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  });

function explained(fault: unknown): string {
  const { code, message } = fault as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") return `${message}\nIs Tieup already running? --port takes another one.`;
  if (code === "LEVEL_DATABASE_NOT_OPEN" || code === "LEVEL_LOCKED") {
    return `expected the state folder for itself, but another Tieup holds it. --state takes another one. (${message})`;
  }
  return fault instanceof Error && fault.stack ? fault.stack : String(fault);
}

try {
  process.exitCode = await main();
} catch (fault) {
  const usage = fault instanceof UsageError;
  say(usage ? `${(fault as Error).message}\n\nnpm start -- --help shows all options.` : explained(fault));
  process.exitCode = usage ? 2 : 1;
}
