import type { Dictionary } from "./dictionary.ts";
import type { DroppedMention, Field, Mention } from "./mention.ts";
import { type FoundName, scanNames } from "./name-table.ts";

/** The parts of an item that are searched. */
export interface ItemText {
  title: string;
  text: string;
  lang?: string | null;
}

export interface FoundMentions {
  mentions: Mention[];
  dropped: DroppedMention[];
}

/** The mentions of the dictionary's entities: title first, then by start; they don't overlap, the longest name wins. */
export function findMentions(dictionary: Dictionary, item: ItemText): FoundMentions {
  const mentions = (["title", "text"] as const).flatMap((field) => inField(dictionary, item, field));
  return { mentions, dropped: [] };
}

function inField(dictionary: Dictionary, item: ItemText, field: Field): Mention[] {
  return longestNames(scanNames(dictionary.table, item[field])).map(({ name, start, end }) => {
    const found = dictionary.names[name];
    if (!found) throw new RangeError(`expected a name below ${dictionary.names.length}, got ${name}`);
    const { entity, alias } = found;
    return {
      entityId: entity.id,
      field,
      start,
      end,
      text: item[field].slice(start, end),
      alias: alias.text,
      reason: "exact",
    };
  });
}

/** Of places that overlap the longest, else the first; sorted by start. */
export function longestNames(found: FoundName[]): FoundName[] {
  const byStart = found.toSorted((a, b) => a.start - b.start || b.end - a.end || a.name - b.name);
  const kept: FoundName[] = [];
  for (const place of byStart) {
    let last = kept.at(-1);
    if (last && place.start < last.end && place.end - place.start <= last.end - last.start) continue;
    while (last && place.start < last.end) {
      kept.pop();
      last = kept.at(-1);
    }
    kept.push(place);
  }
  return kept;
}
