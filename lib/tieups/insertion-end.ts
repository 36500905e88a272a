import type { Sentence } from "../text/sentences.ts";
import type { Token } from "../text/tokens.ts";
import type { Lexicon } from "./lexicon.ts";

/** What is put in has no more words than these. */
const insertionTokensMax = 24;

/**
 * The comma that closes what a German clause puts in behind the comma `at`, so that the clause goes on behind it: "A, ein Zulieferer aus Ulm,
 * kauft …", "A, das seit 2010 Motoren baut, hat …", "schließt sich, wie A mitteilte, …"; -1 where nothing is put in.
 */
export function insertionEnd(tokens: readonly Token[], { from, to }: Sentence, at: number, lexicon: Lexicon): number {
  if (!lexicon.compounds || tokens[at]?.text !== ",") return -1;
  const close = closingComma(tokens, at, to);
  if (close < 0 || close + 1 >= to) return -1;
  const first = tokens[at + 1]?.lower ?? "";
  const next = tokens[close + 1];
  if (next === undefined || next.kind === "mark" || lexicon.subordinators.has(next.lower)) return -1;
  if (tellers.has(first)) return close;
  const told = tokens.slice(at + 1, close);
  if (!mayTellMore(tokens[at - 1])) return -1;
  if (lexicon.conjunctions.has(next.lower))
    return isApposition(told, lexicon) && tokens.slice(from, at).every((token) => !isFiniteForm(token, lexicon))
      ? close
      : -1;
  if (!goesOn(next, lexicon)) return -1;
  return isApposition(told, lexicon) || isRelative(told, lexicon) ? close : -1;
}

/** "…, wie A mitteilte, …", "…, so A, …". */
const tellers = new Set(["wie", "so"]);

function closingComma(tokens: readonly Token[], at: number, to: number): number {
  for (let end = at + 2; end < Math.min(to, at + insertionTokensMax); end++) {
    const text = tokens[end]?.text;
    if (text === ",") return end;
    if (text === ":" || text === ";" || text === "–" || text === "?" || text === "!") return -1;
  }
  return -1;
}

/** A noun or a name, or what stands in brackets behind one. */
const mayTellMore = (token: Token | undefined) =>
  token !== undefined && (token.capital || token.joined || token.text === ")" || token.kind === "number");

/** Behind what was put in a clause goes on with a small word; a noun or an article may begin another. */
const goesOn = (token: Token, { determiners }: Lexicon) =>
  token.kind === "word" && !token.capital && !determiners.has(token.lower);

/** "Ein Zulieferer aus Ulm", "Europas größter Händler": it has no verb. */
function isApposition(told: readonly Token[], lexicon: Lexicon): boolean {
  return told.some(({ capital }) => capital) && !told.some((token) => isFiniteForm(token, lexicon));
}

/** "Das seit 2010 Motoren baut", "mit dem er sprach": its verb stands last. */
function isRelative(told: readonly Token[], lexicon: Lexicon): boolean {
  const [first, second] = told;
  const last = told[told.length - 1];
  if (first === undefined || last === undefined || told.length < relativeTokensMin) return false;
  const opens =
    lexicon.relatives.has(first.lower) ||
    (lexicon.prepositions.has(first.lower) && lexicon.relatives.has(second?.lower ?? ""));
  return opens && !last.capital && (isFiniteForm(last, lexicon) || /(?:en|te)$/.test(last.lower));
}

const relativeTokensMin = 3;

/** In the third person a German verb ends in t; what else ends so, and small, is an adverb. */
const isFiniteForm = ({ kind, capital, lower }: Token, { auxiliaries, adverbs, prepositions }: Lexicon) =>
  auxiliaries.has(lower) ||
  (kind === "word" &&
    !capital &&
    /.{2}t$/.test(lower) &&
    !adverbs.has(lower) &&
    !prepositions.has(lower) &&
    !noVerb.has(lower));

const noVerb = new Set([
  "weltweit",
  "bekannt",
  "insgesamt",
  "zuletzt",
  "samt",
  "seit",
  "rent",
  "mit",
  "erst",
  "fast",
  "einst",
  "selbst",
  "sonst",
]);
