import type { Token } from "../text/tokens.ts";
import type { Lexicon } from "./lexicon.ts";
import { isNamed, type Span } from "./spans.ts";

/** "Kanzler Scholz" is one person. */
export function joinBlocked(spans: Span[]): Span[] {
  const kept: Span[] = [];
  for (const span of spans) {
    const before = kept[kept.length - 1];
    if (span.type === "blocked" && before?.type === "blocked" && before.to === span.from) before.to = span.to;
    else kept.push(span);
  }
  return kept;
}

/**
 * "der Autobauer BMW" is one organisation: what describes a name beside it is no second one; nor is what that makes or owns
 * ("Tylenol maker Kenvue").
 */
export function withoutTitles(spans: Span[], { nouns }: Lexicon): Span[] {
  return spans.filter((span, index) => {
    const next = spans[index + 1];
    const third = spans[index + 2];
    const owns = next?.type === "described" && next.from === span.to && !nouns.has(next.text.toLowerCase());
    if (owns && third?.from === next.to && isNamed(third)) return false;
    return !(span.type === "described" && next?.from === span.to && next.type !== "described");
  });
}

/** "General Motors (GM)" is one organisation: the watched of the two names stays. */
export function withoutBrackets(spans: Span[], tokens: readonly Token[]): Span[] {
  const kept: Span[] = [];
  for (const span of spans) {
    const before = kept[kept.length - 1];
    const bracketed = tokens[span.from - 1]?.text === "(" || tokens[span.from - 1]?.text === "<";
    if (before === undefined || !bracketed || before.to !== span.from - 1 || before.type === "blocked") kept.push(span);
    else {
      if (before.type !== "watched" && span.type === "watched") {
        before.type = "watched";
        before.entityId = span.entityId;
        before.text = span.text;
      }
      before.to = Math.min(span.to + 1, tokens.length);
    }
  }
  return kept;
}
