import type { Mention } from "../matching/mention.ts";
import type { Sentence } from "../text/sentences.ts";
import type { Token } from "../text/tokens.ts";
import { newSpan } from "./guess-name.ts";
import { knownNameEnd, legalFormEnd, suffixEnd } from "./known-names.ts";
import type { Span } from "./spans.ts";

/** The spans of the watched entities that are mentioned in the sentence, by the token they begin at, with legal forms and what else belongs to a name. */
export function watchedSpans(
  tokens: readonly Token[],
  { from, to }: Sentence,
  mentions: readonly Mention[],
): Map<number, Span> {
  const spans = new Map<number, Span>();
  const start = tokens[from]?.start ?? 0;
  const end = tokens[to - 1]?.end ?? 0;
  let at = from;
  for (const mention of mentions) {
    if (mention.start < start || mention.start >= end) continue;
    while (at > from && (tokens[at]?.start ?? 0) > mention.start) at--;
    while (at < to && (tokens[at]?.end ?? 0) <= mention.start) at++;
    let last = at;
    while (last + 1 < to && (tokens[last + 1]?.start ?? Number.POSITIVE_INFINITY) < mention.end) last++;
    if (at >= to) continue;
    last = suffixEnd(tokens, Math.max(last + 1, knownNameEnd(tokens, at, to)), to) - 1;
    last = legalFormEnd(tokens, last + 1, to) - 1;
    const span = newSpan("watched", at, last + 1, bareName(mention), 1);
    span.entityId = mention.entityId;
    span.possessive = isGenitive(mention) || (tokens[last]?.kind === "possessive" && !hasOwnS(mention.alias));
    spans.set(at, span);
  }
  return spans;
}

/** The s of "McDonald's" is the name's own. */
const hasOwnS = (alias: string) => /['’]s$/u.test(alias);

/** The mention without inflection: "Toyotas" → "Toyota", "Intel's" → "Intel". */
function bareName({ text, alias }: Mention): string {
  if (hasOwnS(alias) && text.length <= alias.length) return text;
  if (isDeclined(text, alias)) return alias;
  if (text.length > alias.length && text.toLowerCase().startsWith(alias.toLowerCase()))
    return text.slice(0, alias.length);
  return text.replace(/['’]s?$/u, "");
}

/** "Deutschen Bank" is "Deutsche Bank". */
function isDeclined(text: string, alias: string): boolean {
  const bare = (name: string) => name.replace(/e[rnms]?(?= )/gu, "e");
  return text !== alias && alias.includes(" ") && bare(text) === bare(alias);
}

function isGenitive({ text, alias }: Mention): boolean {
  return text.length > alias.length && /^['’]?s?$/u.test(text.slice(alias.length)) && text.startsWith(alias);
}
