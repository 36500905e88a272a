/** The marker of a party that nobody watches: `~` and its folded surface (see `StoryFacts.parties`). */
const unwatched = "~";
const legalForms = new Set(
  "ag se kg gmbh kgaa inc corp corporation co company ltd limited plc llc nv sa spa ab as oyj group gruppe konzern motor motors holding".split(
    " ",
  ),
);

/**
 * Whether two party keys name one organisation: the same id or surface, or unwatched surfaces of which one is the other with
 * further words ("~toyota" and "~toyota motor corp", "~us-konzern nvidia"), or its initials ("~gm" and "~general motors"), or an id that slugs the surface.
 */
export function sameParty(a: string, b: string): boolean {
  if (a === b) return true;
  if (!a.startsWith(unwatched) && !b.startsWith(unwatched)) return false;
  const [wordsA, wordsB] = [words(a), words(b)];
  if (wordsA.length === 0 || wordsB.length === 0) return false;
  const [short, long] = wordsA.length <= wordsB.length ? [wordsA, wordsB] : [wordsB, wordsA];
  return core(short).every((word) => long.includes(word)) || areInitials(short, long);
}

/** The keys of `a` that name an organisation of `b` as well, in the order of `a`. */
export const sharedParties = (a: string[], b: string[]): string[] =>
  a.filter((party) => b.some((other) => sameParty(party, other)));

/** The keys of `a` that name none of `b`, in the order of `a`. */
export const furtherParties = (a: string[], b: string[]): string[] =>
  a.filter((party) => !b.some((other) => sameParty(party, other)));

/** Whether somebody watches this party: its name is then certain, while a surface may be cut differently each time. */
export const isWatched = (party: string): boolean => !party.startsWith(unwatched);

/** A party key as people read it. */
export const partyName = (party: string): string => (party.startsWith(unwatched) ? party.slice(1) : party);

const words = (party: string): string[] => party.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const core = (names: string[]): string[] => {
  const bare = names.filter((name) => !legalForms.has(name));
  return bare.length > 0 ? bare : names;
};
const areInitials = (short: string[], long: string[]): boolean =>
  short.length === 1 && long.length > 1 && short[0] === long.map((word) => word[0]).join("");
