import { logTo } from "../functions/log.ts";
import { readStartOptions, type StartOptions, startHelp, UsageError } from "./options.ts";
import type { Posted } from "./outbox.ts";
import type { Runner } from "./runner.ts";
import { terminalLog } from "./terminal-log.ts";

/** Runs the embedded default until Ctrl-C, or with `--once` until nothing is left to do; returns the exit code. */
async function main(): Promise<number> {
  const options = readStartOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(`${startHelp}\n`);
    return 0;
  }
  const interruption = listenForInterruption();
  const read = { good: 0, failed: 0 };
  const tell = terminalLog(say);
  logTo((level, sentence, facts) => {
    if (level === "WARN" && facts.kind === "failing") read.failed++;
    else if (facts.kind === "polled" || facts.kind === "unchanged") read.good++;
    tell(level, sentence, facts);
  });
  // The lock file decides which SDK runs here; whoever starts Tieup can do nothing about the SDK's plans.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  let summaries = 0;
  const posted = (message: Posted): void => {
    summaries++;
    process.stdout.write(`${asBlock(message)}\n`);
  };
  // Loaded only now: loading takes a second, in which a Ctrl-C is already heard.
  const { startRunner } = await import("./runner.ts");
  const runner = await startRunner(options, { posted, say });
  if (!interruption.came()) say(welcome(runner, options));
  await Promise.race([interruption.coming, ...(options.once ? [runner.drained()] : [])]);
  await runner.stop();
  if (!options.once) return 0;
  if (interruption.came()) return interruptedCode;
  if (summaries === 0) say("Nothing new: no summary was due.");
  // Not one feed could be read: nothing was done.
  return read.failed > 0 && read.good === 0 ? 1 : 0;
}

/** As shells have it for a process that SIGINT ended. */
const interruptedCode = 130;

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

/** The first Ctrl-C lets what is under way finish, a start too; the second doesn't wait. */
function listenForInterruption() {
  let came = false;
  const coming = new Promise<void>((done) => {
    const stop = (): void => {
      if (came) process.exit(interruptedCode);
      came = true;
      say("\nStopping; once more to stop at once.");
      done();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
  return { coming, came: () => came };
}

function explained(fault: unknown): string {
  const { code, message } = fault as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") return `${message}\nIs Tieup already running? --port takes another one.`;
  if (/database/i.test(message) && /LEVEL|closed|open|corrupt/i.test(`${code} ${message}`)) {
    return `expected the database in the state folder to open; it is damaged or in use (${message}). --state takes another folder.`;
  }
  return fault instanceof Error && fault.stack ? fault.stack : String(fault);
}

// dynalite throws from a callback of its own when its files can't be opened.
process.on("uncaughtException", (fault) => {
  say(explained(fault));
  process.exit(1);
});

try {
  process.exitCode = await main();
} catch (fault) {
  const usage = fault instanceof UsageError;
  say(usage ? `${(fault as Error).message}\n\nnpm start -- --help shows all options.` : explained(fault));
  process.exitCode = usage ? 2 : 1;
}
