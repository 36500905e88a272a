import type { Sentence } from "../text/sentences.ts";
import type { Token } from "../text/tokens.ts";
import type { Occurrence } from "./fill-frame.ts";
import { isDescribed } from "./guess-name.ts";
import type { Lexicon, Trigger } from "./lexicon.ts";
import { phraseEnd } from "./phrase-end.ts";
import { isSecondVerb } from "./spans.ts";
import { endingStart } from "./word-ending.ts";

/** The triggers of a sentence: phrases first, then nouns, verbs and adverbs, each in order. A token triggers for one phrase only. Words that only bring names together count in titles. What is kept in reserve, and fallbacks, come last. */
export function findOccurrences(
  tokens: readonly Token[],
  { from, to }: Sentence,
  lexicon: Lexicon,
  inTitle: boolean,
): Occurrence[] {
  const phrases: Occurrence[] = [];
  const nouns: Occurrence[] = [];
  const verbs: Occurrence[] = [];
  const adverbs: Occurrence[] = [];
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    if (token === undefined || (token.kind !== "word" && token.text !== "/")) continue;
    if (!lexicon.triggering.has(token.lower)) {
      // Most words are none of the lexicon's; of those a German noun may still end with one ("Chip|deal").
      for (const trigger of compoundTriggers(token, lexicon))
        if (!isFollowedBy(trigger.notBefore, tokens[at + 1])) nouns.push({ trigger, from: at, to: at + 1 });
      continue;
    }
    for (const phrase of lexicon.phrases.get(token.lower) ?? []) {
      if (phrase.value.loose && !inTitle) continue;
      const end = phraseEnd(phrase.words, tokens, at, to);
      if (end > 0) phrases.push({ trigger: phrase.value, from: at, to: end });
    }
    const verbal = !lexicon.compounds && isEnglishVerb(tokens, at, from, lexicon);
    for (const trigger of verbal ? [] : nounTriggers(token, lexicon))
      if (!isFollowedBy(trigger.notBefore, tokens[at + 1])) nouns.push({ trigger, from: at, to: at + 1 });
    for (const trigger of lexicon.words.get(token.lower) ?? []) {
      if (trigger.word === "adverb") adverbs.push({ trigger, from: at, to: at + 1 });
      else if (!lexicon.compounds && !verbal) continue;
      else if (isVerbHere(tokens, at, from, to, trigger, lexicon)) verbs.push({ trigger, from: at, to: at + 1 });
    }
  }
  if (phrases.length + nouns.length + verbs.length + adverbs.length === 0) return [];
  phrases.sort((a, b) => b.to - b.from - (a.to - a.from));
  verbs.sort((a, b) => Number(b.trigger.particle !== null) - Number(a.trigger.particle !== null));
  const taken = (occurrence: Occurrence) =>
    phrases.some(
      (phrase) =>
        occurrence.from >= phrase.from &&
        occurrence.to <= phrase.to &&
        phrase.to - phrase.from <= 4 &&
        (turn(phrase) === 0 || turn(phrase) === turn(occurrence)),
    );
  const all = [...phrases, ...[...nouns, ...verbs, ...adverbs].filter((occurrence) => !taken(occurrence))];
  return [0, 1, 2].flatMap((when) => all.filter((occurrence) => turn(occurrence) === when));
}

/** Clear words are read first, then what is kept in reserve, then fallbacks. */
const turn = ({ trigger }: Occurrence): number => (trigger.fallback ? 2 : trigger.reserve ? 1 : 0);

/** English writes "partners" for the verb and the noun: the noun follows an article, a possessive or a small-letter word. */
function isEnglishVerb(tokens: readonly Token[], at: number, from: number, lexicon: Lexicon): boolean {
  const before = at > from ? tokens[at - 1] : undefined;
  if (tokens[at]?.joined || tokens[at + 1]?.joined) return false;
  const word = tokens[at]?.lower ?? "";
  if (!lexicon.words.get(word)?.some((trigger) => trigger.word === "verb")) return false;
  if (before !== undefined && before.lower !== "to" && lexicon.prepositions.has(before.lower))
    return word.endsWith("ing");
  if (lexicon.nouns.get(word)?.every(({ joined }) => joined) ?? true)
    return before === undefined || !(before.kind === "possessive" || lexicon.determiners.has(before.lower));
  if (before === undefined || before.kind === "possessive" || lexicon.determiners.has(before.lower)) return false;
  if (before.lower === "to" || lexicon.auxiliaries.has(before.lower) || lexicon.conjunctions.has(before.lower))
    return true;
  if (lexicon.references.get(before.lower) === "plural" || isOfSeveral(before, lexicon)) return true;
  if (before.capital && !/(?:s|ed|ing)$/.test(word)) return isCoordinated(tokens, at, lexicon);
  if (at - 1 === from && lexicon.nouns.has(before.lower)) return false;
  if (/[^s]s$/.test(word) && isDescribed(before, lexicon)) return true;
  return before.capital || before.text === "," || before.text === ")" || lexicon.adverbs.has(before.lower);
}

/** "The two companies partner", "they offer": a plural that describes organisations is followed by its verb. */
function isOfSeveral(before: Token, lexicon: Lexicon): boolean {
  return !before.capital && before.lower.endsWith("s") && isDescribed(before, lexicon);
}

/** A verb without -s has several subjects: "Cisco and Microsoft partner", but "Lufthansa order". */
function isCoordinated(tokens: readonly Token[], at: number, lexicon: Lexicon): boolean {
  for (let near = Math.max(0, at - 5); near < at; near++) {
    const word = tokens[near]?.lower ?? "";
    if (word === "," || lexicon.conjunctions.has(word)) return true;
  }
  return false;
}

/** The shortest noun that a compound may end with: "Chip|deal". */
const compoundHeadMin = 4;

function nounTriggers(token: Token, lexicon: Lexicon): Trigger[] {
  const exact = lexicon.nouns.get(token.lower);
  if (exact?.some(({ joined }) => joined) && !token.joined) return [];
  if (exact !== undefined) return lexicon.compounds && !token.capital && token.kind === "word" ? [] : exact;
  return compoundTriggers(token, lexicon);
}

const none: Trigger[] = [];

function compoundTriggers(token: Token, lexicon: Lexicon): Trigger[] {
  if (!lexicon.compounds || !token.capital) return none;
  const at = endingStart(token.lower, lexicon.nouns, compoundHeadMin, 3);
  return at < 0 || lexicon.commonNouns.has(token.lower) ? none : (lexicon.nouns.get(token.lower.slice(at)) ?? none);
}

function isFollowedBy(words: ReadonlySet<string>, next: Token | undefined): boolean {
  return words.size > 0 && next !== undefined && words.has(next.lower);
}

const particleTokensMax = 30;

function isVerbHere(
  tokens: readonly Token[],
  at: number,
  from: number,
  to: number,
  trigger: Trigger,
  lexicon: Lexicon,
): boolean {
  if (trigger.needs !== null && !hasNear(tokens, at, from, to, trigger.needs)) return false;
  if (isFollowedBy(trigger.notBefore, tokens[at + 1])) return false;
  if (trigger.particle === null) return true;
  for (let next = at + 1; next < Math.min(to, at + particleTokensMax); next++) {
    const token = tokens[next];
    // "Schließt ein Werk und arbeitet mit B zusammen": behind "und" the particle is the second verb's.
    if (token?.text === ":" || token?.text === ";" || isSecondVerb(tokens, next, lexicon)) return false;
    if (token?.lower === trigger.particle && endsClause(tokens[next + 1], next + 1 >= to)) return true;
  }
  return false;
}

/** "kauft … ein" ends the clause; "kauft ein Unternehmen" goes on. */
function endsClause(next: Token | undefined, atEnd: boolean): boolean {
  return atEnd || next === undefined || next.kind === "mark" || afterParticle.has(next.lower);
}

const afterParticle = new Set(
  "und oder sowie um aber wie als will wollen soll sollen bei beim mit an in im für zur auf zum".split(" "),
);

/** A needed word ("sich") stands in the same clause. */
const neededTokensMax = 14;

function hasNear(tokens: readonly Token[], at: number, from: number, to: number, words: readonly string[]): boolean {
  for (let near = Math.max(from, at - neededTokensMax); near < Math.min(to, at + neededTokensMax); near++)
    if (words.includes(tokens[near]?.lower ?? "")) return true;
  return false;
}

/** The trigger as it stands in the text: "steigt … ein" for a verb with a particle, "gemeinsame … Sache" for a phrase with a gap. */
export function occurrenceText(tokens: readonly Token[], { trigger, from, to }: Occurrence): string {
  const first = tokens[from]?.text ?? "";
  if (trigger.particle !== null) return `${first} … ${trigger.particle}`;
  if (to - from > 4) return `${first} … ${tokens[to - 1]?.text ?? ""}`;
  let text = first;
  for (let at = from + 1; at < to; at++) text += `${tokens[at]?.joined ? "-" : " "}${tokens[at]?.text ?? ""}`;
  return text;
}
