import type { Dictionary } from "./dictionary.ts";
import type { DroppedMention, Field, Mention } from "./mention.ts";

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
  const found: Mention[] = [];
  for (const entity of dictionary.entities.values()) {
    for (const alias of entity.aliases) {
      const escaped = alias.text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      const pattern = new RegExp(
        `(?<![\\p{L}\\p{N}])${escaped}s?(?![\\p{L}\\p{N}])`,
        alias.caseSensitive ? "gu" : "giu",
      );
      for (const { 0: text, index } of item[field].matchAll(pattern)) {
        found.push({
          entityId: entity.id,
          field,
          start: index,
          end: index + text.length,
          text,
          alias: alias.text,
          reason: "exact",
        });
      }
    }
  }
  found.sort((a, b) => b.end - b.start - (a.end - a.start));
  const kept: Mention[] = [];
  for (const mention of found) {
    if (kept.every((other) => mention.end <= other.start || mention.start >= other.end)) kept.push(mention);
  }
  return kept.sort((a, b) => a.start - b.start);
}
