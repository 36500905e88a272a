import { acronymAsWord, aliasByShape, isAcronym } from "./alias-shape.ts";
import companyWords from "./catalogue/company-words.json" with { type: "json" };
import {
  type Ambiguity,
  ambiguityOf,
  branchCues,
  catalogueCompany,
  peerGroup,
  peerNames,
  resolveName,
} from "./catalogue.ts";
import { withoutLegalForm } from "./legal-forms.ts";
import { buildNameTable, type NameTable, type SearchName } from "./name-table.ts";
import { type FoundName, scanNames } from "./scan-names.ts";
import type { Alias, Entity } from "./watchlist.ts";

/** The watched names, made ready for `findMentions`. Compile once, use for every item. */
export interface Dictionary {
  table: NameTable;
  /** What each name of the table stands for. */
  meanings: Meaning[];
  entities: Map<string, Entity>;
  /** What it changes, with what of that counts no longer; null for one that stands alone. */
  base: { dictionary: Dictionary; replaced: ReadonlySet<string> } | null;
}

/** What a name found in an item stands for. */
export type Meaning =
  | WatchedName
  | { kind: "longer"; entity: Entity; phrase: string }
  | { kind: "cue"; shows: string; word: string };

/** A watched company's name. */
export interface WatchedName {
  kind: "name";
  entity: Entity;
  alias: Alias;
  /** What else the name may mean; null if nothing. */
  ambiguity: Ambiguity | null;
  /** The company's branch, or "" where it is not known. */
  branch: string;
}

/**
 * Compiles the entities' names, with those that the catalogue adds: its aliases, the longer names that are others', and the cue
 * words of context, branch and business, so that one pass over an item finds all that decides.
 */
export function compileDictionary(entities: readonly Entity[]): Dictionary {
  const entries = entities.flatMap((entity) => entriesOf(entity));
  const cues = entries.some((entry) => isUnsure(entry.meaning)) ? sharedCues(entries) : [];
  const all = [...entries, ...cues];
  return {
    table: buildNameTable(all.map((entry) => entry.spelling)),
    meanings: all.map((entry) => entry.meaning),
    entities: new Map(entities.map((entity) => [entity.id, entity])),
    base: null,
  };
}

/**
 * Every place where a name of the dictionary, or one of its base that it has not replaced, stands; what `name` stands for says
 * `meaningOf`. Linear in the text.
 */
export function scanDictionary(dictionary: Dictionary, text: string): FoundName[] {
  const { table, base } = dictionary;
  if (!base) return scanNames(table, text);
  const old = scanDictionary(base.dictionary, text).filter(({ name }) => {
    const meaning = meaningOf(base.dictionary, name);
    return meaning !== undefined && !isReplaced(meaning, base.replaced);
  });
  const shift = base.dictionary.meanings.length;
  return [...old, ...scanNames(table, text).map((place) => ({ ...place, name: place.name + shift }))];
}

/** What a name that `scanDictionary` has found stands for. */
export function meaningOf({ meanings, base }: Dictionary, name: number): Meaning | undefined {
  const shift = base?.dictionary.meanings.length ?? 0;
  return name < shift ? base?.dictionary.meanings[name] : meanings[name - shift];
}

function isReplaced(meaning: Meaning, replaced: ReadonlySet<string>): boolean {
  if (meaning.kind !== "cue") return replaced.has(meaning.entity.id);
  // The cues of business and sport are nobody's, even if a company is called so.
  const [, owner] = /^(?:entity|against) (.*)$/su.exec(meaning.shows) ?? [];
  return owner !== undefined && replaced.has(owner);
}

/** The keys under which cue words are counted. */
export const cueKeys = {
  entity: (id: string): string => `entity ${id}`,
  against: (id: string): string => `against ${id}`,
  branch: (branch: string): string => `branch ${branch}`,
  peers: (group: string): string => `peers ${group}`,
  business: "business",
  sport: "sport",
};

interface Entry {
  spelling: SearchName;
  meaning: Meaning;
}

const isUnsure = (meaning: Meaning): boolean =>
  meaning.kind === "name" && (meaning.ambiguity !== null || meaning.alias.needsContext);

function entriesOf(entity: Entity): Entry[] {
  const company = catalogueCompany(entity.id);
  const known = entity.aliases.map((alias) => alias.text);
  const added = company
    ? [company.name, ...company.aliases].filter((name) => !known.includes(name)).map(aliasByShape)
    : [];
  const names = [...entity.aliases, ...added].flatMap((alias) =>
    spellings(alias, entity.id, company !== null).map((spelling): Entry => {
      const ambiguity = ambiguityOf(company, spelling.text);
      return { spelling, meaning: { kind: "name", entity, alias, ambiguity, branch: company?.branch ?? "" } };
    }),
  );
  const cues = names.some((entry) => isUnsure(entry.meaning))
    ? [
        ...[...entity.context, ...(company?.context ?? [])].map((word) => cue(word, cueKeys.entity(entity.id))),
        ...(company?.against ?? []).map((word) => cue(word, cueKeys.against(entity.id))),
      ]
    : [];
  return [...names, ...longerNames(entity, company?.longer ?? []), ...cues];
}

/** Longer names that are another's, and the watchlist's own phrases; one without an alias in it speaks against the entity. */
function longerNames(entity: Entity, longer: string[]): Entry[] {
  const aliases = entity.aliases.map((alias) => alias.text.toLowerCase());
  return [...longer, ...entity.exclude].map((phrase) => {
    const around = longer.includes(phrase) || aliases.some((alias) => phrase.toLowerCase().includes(alias));
    const spelling = { text: phrase, caseSensitive: false };
    return around ? { spelling, meaning: { kind: "longer", entity, phrase } } : cue(phrase, cueKeys.against(entity.id));
  });
}

function sharedCues(entries: Entry[]): Entry[] {
  const branches = new Set(
    entries.flatMap(({ meaning }) => (meaning.kind === "name" && meaning.branch ? [meaning.branch] : [])),
  );
  return [
    ...[...branches].flatMap((branch) => branchCues(branch).map((word) => cue(word, cueKeys.branch(branch)))),
    ...[...new Set([...branches].map(peerGroup))].flatMap((group) =>
      peerNames(group).map((name) => cue(name, cueKeys.peers(group))),
    ),
    ...companyWords.business.map((word) => cue(word, cueKeys.business)),
    ...companyWords.sport.map((word) => cue(word, cueKeys.sport)),
  ];
}

const cue = (word: string, shows: string): Entry => ({
  spelling: { text: word, caseSensitive: isAcronym(word) },
  meaning: { kind: "cue", shows, word },
});

/** The alias, the same without its legal form, each with "&", "+", "and" and "und" for one another, and a known acronym also as a word. */
function spellings(alias: Alias, id: string, known: boolean): SearchName[] {
  const short = withoutLegalForm(alias.text);
  // Without its legal form "Porsche SE" would be another company.
  const isOwn = short !== alias.text && (resolveName(short) ?? id) === (resolveName(alias.text) ?? id);
  const texts = isOwn ? [alias.text, short] : [alias.text];
  return texts.flatMap((text) => {
    const caseSensitive = text === alias.text ? alias.caseSensitive : aliasByShape(text).caseSensitive;
    const written = [text, ...joiners.map((sign) => text.replace(joiner, ` ${sign} `))];
    const word = caseSensitive && known ? acronymAsWord(text) : null;
    return [...new Set([...written, ...(word && !texts.includes(word) ? [word] : [])])].map((spelling) => ({
      text: spelling,
      caseSensitive,
    }));
  });
}

/** "&" and "+" between words are written one for the other; in "K+S" and "H&M" the sign is part of the name. */
const joiner = /(?<=\p{L}{3}) ?[&+] ?(?=\p{L}{3})/gu;
const joiners = ["&", "+", "and", "und"];
