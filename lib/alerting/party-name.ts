import { foldPlain } from "../text/fold.ts";
import type { SummaryStory } from "./summary.ts";

/** The marker of a party that nobody watches (see `StoryFacts.parties`). */
const unwatched = "~";

/** These parties of a story as people write them, those on the reader's watchlists first. */
export function partyNames(parties: string[], { sources, names }: Pick<SummaryStory, "sources" | "names">): string[] {
  const watched = parties.filter((party) => names[party] !== undefined);
  const others = parties.filter((party) => names[party] === undefined);
  const texts = sources.flatMap(({ title, sentence }) => [sentence, title]);
  return [
    ...watched.map((party) => names[party] as string),
    ...others.map((party) => asWritten(party.replace(unwatched, ""), texts)),
  ];
}

/** The name in the case in which a text has it; the stored one is folded. Capitals where no text has it. */
function asWritten(folded: string, texts: string[]): string {
  const wanted = slug(folded);
  const words = wanted.split("-").length;
  for (const text of texts) {
    const found = spans(text, words).find((span) => slug(span) === wanted);
    if (found) return found;
  }
  return folded.replace(/-/g, " ").replace(/(?<![\p{L}\p{N}])\p{L}/gu, (initial) => initial.toUpperCase());
}

const slug = (name: string): string => foldPlain(name).replace(/[^\p{L}\p{N}]+/gu, "-");

/** Every run of so many words, as it stands in the text. */
function spans(text: string, words: number): string[] {
  const found = [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)];
  return found.slice(0, found.length - words + 1).map((first, n) => {
    const last = found[n + words - 1] ?? first;
    return text.slice(first.index, last.index + last[0].length);
  });
}
