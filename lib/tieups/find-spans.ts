import type { Mention } from "../matching/mention.ts";
import type { Sentence } from "../text/sentences.ts";
import type { Token } from "../text/tokens.ts";
import { isCredit } from "./is-credit.ts";
import { isTitleCase } from "./is-title-case.ts";
import { joinBlocked, withoutBrackets, withoutTitles } from "./join-spans.ts";
import type { Lexicon } from "./lexicon.ts";
import { spanAt } from "./span-at.ts";
import { contrast, describeByName, forgetNameAsHead, setRole } from "./span-role.ts";
import type { Span } from "./spans.ts";
import { watchedSpans } from "./watched-spans.ts";

/** Everybody in a sentence who might be a party, in order, not overlapping; prepositions, groups and clauses are still to be set. */
export function findSpans(
  tokens: readonly Token[],
  sentence: Sentence,
  mentions: readonly Mention[],
  lexicon: Lexicon,
): Span[] {
  const watched = watchedSpans(tokens, sentence, mentions);
  const reader = { tokens, sentence, lexicon, watched, titleCase: isTitleCase(tokens, sentence, lexicon), nameEnd: -1 };
  const spans: Span[] = [];
  for (let at = sentence.from; at < sentence.to; ) {
    const span = watched.get(at) ?? spanAt(reader, at, spans[spans.length - 1]);
    if (span === null) at++;
    else {
      spans.push(span);
      at = span.to;
      reader.nameEnd = span.type === "watched" || span.type === "named" ? span.to : -1;
    }
  }
  for (const span of spans) setRole(span, tokens, sentence, lexicon);
  for (const span of spans) forgetNameAsHead(span, spans);
  for (const span of spans) describeByName(span, tokens, lexicon);
  for (const span of spans) contrast(span, tokens, sentence);
  const parties = spans.filter(
    (span, index) => !isCredit(span, tokens, sentence, lexicon) && !isSortOf(span, spans[index + 1], tokens, lexicon),
  );
  return withoutBrackets(withoutTitles(joinBlocked(parties), lexicon), tokens);
}

/** A guess before a plural that examples follow ("Email providers such as …") tells what sort they are. */
function isSortOf(span: Span, next: Span | undefined, tokens: readonly Token[], lexicon: Lexicon): boolean {
  if (lexicon.compounds || span.type !== "named" || span.strength > sortStrengthMax) return false;
  if (next?.type !== "described" || next.from !== span.to || !/[^s]s$/.test(tokens[next.to - 1]?.lower ?? ""))
    return false;
  return tokens.slice(next.to, next.to + sortTokensMax).some(({ lower }) => lexicon.examples.has(lower));
}

const sortStrengthMax = 0.88;

/** Examples begin this near. */
const sortTokensMax = 4;
