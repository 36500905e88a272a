import type { Sentence } from "../text/sentences.ts";
import type { Token } from "../text/tokens.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Span } from "./spans.ts";

/** Whether a span is who tells the news, and so no party to it: "RT @SZ:", "F: Reuters", "München (dpa)". */
export function isCredit(span: Span, tokens: readonly Token[], { from, to }: Sentence, lexicon: Lexicon): boolean {
  if (span.type !== "watched" && span.type !== "named") return false;
  const before = span.from > from ? tokens[span.from - 1]?.text : undefined;
  if (before === "@") return true;
  if (!lexicon.sources.has(tokens[span.from]?.lower ?? "")) return false;
  const after = span.to < to ? tokens[span.to]?.text : undefined;
  return (
    before === "(" ||
    (before === ":" && credits.has(tokens[span.from - 2]?.lower ?? "")) ||
    after === ":" ||
    after === "-" ||
    isReporting(span, tokens, from, to, lexicon)
  );
}

/** ", Bloomberg News reports" and ", berichtet Reuters" say who tells it. */
function isReporting(span: Span, tokens: readonly Token[], from: number, to: number, { saying }: Lexicon): boolean {
  let end = span.to;
  if (tokens[end]?.lower === "news") end++;
  const start = tokens[span.from - 1]?.lower === "the" ? span.from - 1 : span.from;
  if (start <= from) return false;
  const reports = (at: number) => at < to && saying.has(tokens[at]?.lower ?? "");
  if (tokens[start - 1]?.text === ",") return reports(end);
  return reports(start - 1) && tokens[start - 2]?.text === ",";
}

const credits = new Set("f foto fotos bild quelle source photo via".split(" "));
