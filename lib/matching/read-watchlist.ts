import { aliasByShape } from "./alias-shape.ts";
import { resolveName } from "./catalogue.ts";
import { entityId } from "./entity-id.ts";
import { neverAlone } from "./legal-forms.ts";
import type { Alias, Entity, Rule, Watchlist } from "./watchlist.ts";

/** One thing that is wrong with a watchlist: where, what was expected there and what came. `field` is "" for the whole. */
export interface WatchlistProblem {
  field: string;
  expected: string;
  got: string;
}

const problemsInMessageMax = 5;

/** Not a watchlist. The message names the first things that are wrong, `problems` has all of them. */
export class WatchlistError extends Error {
  override name = "WatchlistError";
  readonly problems: readonly WatchlistProblem[];
  /** `within` is where the watchlist stands in a larger document. */
  constructor(problems: readonly WatchlistProblem[], within = "") {
    const more = problems.length - problemsInMessageMax;
    const told = problems.slice(0, problemsInMessageMax).map((problem) => inOneLine(problem, within));
    super(`${told.join("; ")}${more > 0 ? ` (and ${more} more)` : ""}`);
    this.problems = problems;
  }
}

const inOneLine = ({ field, expected, got }: WatchlistProblem, within: string): string =>
  `${[within, field].filter(Boolean).join(".") || "watchlist"}: expected ${expected}, got ${got}`;

export const entitiesMax = 10_000;
export const aliasesMax = 10_000;
export const phrasesPerEntityMax = 500;
export const phraseLengthMax = 200;
export const minConfidenceDefault = 0.5;

type Kind = Rule["kinds"][number];
type Stage = Rule["stages"][number];

/** All kinds and stages; a record, so that a new one cannot be forgotten here. */
const kinds = keysOf<Kind>({ cooperation: 1, "joint-venture": 1, supply: 1, licensing: 1, stake: 1, merger: 1 });
const stages = keysOf<Stage>({ rumoured: 1, agreed: 1, expanded: 1, active: 1, ended: 1, denied: 1 });

/**
 * The watchlist that a parsed YAML or JSON document describes. Entities may be plain names, aliases plain strings; what is left
 * out gets its default: a rule for tie-ups between two watched parties (one, where only one is watched) of every kind, in every
 * stage but "active", from confidence 0.5; short all-caps aliases are case-sensitive; aliases that the catalogue knows to be
 * ambiguous need context. Entities that are the same company become one. Throws `WatchlistError`.
 */
export function readWatchlist(value: unknown): Watchlist {
  const known = ["name", "entities", "rule", "mustMatch", "mustNotMatch"];
  const given = mapping(value, "", known);
  const entities = tried(() => readEntities(given.entities));
  const [read, name, rule, mustMatch, mustNotMatch, id, owner] = all([
    () => readOrThrown(entities),
    () => (given.name === undefined ? "Watchlist" : text(given.name, "name")),
    () => readRule(given.rule ?? {}, entities.kind === "read" ? entities.value : null),
    () => headlines("mustMatch", given.mustMatch),
    () => headlines("mustNotMatch", given.mustNotMatch),
    () => (given.id === undefined ? null : text(given.id, "id")),
    () => (given.owner === undefined ? "local" : text(given.owner, "owner")),
    () => refuseOthers(given, "", known, ["id", "owner"]),
  ]);
  return {
    id: id ?? (entityId(name) || "watchlist"),
    owner,
    name,
    entities: read,
    rule,
    ...mustMatch,
    ...mustNotMatch,
  };
}

function readEntities(value: unknown): Entity[] {
  const entities = mergeSame(each(list(value, "entities", entitiesMax), "entities", readEntity));
  if (entities.length === 0) fail("entities", "at least one company", "none");
  const aliases = entities.reduce((sum, entity) => sum + entity.aliases.length, 0);
  if (aliases > aliasesMax) fail("entities", `at most ${aliasesMax} names and aliases together`, `${aliases}`);
  return entities;
}

export const headlinesMax = 100;
export const headlineLengthMax = 500;

function headlines<Field extends string>(field: Field, value: unknown): { [name in Field]?: string[] } {
  if (value === undefined) return {};
  const read = each(list(value, field, headlinesMax), field, (one, path) => text(one, path, headlineLengthMax));
  return read.length > 0 ? ({ [field]: read } as { [name in Field]?: string[] }) : {};
}

function readEntity(value: unknown, path: string): Entity {
  const known = ["id", "name", "aliases", "context", "exclude"];
  const given = typeof value === "string" ? { name: value } : mapping(value, path, known, "a name or a mapping");
  const [name, written, context, exclude, id] = all([
    () => aliasText(given.name, `${path}.name`),
    () => texts(given.aliases, `${path}.aliases`, aliasesMax, readAlias),
    () => texts(given.context, `${path}.context`, phrasesPerEntityMax, text),
    () => texts(given.exclude, `${path}.exclude`, phrasesPerEntityMax, text),
    () => (given.id === undefined ? null : text(given.id, `${path}.id`)),
    () => refuseOthers(given, path, known),
  ]);
  const aliases = written.some((alias) => alias.text === name) ? written : [aliasByShape(name), ...written];
  return { id: id ?? resolveName(name) ?? entityId(name), name, aliases, context, exclude };
}

function readAlias(value: unknown, path: string): Alias {
  if (typeof value === "string") return aliasByShape(aliasText(value, path));
  const known = ["text", "caseSensitive", "needsContext"];
  const given = mapping(value, path, known, "a string or a mapping");
  const [byShape, caseSensitive, needsContext] = all([
    () => aliasByShape(aliasText(given.text, `${path}.text`)),
    () => flag(given.caseSensitive, `${path}.caseSensitive`),
    () => flag(given.needsContext, `${path}.needsContext`),
    () => refuseOthers(given, path, known),
  ]);
  return {
    text: byShape.text,
    caseSensitive: caseSensitive ?? byShape.caseSensitive,
    needsContext: needsContext ?? byShape.needsContext,
  };
}

/** `entities` null: they could not be read, and what the rule says of them can't be checked. */
function readRule(value: unknown, entities: Entity[] | null): Rule {
  const known = ["news", "parties", "kinds", "stages", "languages", "minConfidence", "minSources"];
  const given = mapping(value, "rule", known);
  const usualStages = stages.filter((stage) => stage !== "active");
  const [news, parties, chosenKinds, chosenStages, minConfidence, languages, minSources] = all([
    () => (given.news === undefined ? "tie-up" : oneOf(given.news, "rule.news", ["tie-up", "any-mention"] as const)),
    () => readParties(given.parties, entities),
    () => someOf<Kind>(given.kinds, "rule.kinds", kinds, [...kinds]),
    () => someOf<Stage>(given.stages, "rule.stages", stages, usualStages),
    () => share(given.minConfidence, "rule.minConfidence"),
    () => readLanguages(given.languages),
    () => readMinSources(given.minSources),
    () => refuseOthers(given, "rule", known),
  ]);
  return {
    ...{ news, parties, kinds: chosenKinds, stages: chosenStages, minConfidence },
    ...(languages ? { languages } : {}),
    ...(minSources > 1 ? { minSources } : {}),
  };
}

export const languagesMax = 20;

/** The languages that are taken, or null for all. */
function readLanguages(value: unknown): string[] | null {
  if (value === undefined || value === "any") return null;
  if (!Array.isArray(value) || value.length === 0) fail("rule.languages", '"any" or a list of languages', shown(value));
  return each(list(value, "rule.languages", languagesMax), "rule.languages", (one, path) => {
    if (typeof one === "string" && /^[a-z]{2,3}$/.test(one)) return one;
    return fail(path, "a language such as de or en (BCP 47)", shown(one));
  });
}

export const minSourcesMax = 20;

function readMinSources(value: unknown): number {
  if (value === undefined) return 1;
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= minSourcesMax) return value as number;
  return fail("rule.minSources", `a whole number from 1 to ${minSourcesMax}`, shown(value));
}

function readParties(value: unknown, entities: Entity[] | null): Rule["parties"] {
  if (value === undefined) return entities?.length === 1 ? "any" : "both-watched";
  if (typeof value === "string") return oneOf(value, "rule.parties", ["both-watched", "any"] as const);
  const given = mapping(value, "rule.parties", ["pair"], '"both-watched", "any" or {pair: [name, name]}');
  const place = "rule.parties.pair";
  const [[first, second]] = all([
    () => each(list(given.pair, place, 2), place, (one, path) => watchedId(one, path, entities)),
    () => refuseOthers(given, "rule.parties", ["pair"]),
  ]);
  if (first === undefined || second === undefined || first === second)
    fail(place, "two different watched companies", shown(given.pair));
  return { pair: [first, second] };
}

function watchedId(value: unknown, path: string, entities: Entity[] | null): string {
  const name = text(value, path);
  const id = resolveName(name) ?? entityId(name);
  if (entities === null) return id;
  const found = entities.find(
    (entity) => entity.id === name || entity.id === id || entity.aliases.some((alias) => alias.text === name),
  );
  return found?.id ?? fail(path, "a company of this watchlist", shown(name));
}

function mergeSame(entities: Entity[]): Entity[] {
  const byId = new Map<string, Entity>();
  for (const entity of entities) {
    const first = byId.get(entity.id);
    byId.set(entity.id, first ? merged(first, entity) : entity);
  }
  return [...byId.values()];
}

const merged = (first: Entity, second: Entity): Entity => ({
  ...first,
  aliases: [
    ...first.aliases,
    ...second.aliases.filter((alias) => first.aliases.every((known) => known.text !== alias.text)),
  ],
  context: [...new Set([...first.context, ...second.context])],
  exclude: [...new Set([...first.exclude, ...second.exclude])],
});

function fail(field: string, expected: string, got: string): never {
  throw new WatchlistError([{ field, expected, got }]);
}

type Tried<T> = { kind: "read"; value: T } | { kind: "wrong"; problems: readonly WatchlistProblem[] };

function tried<T>(read: () => T): Tried<T> {
  try {
    return { kind: "read", value: read() };
  } catch (fault) {
    if (fault instanceof WatchlistError) return { kind: "wrong", problems: fault.problems };
    throw fault;
  }
}

function readOrThrown<T>(outcome: Tried<T>): T {
  if (outcome.kind === "wrong") throw new WatchlistError(outcome.problems);
  return outcome.value;
}

/** What the readers return, in their order. All of them are called: what is wrong with any of them is thrown together. */
function all<const T extends readonly (() => unknown)[]>(readers: T): { [K in keyof T]: ReturnType<T[K]> } {
  const outcomes = readers.map((read) => tried(read));
  const problems = outcomes.flatMap((outcome) => (outcome.kind === "wrong" ? outcome.problems : []));
  if (problems.length > 0) throw new WatchlistError(problems);
  return outcomes.map(readOrThrown) as { [K in keyof T]: ReturnType<T[K]> };
}

const each = <T>(values: readonly unknown[], path: string, read: (value: unknown, path: string) => T): T[] =>
  all(values.map((value, i) => () => read(value, `${path}[${i}]`)));

function mapping(value: unknown, path: string, known: string[], expected = "a mapping"): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  return fail(path, `${expected} with ${known.join(", ")}`, shown(value));
}

/** `silent` may stand there, too, without being proposed to anybody. */
function refuseOthers(given: Record<string, unknown>, path: string, known: string[], silent: string[] = []): void {
  const others = Object.keys(given).filter((field) => !known.includes(field) && !silent.includes(field));
  const problems = others.map((field) => {
    const near = nearest(field, known);
    return {
      field: [path, clipped(field)].filter(Boolean).join("."),
      expected: `one of ${known.join(", ")}`,
      got: `an unknown field${near ? `; did you mean "${near}"?` : ""}`,
    };
  });
  if (problems.length > 0) throw new WatchlistError(problems);
}

function list(value: unknown, path: string, max: number): unknown[] {
  if (!Array.isArray(value)) fail(path, "a list", shown(value));
  if (value.length > max) fail(path, `at most ${max} entries`, `${value.length}`);
  return value;
}

/** The entries of a list that may be left out. */
const texts = <T>(value: unknown, path: string, max: number, read: (value: unknown, path: string) => T): T[] =>
  value === undefined ? [] : each(list(value, path, max), path, read);

function text(value: unknown, path: string, lengthMax = phraseLengthMax): string {
  if (typeof value !== "string" || value.trim() === "") fail(path, "a text", shown(value));
  if (value.length > lengthMax) fail(path, `at most ${lengthMax} characters`, `${value.length}`);
  const half = /\p{Surrogate}/u.exec(value);
  if (half) fail(path, "whole characters", `half of a surrogate pair at ${half.index}`);
  return value.trim();
}

/** A name that can be searched for: two letters or digits at least, and not a mere legal form. */
function aliasText(value: unknown, path: string): string {
  if (typeof value === "number") fail(path, "a text (put it in quotes)", `the number ${value}`);
  const alias = text(value, path);
  const letters = alias.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  if (letters < 2) fail(path, "a name of at least two letters or digits", shown(alias));
  if (neverAlone.has(alias.toLowerCase().replace(/\./g, ""))) fail(path, "a name, not only a legal form", shown(alias));
  return alias;
}

function flag(value: unknown, path: string): boolean | undefined {
  if (value === undefined || typeof value === "boolean") return value;
  fail(path, "true or false", shown(value));
}

function share(value: unknown, path: string): number {
  if (value === undefined) return minConfidenceDefault;
  if (typeof value !== "number" || !(value >= 0 && value <= 1)) fail(path, "a number from 0 to 1", shown(value));
  return value;
}

function oneOf<T extends string>(value: unknown, path: string, allowed: readonly T[]): T {
  const found = allowed.find((choice) => choice === value);
  return found ?? fail(path, choices(allowed), shown(value));
}

function someOf<T extends string>(value: unknown, path: string, allowed: readonly T[], otherwise: T[]): T[] {
  if (value === undefined) return otherwise;
  const chosen = each(list(value, path, allowed.length), path, (one, place) => oneOf(one, place, allowed));
  return chosen.length > 0 ? [...new Set(chosen)] : fail(path, `one or more of ${allowed.join(", ")}`, "an empty list");
}

const choices = (allowed: readonly string[]): string => allowed.map((choice) => `"${choice}"`).join(" or ");

function keysOf<T extends string>(all: Record<T, 1>): T[] {
  return Object.keys(all) as T[];
}

const clipped = (long: string): string => (long.length > 60 ? `${long.slice(0, 60)}…` : long);

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return "a mapping";
  return typeof value === "string" ? `"${clipped(value)}"` : String(value);
}

/** The known field that is meant by a mistyped one, if one is near (at most two letters off), else null. */
function nearest(field: string, known: string[]): string | null {
  if (field.length > 40) return null;
  const ranked = known.map((name) => ({ name, off: editDistance(field.toLowerCase(), name.toLowerCase()) }));
  ranked.sort((a, b) => a.off - b.off);
  const best = ranked[0];
  return best && best.off <= Math.max(2, Math.floor(best.name.length / 3)) ? best.name : null;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
