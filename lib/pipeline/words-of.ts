import type { Item } from "../polling/item.ts";
import type { AnalysedItem } from "./analyse-item.ts";

/** An item as it is analysed. */
export const wordsOf = ({ id, title, summary: text, lang, publishedAt, firstSeenAt }: Item): AnalysedItem => ({
  ...{ id, title, text, lang },
  publishedAt: publishedAt ?? firstSeenAt,
});
