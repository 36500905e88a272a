import { aliasByShape } from "./alias-shape.ts";
import { resolveName } from "./catalogue.ts";
import { entityId } from "./entity-id.ts";
import { neverAlone } from "./legal-forms.ts";
import type { Alias, Entity, Rule, Watchlist } from "./watchlist.ts";

/** Not a watchlist; the message names the place, what was expected there and what came. */
export class WatchlistError extends Error {
  override name = "WatchlistError";
}

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
  const given = fieldsOf(value, "watchlist", [
    ...["id", "owner", "name", "entities", "rule", "mustMatch", "mustNotMatch"],
  ]);
  const name = given.name === undefined ? "Watchlist" : text(given.name, "name");
  const entities = mergeSame(
    list(given.entities, "entities", entitiesMax).map((entry, i) => readEntity(entry, `entities[${i}]`)),
  );
  if (entities.length === 0) fail("entities", "at least one company", "none");
  const aliases = entities.reduce((sum, entity) => sum + entity.aliases.length, 0);
  if (aliases > aliasesMax) fail("entities", `at most ${aliasesMax} names and aliases together`, `${aliases}`);
  return {
    id: given.id === undefined ? entityId(name) || "watchlist" : text(given.id, "id"),
    owner: given.owner === undefined ? "local" : text(given.owner, "owner"),
    name,
    entities,
    rule: readRule(given.rule ?? {}, entities),
    ...headlines("mustMatch", given.mustMatch),
    ...headlines("mustNotMatch", given.mustNotMatch),
  };
}

const headlinesMax = 100;
const headlineLengthMax = 500;

function headlines<Field extends string>(field: Field, value: unknown): { [name in Field]?: string[] } {
  if (value === undefined) return {};
  const read = list(value, field, headlinesMax).map((one, i) => text(one, `${field}[${i}]`, headlineLengthMax));
  return read.length > 0 ? ({ [field]: read } as { [name in Field]?: string[] }) : {};
}

function readEntity(value: unknown, path: string): Entity {
  const given =
    typeof value === "string"
      ? { name: value }
      : fieldsOf(value, path, ["id", "name", "aliases", "context", "exclude"], "a name or a mapping");
  const name = aliasText(given.name, `${path}.name`);
  const written = given.aliases === undefined ? [] : list(given.aliases, `${path}.aliases`, aliasesMax);
  const aliases = written.map((alias, i) => readAlias(alias, `${path}.aliases[${i}]`));
  if (!aliases.some((alias) => alias.text === name)) aliases.unshift(aliasByShape(name));
  return {
    id: given.id === undefined ? (resolveName(name) ?? entityId(name)) : text(given.id, `${path}.id`),
    name,
    aliases,
    context: phrases(given.context, `${path}.context`).map((word, i) => text(word, `${path}.context[${i}]`)),
    exclude: phrases(given.exclude, `${path}.exclude`).map((phrase, i) => text(phrase, `${path}.exclude[${i}]`)),
  };
}

function readAlias(value: unknown, path: string): Alias {
  if (typeof value === "string") return aliasByShape(aliasText(value, path));
  const given = fieldsOf(value, path, ["text", "caseSensitive", "needsContext"], "a string or a mapping");
  const byShape = aliasByShape(aliasText(given.text, `${path}.text`));
  return {
    text: byShape.text,
    caseSensitive: flag(given.caseSensitive, `${path}.caseSensitive`) ?? byShape.caseSensitive,
    needsContext: flag(given.needsContext, `${path}.needsContext`) ?? byShape.needsContext,
  };
}

function readRule(value: unknown, entities: Entity[]): Rule {
  const given = fieldsOf(value, "rule", [
    ...["news", "parties", "kinds", "stages", "languages", "minConfidence", "minSources"],
  ]);
  const languages = readLanguages(given.languages);
  const minSources = readMinSources(given.minSources);
  return {
    news: given.news === undefined ? "tie-up" : oneOf(given.news, "rule.news", ["tie-up", "any-mention"] as const),
    parties: readParties(given.parties, entities),
    kinds: someOf<Kind>(given.kinds, "rule.kinds", kinds, [...kinds]),
    stages: someOf<Stage>(
      given.stages,
      "rule.stages",
      stages,
      stages.filter((stage) => stage !== "active"),
    ),
    minConfidence: share(given.minConfidence, "rule.minConfidence"),
    ...(languages ? { languages } : {}),
    ...(minSources > 1 ? { minSources } : {}),
  };
}

const languagesMax = 20;

/** The languages that are taken, or null for all. */
function readLanguages(value: unknown): string[] | null {
  if (value === undefined || value === "any") return null;
  if (!Array.isArray(value) || value.length === 0) fail("rule.languages", '"any" or a list of languages', shown(value));
  return list(value, "rule.languages", languagesMax).map((one, i) => {
    if (typeof one === "string" && /^[a-z]{2,3}$/.test(one)) return one;
    return fail(`rule.languages[${i}]`, "a language such as de or en (BCP 47)", shown(one));
  });
}

export const minSourcesMax = 20;

function readMinSources(value: unknown): number {
  if (value === undefined) return 1;
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= minSourcesMax) return value as number;
  return fail("rule.minSources", `a whole number from 1 to ${minSourcesMax}`, shown(value));
}

function readParties(value: unknown, entities: Entity[]): Rule["parties"] {
  if (value === undefined) return entities.length > 1 ? "both-watched" : "any";
  if (typeof value === "string") return oneOf(value, "rule.parties", ["both-watched", "any"] as const);
  const given = fieldsOf(value, "rule.parties", ["pair"], '"both-watched", "any" or {pair: [name, name]}');
  const pair = list(given.pair, "rule.parties.pair", 2).map((one, i) =>
    watchedId(one, `rule.parties.pair[${i}]`, entities),
  );
  const [first, second] = pair;
  if (first === undefined || second === undefined || first === second) {
    fail("rule.parties.pair", "two different watched companies", shown(given.pair));
  }
  return { pair: [first, second] };
}

function watchedId(value: unknown, path: string, entities: Entity[]): string {
  const name = text(value, path);
  const id = resolveName(name) ?? entityId(name);
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

function fail(path: string, expected: string, came: string): never {
  throw new WatchlistError(`${path}: expected ${expected}, got ${came}`);
}

function fieldsOf(value: unknown, path: string, known: string[], expected = "a mapping"): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    fail(path, `${expected} with ${known.join(", ")}`, shown(value));
  }
  for (const field of Object.keys(value)) {
    if (known.includes(field)) continue;
    const near = nearest(field, known);
    throw new WatchlistError(
      `${path}: unknown field "${clipped(field)}"${near ? `, did you mean "${near}"?` : ""} (expected ${known.join(", ")})`,
    );
  }
  return value as Record<string, unknown>;
}

function list(value: unknown, path: string, max: number): unknown[] {
  if (!Array.isArray(value)) fail(path, "a list", shown(value));
  if (value.length > max) fail(path, `at most ${max} entries`, `${value.length}`);
  return value;
}

const phrases = (value: unknown, path: string): unknown[] =>
  value === undefined ? [] : list(value, path, phrasesPerEntityMax);

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
  const chosen = list(value, path, allowed.length).map((one, i) => oneOf(one, `${path}[${i}]`, allowed));
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
