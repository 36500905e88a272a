import type { Token } from "../text/tokens.ts";
import type { Occurrence } from "./fill-frame.ts";
import { isFiniteVerb, isVerbal } from "./is-verbal.ts";
import type { Lexicon } from "./lexicon.ts";
import type { SentenceView } from "./spans.ts";

export const endsAsQuestion = ({ tokens, to }: SentenceView) => tokens[to - 1]?.text === "?";

/** "Übernimmt Unicredit die Commerzbank?" */
export function isAsked(view: SentenceView, occurrence: Occurrence): boolean {
  const { tokens, segments, from, to } = view;
  if (tokens[to - 1]?.text !== "?" || asksForDetails(view)) return false;
  if (occurrence.trigger.word === "noun" && !opensWithVerb(view) && !isVerbless(view)) return false;
  return (segments[occurrence.from - from] ?? 0) + 1 >= (segments[to - 1 - from] ?? 0);
}

const questionWords = new Set(
  "why how what when where who which warum wieso weshalb wie was wann wo wer welche welcher welches".split(" "),
);

/** "Was A und B gemeinsam bauen", "How A and B make …": tells more of what is there already. */
export function tellsHow(view: SentenceView, occurrence: Occurrence): boolean {
  const { tokens, clauses, from, to } = view;
  if (tokens[to - 1]?.text === "?" || tokens[to - 1]?.text === ".") return false;
  let first = occurrence.from;
  while (first > from && clauses[first - 1 - from] === clauses[occurrence.from - from]) first--;
  if (tokens[first]?.kind === "mark") first++;
  return first < occurrence.from && tellingWords.has(tokens[first]?.lower ?? "");
}

const tellingWords = new Set("how what wie was so".split(" "));

/** "Warum kooperieren A und B?" takes for granted that they do. */
function asksForDetails({ tokens, segments, from, to }: SentenceView): boolean {
  let first = to - 1;
  while (first > from && segments[first - 1 - from] === segments[to - 2 - from]) first--;
  while (first < to && tokens[first]?.kind === "mark") first++;
  return questionWords.has(tokens[first]?.lower ?? "");
}

/** "Steht BMW vor …?", "Is Apple in …?": what is asked is the whole sentence. */
export function opensWithVerb({ tokens, spans, from, lexicon }: SentenceView): boolean {
  const first = tokens[from];
  const subject = spans[0];
  if (first === undefined || subject === undefined || subject.from === from) return false;
  if (lexicon.compounds && isVerbBeforeNoun(first, tokens[from + 1], lexicon)) return true;
  const article = lexicon.determiners.has(tokens[from + 1]?.lower ?? "") ? 1 : 0;
  return lexicon.auxiliaries.has(first.lower) || (lexicon.compounds && subject.from === from + 1 + article);
}

/** "Kommt die Partnerschaft von …", "Scheitert das Bündnis …", but "Kosten der Fusion". */
const isVerbBeforeNoun = ({ lower }: Token, next: Token | undefined, { nouns, commonNouns }: Lexicon): boolean =>
  /(?:t|en)$/.test(lower) &&
  /^(?:die|das|der|ein|eine)$/.test(next?.lower ?? "") &&
  !nouns.has(lower) &&
  !commonNouns.has(lower) &&
  !/(?:ung|heit|keit|schaft|ion)en$|nacht$|macht$|schaft$/.test(lower);

/** "Vor Zusammenschluss mit Reederei?": without a verb everything is asked. */
function isVerbless({ tokens, segments, from, to, lexicon }: SentenceView): boolean {
  const last = segments[to - 2 - from];
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    if (token === undefined || segments[at - from] !== last) continue;
    if (lexicon.prepositions.has(token.lower)) continue;
    if (isVerbal(token, lexicon) || isFiniteVerb(token, lexicon)) return false;
    if (!lexicon.compounds && !token.capital && /[^s]s$|ed$/.test(token.lower) && !lexicon.nouns.has(token.lower))
      return false;
  }
  return true;
}
