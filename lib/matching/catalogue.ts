import branchWords from "./catalogue/branches.json" with { type: "json" };
import commonWords from "./catalogue/common-words.json" with { type: "json" };
import companies from "./catalogue/companies.json" with { type: "json" };
import people from "./catalogue/people.json" with { type: "json" };
import { entityId } from "./entity-id.ts";

/** What else a name may mean: `acronym` (GM), `word` (Shell), `person` (Ford); `generic` is a word that hardly names a company. */
export type Ambiguity = "acronym" | "word" | "person" | "generic";

/** A company that many watch, as `catalogue/companies.json` has it. */
export interface CatalogueCompany {
  name: string;
  branch: string;
  aliases: string[];
  /** Which of its names mean other things as well. */
  ambiguous?: Record<string, Ambiguity>;
  /** Which of them mean other things so often that the item must show that the company is meant; acronyms always do. */
  needsContext?: string[];
  /** Longer names, of others, that contain one of its names. */
  longer?: string[];
  /** Words that show that this company is meant. */
  context?: string[];
  /** Words beside which one of its ambiguous names means something else. */
  against?: string[];
}

/** The catalogue's company with this id, or null. */
export const catalogueCompany = (id: string): CatalogueCompany | null => byId.get(id) ?? null;

/** The id of the catalogue's company that goes by this name, or null. */
export const resolveName = (name: string): string | null =>
  idAsWritten.get(name.toLowerCase()) ??
  idByName.get(entityId(name)) ??
  idByName.get(entityId(withoutArticle(name))) ??
  null;

/** Whether the catalogue knows that this name means something else more often than not, so that it needs context. */
export const isAmbiguous = (alias: string): boolean => strictAliases.has(alias);

/** What else the alias of a company may mean, or null if it is unmistakable. */
export function ambiguityOf(company: CatalogueCompany | null, alias: string): Ambiguity | null {
  const known = Object.entries(company?.ambiguous ?? {}).find(
    ([name]) => name.toLowerCase() === withoutArticle(alias).toLowerCase(),
  );
  if (known) return known[1];
  if (company?.name === alias || company?.aliases.includes(alias)) return null;
  const uninflected = alias.replace(/s$/, "");
  if (company && uninflected !== alias && [company.name, ...company.aliases].includes(uninflected))
    return ambiguityOf(company, uninflected);
  return isGeneric(alias) ? "generic" : null;
}

/** Branches whose companies are named beside each other; any other branch is its own. */
export const peerGroup = (branch: string): string => (vehicleBranches.has(branch) ? "vehicles" : branch);

/** The names of the catalogue's companies in the group that are no common words: a car maker's beside GM need not be watched. */
export const peerNames = (group: string): string[] =>
  [...byId.values()]
    .filter((company) => peerGroup(company.branch) === group)
    .flatMap((company) =>
      [company.name, ...company.aliases].filter((name) => {
        const ambiguity = ambiguityOf(company, name);
        return ambiguity === null || ambiguity === "person";
      }),
    );

/** The words that show which branch an item is about. */
export const branchCues = (branch: string): string[] => branches.get(branch) ?? [];

/** Names of other companies of the catalogue in which this alias of a company stands as whole words. */
export function namesAround(id: string, alias: string): string[] {
  const around = longerNames.get(wordsOf(alias)) ?? [];
  if (around.length === 0) return [];
  const company = byId.get(id);
  const own = [company?.name, ...(company?.aliases ?? []), ...(company?.longer ?? [])].map((name) =>
    name?.toLowerCase(),
  );
  return around.filter((name) => !own.includes(name.toLowerCase()));
}

const wordsOf = (name: string): string => name.toLowerCase().replace(/[-\s]+/g, " ");

const withoutArticle = (name: string): string => name.replace(/^(?:die|der|das|the) /i, "");

/**
 * A name that is a common word, also with an article or an ending, a place ("Köln/Bonn", "Mannheimer"), a mere number, or a code
 * as roads and models have ("A9").
 */
function isGeneric(alias: string): boolean {
  const name = alias.replace(/^(?:die|der|das|the) /i, "");
  return (
    isCommon(name.toLowerCase()) ||
    /^(?:[\d\s.,-]+|\p{L}\d{1,3})$/u.test(name) ||
    (/^[\p{L}-]+\/[\p{L}-]+$/u.test(name) && name.split("/").every((part) => isCommon(part.toLowerCase())))
  );
}

/** Whether a word of this spelling means something else: a noun, a place, a first name, a small word. */
export const isCommonWord = (word: string): boolean =>
  isCommon(word.toLowerCase()) || firstNames.has(word) || smallWords.has(word.toLowerCase());

/** Whether it is a pronoun, an article or another small word ("man"), whatever its case. */
export const isSmallWord = (word: string): boolean => smallWords.has(word.toLowerCase());

const firstNames = new Set(people.firstNames);
const smallWords = new Set(
  "die der das den dem des man wie was wer aus bei mit von vor und oder ein nie nun nur als auf ist war hat ihr uns sie gar per pro the and for but not you are was his her has had its out who all any can may new now old one our own see two way sap gap ups eis ost opa oma uhr ohr art arm eis rat tat tag weg zug hut mut tor tod not los see ski bad bar".split(
    " ",
  ),
);

const isCommon = (word: string): boolean =>
  [word, word.replace(/s$/, ""), word.replace(/e?n$/, ""), word.replace(/er$/, "")].some((form) =>
    genericWords.has(form),
  );

const vehicleBranches = new Set(["cars", "trucks", "suppliers", "batteries"]);
const branches = new Map<string, string[]>(Object.entries(branchWords));
const byId = new Map<string, CatalogueCompany>(
  companies.map((company) => [entityId(company.name), company as CatalogueCompany]),
);
const genericWords = new Set(Object.values(commonWords).flatMap((words) => words.map((word) => word.toLowerCase())));
/** Before the legal form and accents are left out: "Porsche SE" holds Porsche, "Hermès" is no parcel service. */
const idAsWritten = new Map<string, string>();
const idByName = new Map<string, string>();
const strictAliases = new Set<string>();

for (const [id, company] of byId) {
  for (const name of [company.name, ...company.aliases]) {
    const key = entityId(name);
    if (!idByName.has(key)) idByName.set(key, id);
    if (!idAsWritten.has(name.toLowerCase())) idAsWritten.set(name.toLowerCase(), id);
  }
  for (const [alias, ambiguity] of Object.entries(company.ambiguous ?? {})) {
    if (ambiguity === "acronym") strictAliases.add(alias);
  }
  for (const alias of company.needsContext ?? []) strictAliases.add(alias);
}
for (const id of byId.keys()) idByName.set(id, id);

/** The names of several words, by each shorter run of their words. */
const longerNames = new Map<string, string[]>();
for (const name of [...byId.values()].flatMap((company) => [company.name, ...company.aliases])) {
  const words = wordsOf(name).split(" ");
  for (let from = 0; from < words.length; from++) {
    for (let to = from + 1; to <= words.length; to++) {
      if (to - from === words.length) continue;
      const run = words.slice(from, to).join(" ");
      longerNames.set(run, [...(longerNames.get(run) ?? []), name]);
    }
  }
}
