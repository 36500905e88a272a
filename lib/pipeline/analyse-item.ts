import type { Dictionary } from "../matching/dictionary.ts";
import { findMentions } from "../matching/find-mentions.ts";
import type { DroppedMention, Mention } from "../matching/mention.ts";
import { detectLanguage, readingLanguage } from "../text/language.ts";
import { findTieUps } from "../tieups/find-tie-ups.ts";
import type { DroppedTieUp, TieUp } from "../tieups/tie-up.ts";

/** What is known of an item before it is analysed. */
export interface AnalysedItem {
  id: string;
  title: string;
  /** The teaser; "" where there is none. */
  text: string;
  /** As the feed or the caller declares it; detected from the words where it is missing. */
  lang?: string | null;
  publishedAt?: string | null;
  source?: string;
}

export interface Analysis {
  /** BCP 47 primary subtag. */
  lang: string;
  mentions: Mention[];
  droppedMentions: DroppedMention[];
  tieUps: TieUp[];
  droppedTieUps: DroppedTieUp[];
}

/**
 * The mentions and tie-ups of an item, each list in the order of the text, title first, with what was considered and dropped.
 * Never throws for any text; takes time linear in its length.
 */
export function analyseItem(item: AnalysedItem, dictionary: Dictionary): Analysis {
  const lang = primarySubtag(item.lang) ?? detectLanguage(`${item.title} ${item.text}`);
  const { title, text } = item;
  const { mentions, dropped: droppedMentions } = findMentions(dictionary, { title, text, lang });
  const { tieUps, dropped: droppedTieUps } = findTieUps(
    { title, text, lang: readingLanguage(`${title} ${text}`, lang) },
    mentions,
  );
  return { lang, mentions, droppedMentions, tieUps, droppedTieUps };
}

function primarySubtag(lang: string | null | undefined): string | null {
  const subtag = lang?.split(/[-_]/)[0]?.toLowerCase();
  return subtag === undefined || subtag === "" ? null : subtag;
}
