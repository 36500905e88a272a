import { compileDictionary } from "./dictionary.ts";
import { findMentions, type ItemText } from "./find-mentions.ts";
import type { DroppedMention, Mention } from "./mention.ts";
import type { Watchlist } from "./watchlist.ts";

/** What an alias did in a corpus. */
export interface AliasUse {
  /** Where the words of the alias stand, and in how many items. */
  places: number;
  items: number;
  /** Of the places those that the judgement took for the company. */
  kept: number;
  /** Of the places those in small letters where the alias has a capital, in texts that have capitals: there it is a word. */
  lowered: number;
  /** Up to three places that it did not take for the company; if none, that it did. */
  examples: { text: string; counted: boolean; reason: string }[];
}

/** Takes items one by one; `use` says what an alias has done in those so far, `items` how many they were. */
export interface AliasTrial {
  add(item: ItemText): void;
  use(entityId: string, alias: string): AliasUse;
  items(): number;
}

/** Tries a watchlist's aliases on a corpus. Memory doesn't grow with the corpus. */
export function tryAliases({ entities }: Pick<Watchlist, "entities">): AliasTrial {
  const dictionary = compileDictionary(entities);
  const tallies = new Map<string, Tally>();
  let items = 0;
  return {
    add(item) {
      items++;
      const { mentions, dropped } = findMentions(dictionary, item);
      for (const mention of mentions) count(tallies, mention, item, items, true);
      for (const mention of dropped) count(tallies, mention, item, items, false);
    },
    use(entityId, alias) {
      const tally = tallies.get(keyOf(entityId, alias));
      if (!tally) return { places: 0, items: 0, kept: 0, lowered: 0, examples: [] };
      const { places, items, kept, lowered, wrong, right } = tally;
      return { places, items, kept, lowered, examples: wrong.length > 0 ? wrong : right };
    },
    items: () => items,
  };
}

interface Tally {
  places: number;
  items: number;
  lastItem: number;
  kept: number;
  lowered: number;
  wrong: AliasUse["examples"];
  right: AliasUse["examples"];
}

const examplesMax = 3;
const contextLetters = 40;
const keyOf = (entityId: string, alias: string): string => `${entityId}\n${alias}`;

function count(
  tallies: Map<string, Tally>,
  mention: Mention | DroppedMention,
  item: ItemText,
  number: number,
  isKept: boolean,
): void {
  const key = keyOf(mention.entityId, mention.alias);
  const tally = tallies.get(key) ?? { places: 0, items: 0, lastItem: 0, kept: 0, lowered: 0, wrong: [], right: [] };
  tallies.set(key, tally);
  tally.places++;
  if (tally.lastItem !== number) tally.items++;
  tally.lastItem = number;
  if (isKept) tally.kept++;
  else if (/^\p{Lu}/u.test(mention.alias) && /^\p{Ll}/u.test(mention.text)) tally.lowered++;
  const examples = isKept ? tally.right : tally.wrong;
  if (examples.length < examplesMax)
    examples.push({ text: excerptOf(item[mention.field], mention), counted: isKept, reason: mention.reason });
}

/** The mention in square brackets with what stands around it, on one line. */
function excerptOf(field: string, { start, end }: Mention): string {
  const before = field.slice(Math.max(0, start - contextLetters), start);
  const after = field.slice(end, end + contextLetters);
  return `${before}[${field.slice(start, end)}]${after}`.replace(/\s+/g, " ").trim();
}
