import type { Dictionary } from "../matching/dictionary.ts";
import { findMentions } from "../matching/find-mentions.ts";
import type { Reference } from "../matching/find-references.ts";
import type { DroppedMention, Mention } from "../matching/mention.ts";
import { isPageFurniture } from "../matching/page-furniture.ts";
import { readFacts } from "../polling/item-facts.ts";
import type { LifeEvent } from "../polling/item-life.ts";
import type { WireFacts } from "../polling/wire-facts.ts";
import { maskSpans, type WireSpan, withoutOverlaps } from "../polling/wire-span.ts";
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
  /** Watched names in credits and marks of the wire ("(Reuters)") and in buttons of the page: no news of theirs, so never a reason for a hit. */
  creditedMentions: Mention[];
  droppedMentions: DroppedMention[];
  /** Descriptions that stand for mentioned entities: never a reason for a hit by themselves. */
  references: Reference[];
  tieUps: TieUp[];
  droppedTieUps: DroppedTieUp[];
  wire: WireFacts;
  life: LifeEvent[];
  /** What wasn't read, because it is no part of the news: title first, by start. */
  masked: WireSpan[];
}

/** How much of an item is wanted. */
export interface Reading {
  /** Tie-ups are read only where a watched name was found: without one there is no hit. All are read where this is absent. */
  watchedOnly?: boolean;
}

/**
 * The mentions and tie-ups of an item, each list in the order of the text, title first, with what was considered and dropped.
 * Datelines, credits and marks of the wire aren't read for tie-ups; all offsets are offsets into the given fields.
 * Never throws for any text; takes time linear in its length.
 */
export function analyseItem(item: AnalysedItem, dictionary: Dictionary, reading: Reading = {}): Analysis {
  const { title, text } = item;
  const declared = primarySubtag(item.lang);
  const lang = declared ?? detectLanguage(`${title} ${text}`);
  const { wire, life } = readFacts({ title, text, lang, at: item.publishedAt ?? null });
  const spans = withoutOverlaps([...wire.spans, ...life.flatMap(spanOf)]);
  const sure = spans.filter(({ what }) => what !== "place");
  const { mentions: all, dropped: droppedMentions, references } = findMentions(dictionary, { title, text, lang });
  const isCredited = (mention: Mention): boolean =>
    sure.some((span) => liesIn(mention, span)) || isPageFurniture(item[mention.field], mention);
  const mentions = all.filter((mention) => !isCredited(mention));
  const masked = spans.filter((span) => span.what !== "place" || !mentions.some((mention) => liesIn(mention, span)));
  const analysis: Analysis = {
    lang,
    droppedMentions,
    references,
    wire,
    life,
    masked,
    mentions,
    creditedMentions: [],
    tieUps: [],
    droppedTieUps: [],
  };
  if (reading.watchedOnly && all.length === 0) return analysis;
  const news = newsOf(item, masked);
  // What was detected in this very text need not be asked again.
  const isDetected = declared === null && masked.length === 0;
  const readIn = isDetected ? lang : readingLanguage(`${news.title} ${news.text}`, lang);
  const found = findTieUps({ title: news.title, text: news.text, lang: readIn }, mentions, references);
  analysis.tieUps = found.tieUps;
  analysis.droppedTieUps = found.dropped;
  if (mentions.length < all.length)
    analysis.creditedMentions = all.filter((one) => !mentions.includes(one) && !isDatelinePlace(one, item, sure));
  return analysis;
}

const newsOf = ({ title, text }: AnalysedItem, spans: readonly WireSpan[]) => ({
  title: maskSpans(title, "title", spans),
  text: maskSpans(text, "text", spans),
});

/** A withdrawal names the news that it takes back: that is read, so that its story is found. */
const spanOf = ({ kind, marker }: LifeEvent): WireSpan[] =>
  kind === "withdrawal" ? [] : [{ ...marker, what: "life" }];

/** What could be a dateline without an agency is none where it holds a watched name ("Continental - Der Zulieferer …"). */
const liesIn = ({ field, start }: Mention, span: WireSpan): boolean =>
  field === span.field && start >= span.start && start < span.end;

/** "LEEDS (Reuters) - " credits Reuters, and Leeds is a town: the agency stands in brackets. */
const isDatelinePlace = (mention: Mention, item: AnalysedItem, spans: readonly WireSpan[]): boolean =>
  spans.some(
    (span) =>
      span.what === "dateline" &&
      liesIn(mention, span) &&
      !item[mention.field].slice(span.start, mention.start).includes("("),
  );

function primarySubtag(lang: string | null | undefined): string | null {
  const subtag = lang?.split(/[-_]/)[0]?.toLowerCase();
  return subtag === undefined || subtag === "" ? null : subtag;
}
