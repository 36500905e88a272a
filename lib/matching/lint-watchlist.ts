import { isAcronym } from "./alias-shape.ts";
import {
  type Ambiguity,
  ambiguityOf,
  branchCues,
  type CatalogueCompany,
  catalogueCompany,
  isCommonWord,
  namesAround,
} from "./catalogue.ts";
import { withoutLegalForm } from "./legal-forms.ts";
import type { AliasTrial } from "./try-aliases.ts";
import type { Alias, Entity, Watchlist } from "./watchlist.ts";

/** What makes an alias risky. `contained`: it stands in a longer name of another company; `shared`: two entities claim it. */
export type AliasProblem = "short" | "common" | "contained" | "shared" | "any-case";

export interface AliasWarning {
  /** The entity's name and its id. */
  entity: string;
  entityId: string;
  alias: string;
  problem: AliasProblem;
  /** A sentence for people. */
  message: string;
  /** What could be written into the watchlist; empty lists where nothing is known to propose. */
  proposal: { needsContext: boolean; caseSensitive: boolean; context: string[]; exclude: string[] };
}

/**
 * Warnings about the aliases that will match more than the company: short ones, common words, names and first names, those that
 * longer names of others contain, those that two entities share, and acronyms in any case. In the order of the watchlist. None
 * for an alias that needs context where the entity has some, for its writer knows.
 */
export function lintWatchlist({ entities }: Pick<Watchlist, "entities">): AliasWarning[] {
  const owners = ownersOf(entities);
  return entities.flatMap((entity) => {
    const company = catalogueCompany(entity.id);
    return entity.aliases.flatMap((alias) => {
      const settled = alias.needsContext && entity.context.length > 0;
      const problems = [...(settled ? [] : meaningProblems(alias, company)), ...nameProblems(alias, entity, owners)];
      return problems.map(({ problem, message, exclude = [] }) => ({
        entity: entity.name,
        entityId: entity.id,
        alias: alias.text,
        problem,
        message,
        proposal: proposalFor(problem, alias, entity, company, exclude),
      }));
    });
  });
}

/**
 * Warnings about the aliases that a corpus shows to be words, for they stand there in small letters, too ("Kite"), where `warnings` has
 * none that say so. In the order of the watchlist.
 */
export function lintOnCorpus(
  { entities }: Pick<Watchlist, "entities">,
  trial: AliasTrial,
  warnings: readonly AliasWarning[],
): AliasWarning[] {
  const keyOfAlias = (entityId: string, alias: string): string => `${entityId}\n${alias}`;
  const known = new Set(
    warnings.flatMap(({ problem, entityId, alias }) =>
      problem === "common" || problem === "short" ? [keyOfAlias(entityId, alias)] : [],
    ),
  );
  return entities.flatMap((entity) => {
    const company = catalogueCompany(entity.id);
    return entity.aliases.flatMap((alias) => {
      const { lowered } = trial.use(entity.id, alias.text);
      if (lowered === 0 || known.has(keyOfAlias(entity.id, alias.text))) return [];
      if (alias.needsContext && entity.context.length > 0) return [];
      const word = { entity: entity.name, entityId: entity.id, alias: alias.text, problem: "common" as const };
      const message = `"${alias.text}" is a word, too: the corpus has it ${lowered} times in small letters`;
      return [{ ...word, message, proposal: proposalFor("common", alias, entity, company, []) }];
    });
  });
}

interface Problem {
  problem: AliasProblem;
  message: string;
  exclude?: string[];
}

/** Up to this many letters a name that the catalogue doesn't know stands for many things. */
const shortLettersMax = 3;
const proposedMax = 6;

const meanings: Record<Ambiguity, string> = {
  acronym: "is short for other things as well",
  word: "is also a word",
  person: "is also a person's name",
  generic: "is a common word or a place",
};

/** The catalogue knows the company and what shows that it is meant. */
const byContext = "; what stands around it decides";

/** What the alias alone may mean. */
function meaningProblems(alias: Alias, company: CatalogueCompany | null): Problem[] {
  const { text } = alias;
  const ambiguity = ambiguityOf(company, text);
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const known = company !== null && ambiguity === null;
  if (ambiguity)
    return [
      {
        problem: ambiguity === "acronym" ? "short" : "common",
        message: `"${text}" ${meanings[ambiguity]}${company ? byContext : ""}`,
      },
    ];
  if (letters <= shortLettersMax && !known)
    return [{ problem: "short", message: `"${text}" has ${letters} letters: other things are called so, too` }];
  if (!known && isCommonWord(text)) return [{ problem: "common", message: `"${text}" is also a word or a first name` }];
  if (isAcronym(text) && !alias.caseSensitive)
    return [{ problem: "any-case", message: `"${text}" counts in any case, so "${text.toLowerCase()}" does, too` }];
  return [];
}

function nameProblems({ text }: Alias, entity: Entity, owners: Map<string, Entity[]>): Problem[] {
  const others = (owners.get(keyOf(text)) ?? []).filter((other) => other.id !== entity.id);
  const shared = others.map(
    (other): Problem => ({
      problem: "shared",
      message: `"${text}" is an alias of ${other.name} as well; only one of them will get it`,
    }),
  );
  const longer = namesAround(entity.id, text).filter(
    (name) => !owners.has(keyOf(name)) && !entity.exclude.some((phrase) => keyOf(phrase) === keyOf(name)),
  );
  if (longer.length === 0) return shared;
  const some = longer.slice(0, proposedMax);
  return [
    ...shared,
    { problem: "contained", message: `"${text}" stands in names of others: ${some.join(", ")}`, exclude: some },
  ];
}

function proposalFor(
  problem: AliasProblem,
  alias: Alias,
  entity: Entity,
  company: CatalogueCompany | null,
  exclude: string[],
): AliasWarning["proposal"] {
  const meaning = problem === "short" || problem === "common";
  return {
    needsContext: alias.needsContext || meaning,
    caseSensitive: alias.caseSensitive || isAcronym(alias.text),
    context: meaning ? contextFor(alias, entity, company) : [],
    exclude,
  };
}

/** The company's own words and those of its branch; for an unknown company its other names. */
function contextFor(alias: Alias, entity: Entity, company: CatalogueCompany | null): string[] {
  const own = company ? [...(company.context ?? []), ...branchCues(company.branch)] : [];
  const names = entity.aliases.map((other) => other.text).filter((text) => text !== alias.text);
  const words = [...entity.context, ...own, ...(company ? [] : names)];
  return [...new Set(words)].slice(0, proposedMax);
}

const keyOf = (name: string): string => withoutLegalForm(name).toLowerCase();

function ownersOf(entities: readonly Entity[]): Map<string, Entity[]> {
  const owners = new Map<string, Entity[]>();
  for (const entity of entities) {
    for (const key of new Set(entity.aliases.map((alias) => keyOf(alias.text)))) {
      owners.set(key, [...(owners.get(key) ?? []), entity]);
    }
  }
  return owners;
}
