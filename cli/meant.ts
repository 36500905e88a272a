import { shortIds } from "./short-ids.ts";

/** What people name things by, and how they are spoken of. */
export interface Naming<T> {
  /** "feed". */
  what: string;
  /** "id, its beginning or its name". */
  knownBy: string;
  namesOf: (one: T) => readonly string[];
  /** The command that shows them: "tieup feeds". */
  listedBy: string;
}

/**
 * The thing of this id, else the one that is called so, in whatever case, else the one whose id begins so. Throws where there is
 * none, or more than one: nothing is done to what was not clearly meant.
 */
export function meant<T extends { id: string }>(
  word: string,
  all: readonly T[],
  { what, knownBy, namesOf, listedBy }: Naming<T>,
): T {
  const exact = all.filter(({ id }) => id === word);
  const called = all.filter((one) => namesOf(one).some((name) => name.toLowerCase() === word.toLowerCase()));
  const beginning = word === "" ? [] : all.filter(({ id }) => id.startsWith(word));
  const near = [exact, called, beginning].find((some) => some.length > 0) ?? [];
  if (near.length === 1) return near[0] as T;
  const short = shortIds(all);
  const ids = near.map(({ id }) => short.get(id)).join(", ");
  const got =
    near.length === 0 ? "" : `, which ${near.length} ${near === called ? "are called" : "begin with"}: ${ids}`;
  throw new Error(`expected ${withArticle(what)}'s ${knownBy}, got "${word}"${got}; ${listedBy} lists them`);
}

const withArticle = (noun: string): string => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
