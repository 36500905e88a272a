import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import * as z from "zod";
import { fieldProblems } from "../lib/api/field-problems.ts";
import { newSubscriber } from "../lib/api/subscriber-routes.ts";
import { writtenSubscription } from "../lib/api/subscription-routes.ts";
import { writtenWatchlist } from "../lib/api/watchlist-routes.ts";
import { readWatchlist, WatchlistError } from "../lib/matching/read-watchlist.ts";
import type { Watchlist } from "../lib/matching/watchlist.ts";
import { type CommandIo, UsageError } from "./command.ts";
import { textOf, UnreadableInput } from "./input.ts";

const headlines = z.array(z.string().min(1)).optional();
const feed = z.strictObject({
  url: z.string(),
  title: z.string().optional(),
  intervalMinutes: z.number().optional(),
  paused: z.boolean().optional(),
});
const watchlist = writtenWatchlist.omit({ id: true, warnings: true, mustMatch: true, mustNotMatch: true }).extend({
  must_match: headlines.meta({ description: "Headlines that must hit; one that doesn't stops the file" }),
  must_not_match: headlines.meta({ description: "Headlines that must not hit; one that does stops the file" }),
});
const subscription = writtenSubscription.extend({ watchlist: z.string().meta({ description: "A watchlist's name" }) });
const endpoint = z
  .strictObject({
    email: z.string().optional(),
    sms: z.string().optional(),
    subscriptions: z.array(subscription).optional(),
  })
  .refine(({ email, sms }) => (email === undefined) !== (sms === undefined), { error: "either email or sms" });
const subscriber = newSubscriber.extend({ endpoints: z.array(endpoint).optional() });

/** The file of watches as code, as people write it. */
export const watchesShape = z.strictObject({
  $schema: z.string().optional(),
  feeds: z.array(z.union([z.string(), feed])).optional(),
  watchlists: z.array(watchlist).optional(),
  subscribers: z.array(subscriber).optional(),
});
export type WatchesFile = z.infer<typeof watchesShape>;
export type WrittenSubscriber = NonNullable<WatchesFile["subscribers"]>[number];

/** What a file describes, with its watchlists as they would be saved. */
export interface Watches {
  feeds: {
    url: string;
    title?: string | undefined;
    intervalMinutes?: number | undefined;
    paused?: boolean | undefined;
  }[];
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
  const outcome = watchesShape.safeParse(document.toJS() ?? {}, { reportInput: true });
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
    read.map(({ name }) => name),
    `${file}: watchlists`,
  );
  refuseTwice(
    subscribers.map(({ name }) => name),
    `${file}: subscribers`,
  );
  refuseUnknown(subscribers, read, file);
  return { feeds: feeds.map((one) => (typeof one === "string" ? { url: one } : one)), watchlists: read, subscribers };
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

/** Names are what a second run finds things by. */
function refuseTwice(names: string[], place: string): void {
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new UsageError(`${place}: expected each name once, got "${twice}" twice`);
}

function refuseUnknown(subscribers: WrittenSubscriber[], watchlists: Watchlist[], file: string): void {
  const known = new Set(watchlists.map(({ name }) => name));
  for (const { name, endpoints = [] } of subscribers)
    for (const { watchlist: wanted } of endpoints.flatMap(({ subscriptions = [] }) => subscriptions))
      if (!known.has(wanted))
        throw new UsageError(`${file}: subscriber ${name}: expected a watchlist of this file, got "${wanted}"`);
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
