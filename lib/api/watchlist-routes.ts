import * as z from "zod";
import type { Subscription } from "../alerting/subscriber.ts";
import type { AddedNames } from "../matching/added-names.ts";
import type { AliasProblem, AliasWarning } from "../matching/lint-watchlist.ts";
import type { Watchlist } from "../matching/watchlist.ts";
import type { MissedNews } from "../pipeline/missed-news.ts";
import { deriveId } from "./derive-id.ts";
import { inWords } from "./field-problems.ts";
import type { Page, PageRequest } from "./page.ts";
import { type CursorPorts, type PageQuery, pageAnswer, pageOf, pageQuery, pageRequest } from "./paging.ts";
import { type FieldProblem, invalidInput } from "./refusal.ts";
import { type Answer, type Call, type NoQuery, type Route, route } from "./route.ts";
import { kindShape, stageShape } from "./rule-shapes.ts";
import { created, owned, replaced, shown, type Versioned } from "./versioned.ts";

export interface WatchlistStore {
  create(watchlist: Watchlist): Promise<boolean>;
  replace(watchlist: Watchlist, version: number): Promise<boolean>;
  remove(id: string): Promise<void>;
  readWatchlist(id: string): Promise<Versioned<Watchlist> | null>;
  watchlistsOf(owner: string, page: PageRequest): Promise<Page<Watchlist>>;
}

export interface WatchlistReading {
  /** Checks a watchlist as a client wrote it, and fills in what was left out. */
  readWatchlist(
    value: unknown,
  ): { kind: "watchlist"; watchlist: Watchlist } | { kind: "invalid"; problem: FieldProblem };
}

export interface WatchlistPorts extends CursorPorts, WatchlistReading {
  watchlists: WatchlistStore;
  /** What is risky about a watchlist's names; for people, nothing is refused for it. */
  lintWatchlist(watchlist: Watchlist): AliasWarning[];
  subscriptions: {
    subscriptionsOfWatchlist(watchlistId: string): AsyncIterable<Subscription>;
    removeSubscription(endpointId: string, watchlistId: string): Promise<void>;
  };
  /** What a changed watchlist calls its companies that it did not call them before; null where nothing. */
  addedNames(before: Watchlist, after: Watchlist): AddedNames | null;
  /** Takes a message for whoever files what was missed, to be read after so many seconds. */
  missed: { send(message: MissedNews, delaySeconds: number): Promise<void> };
  now(): Date;
  newId(): string;
}

/** Of one stored watchlist: what is matched for everybody has to stay small. A file of the command's may have more. */
const entitiesMax = 2_000;

/** No request of ours takes longer: the message is read when the changed watchlist is stored. */
const storedWithinSeconds = 60;

const ruleShape = z.strictObject({
  news: z.enum(["tie-up", "any-mention"]),
  parties: z.union([z.enum(["both-watched", "any"]), z.strictObject({ pair: z.tuple([z.string(), z.string()]) })]),
  kinds: z.array(kindShape),
  stages: z.array(stageShape),
  languages: z.array(z.string()).optional().meta({ description: "Of the items; whichever if not given" }),
  minConfidence: z.number().min(0).max(1),
  minSources: z.number().optional().meta({
    description: "A story is told from so many reports on that are nobody's copy; from the first if not given",
  }),
});
const aliasShape = z.strictObject({ text: z.string(), caseSensitive: z.boolean(), needsContext: z.boolean() });
const entityShape = z.strictObject({
  id: z.string(),
  name: z.string(),
  aliases: z.array(aliasShape),
  context: z.array(z.string()),
  exclude: z.array(z.string()),
});
const headlines = z.array(z.string()).optional();
const headlineFields = {
  mustMatch: headlines.meta({ description: "Headlines that must hit, kept as your tests; see `tieup apply`" }),
  mustNotMatch: headlines.meta({ description: "Headlines that must not hit" }),
};
export const watchlistShape = z.strictObject({
  id: z.string(),
  name: z.string(),
  entities: z.array(entityShape),
  rule: ruleShape,
  ...headlineFields,
});

const problems: Record<AliasProblem, 1> = { short: 1, common: 1, contained: 1, shared: 1, "any-case": 1 };
const warningShape = z.strictObject({
  entity: z.string(),
  entityId: z.string(),
  alias: z.string(),
  problem: z.enum(Object.keys(problems) as AliasProblem[]),
  message: z.string(),
  proposal: z.strictObject({
    needsContext: z.boolean(),
    caseSensitive: z.boolean(),
    context: z.array(z.string()),
    exclude: z.array(z.string()),
  }),
});
const savedShape = watchlistShape.extend({
  warnings: z
    .array(warningShape)
    .meta({ description: "Names that will match more than the company; it is saved all the same" }),
});

// What a client may write is described here and checked by `readWatchlist`, whose messages know companies.
const writtenEntity = z.strictObject({
  id: z.string().optional(),
  name: z.string(),
  aliases: z.array(z.union([z.string(), aliasShape.partial().required({ text: true })])).optional(),
  context: z.array(z.string()).optional(),
  exclude: z.array(z.string()).optional(),
});
export const writtenWatchlist = z.strictObject({
  id: z.string().optional().meta({ description: "May be repeated as it was given; it can't be chosen" }),
  warnings: z.array(z.unknown()).optional().meta({ description: "May be repeated as they were given; not read" }),
  name: z.string(),
  entities: z
    .array(z.union([z.string(), writtenEntity]))
    .max(entitiesMax)
    .meta({ description: "Names, or names with their spellings" }),
  rule: ruleShape
    .extend({ languages: z.union([z.literal("any"), z.array(z.string())]) })
    .partial()
    .optional()
    .meta({ description: "What is left out has its default" }),
  ...headlineFields,
});

const show = ({ owner: _, ...watchlist }: Watchlist) => watchlist;
const one = (description: string) => ({ description, schema: watchlistShape });
const saved = (description: string) => ({ description, schema: savedShape });
const showSaved = (deps: WatchlistPorts) => (watchlist: Watchlist) => ({
  ...show(watchlist),
  warnings: deps.lintWatchlist(watchlist),
});

/** Watchlists: list, create, read, replace, patch, delete. */
export function watchlistRoutes(deps: WatchlistPorts): Route[] {
  const { watchlists } = deps;
  const find = async (call: Call<unknown, unknown>) =>
    owned(await watchlists.readWatchlist(call.params.id ?? ""), "watchlist", call);
  return [
    route<PageQuery>({
      method: "get",
      path: "/watchlists",
      summary: "Your watchlists",
      scope: "read",
      query: z.strictObject(pageQuery),
      answers: { 200: { description: "A page of them", schema: pageOf(watchlistShape) } },
      handle: async (call) =>
        pageAnswer(await watchlists.watchlistsOf(call.caller.owner, pageRequest(call, deps)), show, call, deps),
    }),
    route<NoQuery, unknown>({
      method: "post",
      path: "/watchlists",
      summary: "Make a watchlist",
      scope: "write",
      body: z.unknown(),
      bodyInWords: writtenWatchlist,
      answers: { 200: saved("It was made before with this Idempotency-Key"), 201: saved("It is made") },
      handle: (call) => create(call, deps),
    }),
    route({
      method: "get",
      path: "/watchlists/{id}",
      summary: "One watchlist",
      scope: "read",
      answers: { 200: one("The watchlist, with its ETag") },
      handle: async (call) => shown(await find(call), show),
    }),
    route<NoQuery, unknown>({
      method: "put",
      path: "/watchlists/{id}",
      summary: "Replace a watchlist",
      scope: "write",
      body: z.unknown(),
      bodyInWords: writtenWatchlist,
      answers: { 200: saved("It is replaced") },
      handle: async (call) => change(await find(call), call.body, deps),
    }),
    route<NoQuery, unknown>({
      method: "patch",
      path: "/watchlists/{id}",
      summary: "Change some fields of a watchlist; lists are replaced whole",
      scope: "write",
      body: z.unknown(),
      bodyInWords: writtenWatchlist.partial(),
      answers: { 200: saved("It is changed") },
      handle: async (call) => {
        const stored = await find(call);
        return change(stored, merged(stored.value, call.body), deps);
      },
    }),
    route({
      method: "delete",
      path: "/watchlists/{id}",
      summary: "Delete a watchlist and the subscriptions to it",
      scope: "write",
      answers: { 204: { description: "It is gone", schema: null } },
      handle: async (call) => remove((await find(call)).value, deps),
    }),
  ];
}

async function create(call: Call<NoQuery, unknown>, deps: WatchlistPorts): Promise<Answer> {
  const { owner } = call.caller;
  const id = call.idempotencyKey === null ? deps.newId() : deriveId(owner, "watchlist", call.idempotencyKey);
  const watchlist = readWatchlistBody(call.body, { id, owner }, deps);
  if (await deps.watchlists.create(watchlist)) return created(watchlist, `/watchlists/${id}`, showSaved(deps));
  return shown(owned(await deps.watchlists.readWatchlist(id), "watchlist", call), showSaved(deps));
}

/**
 * Stores the changed watchlist. That there may be news under names which it has only now is said before, so that no crash can
 * lose it: where the change then isn't made, nothing is found under them.
 */
async function change(
  { value, version }: Versioned<Watchlist>,
  written: unknown,
  deps: WatchlistPorts,
): Promise<Answer> {
  const changed = readWatchlistBody(written, value, deps);
  const added = deps.addedNames(value, changed);
  if (added !== null) {
    const { id: watchlistId, owner } = value;
    await deps.missed.send({ owner, watchlistId, added, addedAt: deps.now().toISOString() }, storedWithinSeconds);
  }
  return replaced(changed, version, deps.watchlists.replace, showSaved(deps));
}

/**
 * The watchlist that a client wrote, under the id and owner that it has. Refuses what `deps.readWatchlist` refuses, and
 * an id or owner of the client's choice. `within` is the field that the watchlist stands in; "" for the whole body.
 */
export function readWatchlistBody(
  written: unknown,
  { id, owner }: Pick<Watchlist, "id" | "owner">,
  deps: WatchlistReading,
  within = "",
): Watchlist {
  const at = (field: string) => [within, field].filter(Boolean).join(".");
  const fields = isObject(written) ? { ...written } : written;
  if (isObject(fields)) {
    if ("owner" in fields) refuseField(at("owner"), "no such field", fields.owner);
    if (fields.id !== undefined && fields.id !== id) refuseField(at("id"), `no id, or ${inWords(id)}`, fields.id);
    if (fields.name === undefined) refuseField(at("name"), "a text", undefined);
    delete fields.id;
    delete fields.warnings;
  }
  const outcome = deps.readWatchlist(fields);
  if (outcome.kind === "watchlist") {
    const count = outcome.watchlist.entities.length;
    if (count > entitiesMax) refuseField(at("entities"), `at most ${entitiesMax} entities`, count);
    return { ...outcome.watchlist, id, owner };
  }
  throw invalidInput([{ ...outcome.problem, field: at(outcome.problem.field) }]);
}

/** The stored watchlist with the fields that the patch has (RFC 7396, but nothing can be taken away by null). */
export function merged(stored: Watchlist, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const rule = isObject(patch.rule) ? { ...stored.rule, ...patch.rule } : (patch.rule ?? stored.rule);
  return { ...show(stored), ...patch, rule };
}

/** The subscriptions first: a crash leaves the watchlist, and the repeated request goes on. */
async function remove({ id }: Watchlist, { watchlists, subscriptions }: WatchlistPorts): Promise<Answer> {
  for await (const { endpointId } of subscriptions.subscriptionsOfWatchlist(id))
    await subscriptions.removeSubscription(endpointId, id);
  await watchlists.remove(id);
  return { status: 204 };
}

function refuseField(field: string, expected: string, value: unknown): never {
  throw invalidInput([{ field, expected, got: inWords(value) }]);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
