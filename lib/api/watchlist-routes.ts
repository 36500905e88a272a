import * as z from "zod";
import type { Subscription } from "../alerting/subscriber.ts";
import type { AddedNames } from "../matching/added-names.ts";
import type { AliasProblem, AliasWarning } from "../matching/lint-watchlist.ts";
import type { Watchlist } from "../matching/watchlist.ts";
import { watchlistLimits } from "../pipeline/check-watchlist.ts";
import type { MissedNews } from "../pipeline/missed-news.ts";
import { inWords } from "./field-problems.ts";
import { type IdempotencyPorts, once } from "./idempotency.ts";
import type { Page, PageRequest } from "./page.ts";
import { type CursorPorts, listRoute } from "./paging.ts";
import { type FieldProblem, invalidInput, Refusal } from "./refusal.ts";
import { type Answer, type Call, type NoQuery, type Route, route } from "./route.ts";
import { kindShape, stageShape } from "./rule-shapes.ts";
import { created, owned, replaced, shown, type Versioned } from "./versioned.ts";
import { allWatchlistsOf } from "./watchlist-access.ts";

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
  ): { kind: "watchlist"; watchlist: Watchlist } | { kind: "invalid"; problems: readonly FieldProblem[] };
}

export interface WatchlistPorts extends CursorPorts, WatchlistReading, IdempotencyPorts {
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
  minSources: z.int().min(1).max(watchlistLimits.minSourcesMax).optional().meta({
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
const headlines = z
  .array(z.string().min(1).max(watchlistLimits.headlineLengthMax))
  .max(watchlistLimits.headlinesMax)
  .optional();
const headlineFields = {
  mustMatch: headlines.meta({ description: "Headlines that must hit, kept as your tests; see `tieup apply`" }),
  mustNotMatch: headlines.meta({ description: "Headlines that must not hit" }),
};
const name = z
  .string()
  .min(1)
  .max(watchlistLimits.nameLengthMax)
  .meta({ description: "No other watchlist of yours has it" });
export const watchlistShape = z.strictObject({
  id: z.string(),
  name,
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
const writtenRule = ruleShape.extend({ languages: z.union([z.literal("any"), z.array(z.string())]) }).partial();
export const writtenWatchlist = z.strictObject({
  id: z.string().optional().meta({ description: "May be repeated as it was given; it can't be chosen" }),
  warnings: z.array(z.unknown()).optional().meta({ description: "May be repeated as they were given; not read" }),
  name,
  entities: z
    .array(z.union([z.string(), writtenEntity]))
    .max(entitiesMax)
    .meta({ description: "Names, or names with their spellings" }),
  rule: writtenRule.optional().meta({ description: "What is left out has its default" }),
  ...headlineFields,
});

/** Null takes away what may be left out. */
const patchedWatchlist = writtenWatchlist.partial().extend({
  rule: z
    .strictObject(
      Object.fromEntries(
        Object.entries(writtenRule.shape).map(([name, shape]) => [name, (shape as z.ZodType).nullish()]),
      ) as Record<string, z.ZodType>,
    )
    .nullish()
    .meta({ description: "Of the rule, too, only what is given changes; null brings a default back" }),
  mustMatch: headlines.nullable(),
  mustNotMatch: headlines.nullable(),
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
    listRoute(
      {
        ...{ path: "/watchlists", summary: "Your watchlists", scope: "read", shape: watchlistShape },
        ...{ read: watchlists.watchlistsOf, show },
      },
      deps,
    ),
    route<NoQuery, unknown>({
      method: "post",
      path: "/watchlists",
      summary: "Make a watchlist",
      scope: "write",
      body: z.unknown(),
      bodyInWords: writtenWatchlist,
      makesOnce: true,
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
      isVersioned: true,
      body: z.unknown(),
      bodyInWords: writtenWatchlist,
      answers: { 200: saved("It is replaced") },
      handle: async (call) => change(await find(call), call.body, deps),
    }),
    route<NoQuery, unknown>({
      method: "patch",
      path: "/watchlists/{id}",
      summary: "Change some fields of a watchlist; lists are replaced whole, null brings a default back",
      scope: "write",
      isVersioned: true,
      body: z.unknown(),
      bodyInWords: patchedWatchlist,
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
      isVersioned: true,
      answers: { 204: { description: "It is gone", schema: null } },
      handle: async (call) => remove((await find(call)).value, deps),
    }),
  ];
}

async function create(call: Call<NoQuery, unknown>, deps: WatchlistPorts): Promise<Answer> {
  const { owner } = call.caller;
  const show = showSaved(deps);
  const again = async (id: string) => {
    const stored = await deps.watchlists.readWatchlist(id);
    return stored && shown(stored, show);
  };
  return once(call, "watchlist", deps, {
    again,
    async make(id) {
      const watchlist = readWatchlistBody(call.body, { id, owner }, deps);
      // A process that died may have made it under this id.
      const before = await again(id);
      if (before) return { id, answer: before };
      await refuseTakenName(watchlist, deps);
      await deps.watchlists.create(watchlist);
      return { id, answer: created(watchlist, `/watchlists/${id}`, show) };
    },
  });
}

/**
 * Names are what people and files (`tieup apply`) call watchlists by. Read from an index: of two that are made in the same moment
 * both can get through.
 */
async function refuseTakenName({ id, owner, name }: Watchlist, deps: WatchlistPorts): Promise<void> {
  const taken = (await allWatchlistsOf(owner, deps)).find((other) => other.name === name && other.id !== id);
  if (!taken) return;
  const location = `/watchlists/${taken.id}`;
  const detail = `expected a name that none of your watchlists has, got ${inWords(name)}, which ${location} has`;
  throw new Refusal("conflict", detail, { headers: { location } });
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
  if (changed.name !== value.name) await refuseTakenName(changed, deps);
  const added = deps.addedNames(value, changed);
  if (added !== null) {
    const { id: watchlistId, owner } = value;
    await deps.missed.send({ owner, watchlistId, added, addedAt: deps.now().toISOString() }, storedWithinSeconds);
  }
  return replaced(changed, version, deps.watchlists.replace, showSaved(deps));
}

/**
 * The watchlist that a client wrote, under the id and owner that it has. Refuses, with everything that is wrong, what
 * `deps.readWatchlist` refuses, and an id or owner of the client's choice. `within` is the field that the watchlist stands in; ""
 * for the whole body.
 */
export function readWatchlistBody(
  written: unknown,
  { id, owner }: Pick<Watchlist, "id" | "owner">,
  deps: WatchlistReading,
  within = "",
): Watchlist {
  const { id: givenId, owner: givenOwner, warnings: _, ...fields } = isObject(written) ? written : {};
  const outcome = deps.readWatchlist(isObject(written) ? fields : written);
  const problems = [
    ...(isObject(written) && written.name === undefined ? [problem("name", "a text", undefined)] : []),
    ...(givenOwner === undefined ? [] : [problem("owner", "no owner, since it is the token's", givenOwner)]),
    ...(givenId === undefined || givenId === id ? [] : [problem("id", `no id, or ${inWords(id)}`, givenId)]),
    ...(outcome.kind === "invalid" ? outcome.problems : tooMany(outcome.watchlist)),
  ];
  if (outcome.kind === "watchlist" && problems.length === 0) return { ...outcome.watchlist, id, owner };
  throw invalidInput(problems.map((one) => ({ ...one, field: [within, one.field].filter(Boolean).join(".") })));
}

const tooMany = ({ entities }: Watchlist): FieldProblem[] =>
  entities.length > entitiesMax ? [problem("entities", `at most ${entitiesMax} entities`, entities.length)] : [];

const problem = (field: string, expected: string, value: unknown): FieldProblem => ({
  field,
  expected,
  got: inWords(value),
});

/** The stored watchlist with the fields that the patch has (RFC 7396): null takes one away, and it is read as if it were left out. */
export function merged(stored: Watchlist, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const rule = isObject(patch.rule) ? without(null, { ...stored.rule, ...patch.rule }) : patch.rule;
  return without(null, { ...show(stored), ...patch, ...(rule === undefined ? {} : { rule }) });
}

const without = (value: unknown, fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== value));

/** The subscriptions first: a crash leaves the watchlist, and the repeated request goes on. */
async function remove({ id }: Watchlist, { watchlists, subscriptions }: WatchlistPorts): Promise<Answer> {
  for await (const { endpointId } of subscriptions.subscriptionsOfWatchlist(id))
    await subscriptions.removeSubscription(endpointId, id);
  await watchlists.remove(id);
  return { status: 204 };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
