import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import * as z from "zod";
import { partyNamed } from "../lib/api/company.ts";
import { urlProblem } from "../lib/api/discovery-routes.ts";
import { emailAddress } from "../lib/api/email-address.ts";
import { fieldProblems, tellingProblems } from "../lib/api/field-problems.ts";
import { feedTitle } from "../lib/api/new-feed.ts";
import { languageShape } from "../lib/api/news-filter.ts";
import { phoneNumber } from "../lib/api/phone-number.ts";
import { kindShape, stageShape } from "../lib/api/rule-shapes.ts";
import { newSubscriber } from "../lib/api/subscriber-routes.ts";
import { digestsOnly, writtenSubscription } from "../lib/api/subscription-routes.ts";
import { writtenWatchlist } from "../lib/api/watchlist-routes.ts";
import {
  headlineLengthMax,
  headlinesMax,
  languagesMax,
  phraseLengthMax,
  readWatchlist,
  WatchlistError,
} from "../lib/matching/read-watchlist.ts";
import type { Watchlist } from "../lib/matching/watchlist.ts";
import { addableFeedUrl } from "../lib/polling/addable-feed-url.ts";
import { pollIntervals } from "../lib/polling/slots.ts";
import { type CommandIo, UsageError } from "./command.ts";
import { textOf, UnreadableInput } from "./input.ts";

// What the API would refuse is refused here, by the same shapes where it has some: before anything is changed.
const headlines = z.array(z.string().trim().min(1).max(headlineLengthMax)).max(headlinesMax).optional();
const feedFields = z.strictObject({
  url: z.string(),
  title: feedTitle.optional(),
  intervalMinutes: z.literal([...pollIntervals]).optional(),
  paused: z.boolean().optional(),
});
type WrittenFeed = z.output<typeof feedFields>;
const feed = z.union([z.string(), feedFields]).transform((written, context): WrittenFeed => {
  const fields = typeof written === "string" ? { url: written } : written;
  // Whether it may lead into this machine's own network is the API's to say: it knows how it was started.
  const found = addableFeedUrl(fields.url, { allowPrivate: true });
  if (found.kind === "allowed") return { ...fields, url: found.url };
  const { expected: message, got } = urlProblem(found.reason);
  const path = typeof written === "string" ? [] : ["url"];
  context.issues.push({ code: "custom", message, params: { got }, path, input: fields.url });
  return z.NEVER;
});
const headlineLists = {
  must_match: headlines.meta({ description: "Headlines that must hit; one that doesn't stops the file" }),
  must_not_match: headlines.meta({ description: "Headlines that must not hit; one that does stops the file" }),
};
/** What `readWatchlist` takes for a rule, for the schema: its messages know companies, so that it has the last word. */
const { rule: anyRule, entities } = writtenWatchlist.shape;
const rule = anyRule
  .unwrap()
  .extend({
    kinds: z.array(kindShape).min(1).max(kindShape.options.length).optional(),
    stages: z.array(stageShape).min(1).max(stageShape.options.length).optional(),
    languages: z.union([z.literal("any"), z.array(languageShape).min(1).max(languagesMax)]).optional(),
  })
  .optional()
  .meta({ description: "What is left out has its default" });
const watchlist = writtenWatchlist
  .omit({ id: true, warnings: true, mustMatch: true, mustNotMatch: true })
  .extend({ name: z.string().trim().min(1).max(phraseLengthMax), entities: entities.min(1), rule, ...headlineLists });
const subscription = digestsOnly(
  writtenSubscription.extend({ watchlist: z.string().meta({ description: "A watchlist's name" }) }),
);
const subscriptions = z.array(subscription).optional();
const endpoint = z
  .strictObject({
    email: z.string().transform(storedAs(emailAddressOf)).optional(),
    sms: z.string().transform(storedAs(phoneNumberOf)).optional(),
    subscriptions,
  })
  .refine(({ email, sms }) => (email === undefined) !== (sms === undefined), { error: "either email or sms" })
  .meta({ oneOf: [{ required: ["email"] }, { required: ["sms"] }] });
const subscriber = newSubscriber.extend({ endpoints: z.array(endpoint).optional() });

type Read = { kind: "read"; text: string } | { kind: "invalid"; expected: string; got: string };

function emailAddressOf(written: string): Read {
  const read = emailAddress(written);
  return read.kind === "address" ? { kind: "read", text: read.address } : read;
}

function phoneNumberOf(written: string): Read {
  const read = phoneNumber(written);
  return read.kind === "number" ? { kind: "read", text: read.number } : read;
}

/** An address as it is stored, so that a second run knows it again. */
function storedAs(read: (written: string) => Read) {
  return (written: string, context: z.core.$RefinementCtx<string>): string => {
    const found = read(written);
    if (found.kind === "read") return found.text;
    context.issues.push({ code: "custom", message: found.expected, params: { got: found.got }, input: written });
    return z.NEVER;
  };
}

/** The file of watches as code, as people write it. */
export const watchesShape = z.strictObject({
  $schema: z.string().optional(),
  feeds: z.array(feed).optional(),
  watchlists: z.array(watchlist).optional(),
  subscribers: z.array(subscriber).optional(),
});
export type WatchesFile = z.infer<typeof watchesShape>;
export type WrittenSubscriber = NonNullable<WatchesFile["subscribers"]>[number];

/** What a file describes, with its watchlists as they would be saved. */
export interface Watches {
  feeds: WrittenFeed[];
  watchlists: Watchlist[];
  subscribers: WrittenSubscriber[];
}

/** The JSON Schema (2020-12) of the file, for editors. */
export const watchesSchema = (): object =>
  z.toJSONSchema(watchesShape, { target: "draft-2020-12", io: "input", unrepresentable: "any" });

/** The watches of a YAML or JSON file. Throws `UsageError` that names the line, the field, what was expected and what came. */
export async function loadWatches(file: string, io: Pick<CommandIo, "stdin">): Promise<Watches> {
  const lines = new LineCounter();
  const document = parseDocument(await readText(file, io), { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) throw new UsageError(`${file}: expected YAML or JSON; ${broken.message}`);
  const outcome = watchesShape.safeParse(document.toJS() ?? {}, tellingProblems);
  if (!outcome.success) {
    const problems = fieldProblems(outcome.error).map(({ field, expected, got }) => {
      const offset = offsetOf(document.contents, field);
      const place = offset === null ? file : `${file}:${lines.linePos(offset).line}`;
      return `${place}: ${field || "the file"}: expected ${expected}, got ${got}`;
    });
    throw new UsageError(problems.join("\n"));
  }
  const { feeds = [], watchlists = [], subscribers = [] } = outcome.data;
  const read = watchlists.map((written, n) => watchlistFrom(written, `${file}: watchlists[${n}]`));
  refuseTwice(
    feeds.map(({ url }) => url),
    `${file}: feeds: expected each address once`,
  );
  refuseTwice(
    read.map(({ name }) => name),
    `${file}: watchlists: expected each name once`,
  );
  return { feeds, watchlists: read, subscribers: subscribers.map((one) => readSubscriber(one, read, file)) };
}

async function readText(file: string, io: Pick<CommandIo, "stdin">): Promise<string> {
  try {
    return await textOf(file, io);
  } catch (fault) {
    if (fault instanceof UnreadableInput) throw new UsageError(fault.message);
    throw fault;
  }
}

function watchlistFrom(
  { must_match: mustMatch, must_not_match: mustNotMatch, ...written }: NonNullable<WatchesFile["watchlists"]>[number],
  place: string,
): Watchlist {
  try {
    return readWatchlist({
      ...written,
      ...(mustMatch ? { mustMatch } : {}),
      ...(mustNotMatch ? { mustNotMatch } : {}),
    });
  } catch (fault) {
    if (fault instanceof WatchlistError) throw new UsageError(new WatchlistError(fault.problems, place).message);
    throw fault;
  }
}

/** Names and addresses are what a second run finds things by. */
function refuseTwice(names: string[], expected: string): void {
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new UsageError(`${expected}, got "${twice}" twice`);
}

/** The subscriber with the ids of companies that are named; what is subscribed to has to be there. */
function readSubscriber(subscriber: WrittenSubscriber, watchlists: Watchlist[], file: string): WrittenSubscriber {
  const { name, endpoints = [] } = subscriber;
  const place = `${file}: subscriber ${name}`;
  refuseTwice(
    endpoints.map(({ email, sms }) => email ?? sms ?? ""),
    `${place}: expected each address once`,
  );
  const read = endpoints.map(({ subscriptions = [], ...address }) => {
    refuseTwice(
      subscriptions.map(({ watchlist: wanted }) => wanted),
      `${place}: expected each watchlist once for an address`,
    );
    return { ...address, subscriptions: subscriptions.map((one) => readSubscription(one, watchlists, place)) };
  });
  return { ...subscriber, endpoints: read };
}

type WrittenSubscription = z.output<typeof subscription>;

function readSubscription(written: WrittenSubscription, watchlists: Watchlist[], place: string): WrittenSubscription {
  const list = watchlists.find(({ name }) => name === written.watchlist);
  if (!list) throw new UsageError(`${place}: expected a watchlist of this file, got "${written.watchlist}"`);
  const { parties } = written.only ?? {};
  if (!parties) return written;
  const ids = parties.map((party) => {
    const id = partyNamed(party, list.entities);
    if (list.entities.some((entity) => entity.id === id)) return id;
    throw new UsageError(`${place}: only.parties: expected companies of ${list.name}, got "${party}"`);
  });
  return { ...written, only: { ...written.only, parties: ids } };
}

/** Where the field "watchlists[0].rule" begins, or the nearest thing around it; null for none. */
function offsetOf(root: unknown, field: string): number | null {
  let node = root;
  let offset: number | null = null;
  for (const key of field.match(/[^.[\]]+/g) ?? []) {
    const pair = isMap(node) ? node.items.find((one) => isScalar(one.key) && String(one.key.value) === key) : undefined;
    node = isSeq(node) ? node.items[Number(key)] : pair?.value;
    const at =
      pair && isScalar(pair.key) ? pair.key.range?.[0] : (node as { range?: [number] } | undefined)?.range?.[0];
    if (at === undefined) break;
    offset = at;
  }
  return offset;
}
