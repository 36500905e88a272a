import { parseArgs } from "node:util";

/** The options make no sense; the message says what was expected and what came. */
export class UsageError extends Error {}

/** What `npm start` was asked for. */
export interface StartOptions {
  /** Feeds to poll; empty: the bundled sample wire. */
  feeds: string[];
  opml: string[];
  watch: string[];
  email: string | null;
  sms: string | null;
  language: "de" | "en";
  /** Every item that names one of them is news, not only a tie-up. */
  anyMention: boolean;
  once: boolean;
  /** At the first poll of a feed, items older than this are only remembered. */
  lookbackHours: number;
  /** Who makes the mails: SNS, plain, or we by SES, with HTML. */
  mail: "sns" | "ses";
  speed: number;
  allowPrivate: boolean;
  port: number;
  state: string;
  help: boolean;
}

export const startHelp = `npm start -- [options]

Runs Tieup on this machine: no account, no Docker, no network but the feeds. Without --feed or --opml it watches a bundled
sample wire for BMW, Toyota and General Motors.

  --feed URL        a feed to poll; repeat it for more
  --opml FILE       feeds from an OPML file; repeat it for more
  --watch NAMES     the companies, with commas between: "BMW,Toyota,GM"
  --any-mention     tell every item that names one of them, not only partnerships
  --email ADDRESS   who is told by email
  --sms NUMBER      who is told by SMS, as +49…
  --language de|en  the language of the summaries (default: en)
  --mail sns|ses    mails as SNS makes them (default), or as SES sends ours: with HTML, as .html beside each .eml
  --once            run until the queues are empty, send what is due, exit
  --lookback HOURS  at the first look at a feed, tell what is at most so old (default: 24)
  --speed N         the sample wire's clock runs N times as fast
  --allow-private   poll feeds on private and loopback addresses too
  --port N          the API's port on 127.0.0.1 (default: 8787; 0: any free one)
  --state FOLDER    where the state and the outbox lie (default: .tieup)

Examples:
  npm start
  npm start -- --feed https://www.example.org/rss.xml --watch "BMW,Toyota,GM" --email you@example.org --sms +4917139200123
  npm start -- --opml feeds.opml --watch "VW,Ford" --email you@example.org --once`;

/** The options, checked. Throws `UsageError` that says which option, what was expected and what came. */
export function readStartOptions(argv: string[]): StartOptions {
  const { values } = parse(argv);
  const options: StartOptions = {
    feeds: (values.feed ?? []).flatMap((urls) => urls.split(/[\s,]+(?=https?:)/)),
    opml: values.opml ?? [],
    watch: (values.watch ?? "").split(",").flatMap((name) => name.trim() || []),
    email: values.email ?? null,
    sms: values.sms?.replace(/[\s()/-]/g, "") ?? null,
    language: oneOf("--language", values.language ?? "en", ["de", "en"]),
    anyMention: values["any-mention"] ?? false,
    once: values.once ?? false,
    lookbackHours: positive("--lookback", values.lookback ?? "24"),
    mail: oneOf("--mail", values.mail ?? "sns", ["sns", "ses"]),
    speed: positive("--speed", values.speed ?? "1"),
    allowPrivate: values["allow-private"] ?? false,
    port: portFrom(values.port ?? "8787"),
    state: values.state ?? ".tieup",
    help: values.help ?? false,
  };
  checkTogether(options);
  return options;
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      options: {
        feed: { type: "string", multiple: true },
        opml: { type: "string", multiple: true },
        watch: { type: "string" },
        email: { type: "string" },
        sms: { type: "string" },
        language: { type: "string" },
        "any-mention": { type: "boolean" },
        mail: { type: "string" },
        once: { type: "boolean" },
        lookback: { type: "string" },
        speed: { type: "string" },
        "allow-private": { type: "boolean" },
        port: { type: "string" },
        state: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (fault) {
    throw new UsageError((fault as Error).message);
  }
}

function checkTogether({ feeds, opml, watch, email, sms, mail, once, port }: StartOptions): void {
  if (mail === "ses" && port === 0 && !once)
    throw new UsageError("expected --port to be a certain one with --mail ses, whose mails link to it, got 0");
  const own = feeds.length + opml.length > 0;
  if (own && watch.length === 0) throw new UsageError('expected --watch "BMW,Toyota" with --feed or --opml, got none');
  if (own && !email && !sms) throw new UsageError("expected --email or --sms with --feed or --opml, got neither");
  if (!own && watch.length > 0) throw new UsageError("expected --feed or --opml with --watch, got neither");
  for (const url of feeds) {
    const scheme = URL.canParse(url) ? new URL(url).protocol : null;
    if (scheme !== "http:" && scheme !== "https:") {
      throw new UsageError(`expected --feed to be an http or https URL, got ${JSON.stringify(url)}`);
    }
  }
  // An address with a dot in its domain; a number as E.164 has it: a plus, then up to 15 digits.
  if (email && !/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/.test(email)) {
    throw new UsageError(`expected --email to be an address like you@example.org, got ${JSON.stringify(email)}`);
  }
  if (sms && !/^\+[1-9]\d{6,14}$/.test(sms)) {
    throw new UsageError(`expected --sms to be a number like +4917139200123, got ${JSON.stringify(sms)}`);
  }
}

function oneOf<const Choice extends string>(option: string, value: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  if (!found) throw new UsageError(`expected ${option} to be ${choices.join(" or ")}, got ${JSON.stringify(value)}`);
  return found;
}

/** 0 takes any free port. */
function portFrom(value: string): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new UsageError(`expected --port to be a whole number from 0 to 65535, got ${JSON.stringify(value)}`);
}

function positive(option: string, value: string): number {
  const number = Number(value);
  if (Number.isFinite(number) && number > 0) return number;
  throw new UsageError(`expected ${option} to be a number above zero, got ${JSON.stringify(value)}`);
}
