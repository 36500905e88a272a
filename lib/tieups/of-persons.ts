import type { Token } from "../text/tokens.ts";
import type { Filling, Occurrence } from "./fill-frame.ts";
import type { Lexicon } from "./lexicon.ts";
import { isNamed, type SentenceView, type Span } from "./spans.ts";
import { hasKnownEnding } from "./word-ending.ts";

/** In words, why what is told is an affair of persons, players or unions, and no organisation's; null where it is none. */
export function personsObjection(view: SentenceView, occurrence: Occurrence, filling: Filling): string | null {
  const named = filling.spans.filter(isNamed);
  if (isOfPerson(view, occurrence, filling) || movesStaff(view, filling) || takesStaff(view, occurrence))
    return "a person's move";
  if (isOfPlayer(view, occurrence) || isPlayerTrade(view)) return "a player's transfer";
  if (isWithUnion(view, named)) return "a union's affairs";
  if (areFounders(view, named) || isOfStaff(view, occurrence, named)) return "persons' affairs";
  return null;
}

/** "Agree deal for winger", "bid for midfielder", "signs tennis player": only a bond of the clubs themselves holds beside a player. */
function isOfPlayer(view: SentenceView, { trigger, to }: Occurrence): boolean {
  const { tokens, from, to: end, lexicon } = view;
  for (let at = from; at < end; at++) {
    if (!isPlayer(tokens[at], lexicon)) continue;
    if (!bondFrames.has(trigger.frameName) || (at >= to && at - to < playerTokensMax)) return true;
  }
  return signsPerson(view);
}

const isPlayer = (token: Token | undefined, { players }: Lexicon) =>
  token !== undefined && (players.has(token.lower) || (!token.capital && players.has(token.lower.replace(/s$/, ""))));

/** A player whom a bid is for stands this near behind it. */
const playerTokensMax = 3;

/** "Signs teenage sprinter after Puma deal lapses": a person is signed, whatever else is told. */
function signsPerson({ tokens, from, to, lexicon }: SentenceView): boolean {
  const sign = tokens.findIndex(({ lower }, at) => at >= from && at < to && /^sign(?:s|ed|ing)?$/.test(lower));
  if (sign < 0 || lexicon.compounds) return false;
  const object = tokens.slice(sign + 1, Math.min(to, sign + 1 + signedTokensMax));
  const end = object.findIndex(
    ({ kind, lower }) => kind === "mark" || lexicon.prepositions.has(lower) || lexicon.nouns.has(lower),
  );
  return object
    .slice(0, end < 0 ? undefined : end)
    .some(({ lower, capital }) => !capital && (lexicon.personTitles.has(lower) || lower === "player"));
}

const signedTokensMax = 4;

/** "Complete three-team trade", "agree on trade that sends …": clubs trade players. */
function isPlayerTrade({ tokens, from, to }: SentenceView): boolean {
  const trade = tokens.findIndex(({ lower }, at) => at >= from && at < to && lower === "trade");
  if (
    trade < 0 ||
    !/^(?:that|which|for|sending|[.,:;!?–—-]|)$/.test(trade + 1 < to ? (tokens[trade + 1]?.lower ?? "") : "")
  )
    return false;
  return tokens
    .slice(Math.max(from, trade - 4), trade)
    .some(({ lower }) => /^(?:agree[ds]?|completed?s?|finali[sz]es?|swing|execute|blockbuster|team)$/.test(lower));
}

/** "Porsche board member moves to Rivian", "Google researchers leave to join OpenAI": people of one company go to another. */
function movesStaff({ tokens, lexicon }: SentenceView, { spans }: Filling): boolean {
  if (lexicon.compounds) return false;
  return spans.some(({ to, prep }) => {
    if (prep !== null) return false;
    for (let at = to; at < to + staffTokensMax; at++) {
      const token = tokens[at];
      if (token === undefined || token.kind === "mark" || token.capital) return false;
      const next = tokens[at + 1]?.lower ?? "";
      if (isStaffWord(token.lower, lexicon))
        return (
          movingWords.test(next) ||
          (next === "to" && /^(?:join|leave|lead|chair|head)$/.test(tokens[at + 2]?.lower ?? ""))
        );
    }
    return false;
  });
}

/** "Angelt sich Marketingchefin von B", "holt Finanzvorstand von B": whom a German verb takes from a company is a person. */
function takesStaff({ tokens, to: end, lexicon }: SentenceView, { trigger, to }: Occurrence): boolean {
  if (!lexicon.compounds || (trigger.word !== "verb" && trigger.word !== "phrase")) return false;
  const taken = tokens.slice(to - 1, Math.min(end, to + takenTokensMax));
  return taken.some(
    ({ lower, capital, joined }, at) =>
      capital && !joined && isTitle(lower, lexicon) && /^(?:von|vom|der|bei|aus)$/.test(taken[at + 1]?.lower ?? ""),
  );
}

const takenTokensMax = 4;

const isTitle = (word: string, { personTitles }: Lexicon): boolean =>
  personTitles.has(word) || hasKnownEnding(word, personTitles, 4);

/** "Board member", "former head of research": a person's part in a company stands this near behind it. */
const staffTokensMax = 4;

const isStaffWord = (word: string, { personTitles, people, peopleOf }: Lexicon) =>
  (personTitles.has(word) ||
    people.has(word) ||
    peopleOf.has(word) ||
    /^(?:member|partner|staffer|researcher)s?$/.test(word)) &&
  !/^(?:group|units?|divisions?|subsidiar(?:y|ies))$/.test(word);

const movingWords =
  /^(?:joins?|joined|moves?|moved|leaves?|left|quits?|defects?|departs?|switch(?:es)?|swaps?|returns?|jumps?|lured|poached|hired)$/;

const bondFrames = new Set(["relation-noun", "venture-noun", "partner-noun", "merger-noun", "stake-noun"]);

/** A company and a union; unions among themselves may work together. */
function isWithUnion({ lexicon }: SentenceView, named: Span[]): boolean {
  const unions = named.filter(({ text }) => lexicon.unions.has(text.toLowerCase()) || unionWords.test(text));
  return unions.length > 0 && unions.length < named.length;
}

const unionWords = /gewerkschaft$|\b(?:workers|union|teamsters)\b/iu;

/** "Founders of A and B swap advice", "Gründer von A und B fordern". */
function areFounders({ tokens, lexicon, spans }: SentenceView, named: Span[]): boolean {
  const [first] = named;
  if (first === undefined || named.some(({ group }) => group !== first.group)) return false;
  const start = spans.find(({ group }) => group === first.group) ?? first;
  if (!/^(?:of|at|from|von)$/.test(tokens[start.from - 1]?.lower ?? "")) return false;
  const { lower = "" } = tokens[start.from - 2] ?? {};
  return lexicon.personTitles.has(lower) || lexicon.personTitles.has(lower.replace(/s$/, ""));
}

/** "Former Goldman trader weds Morgan Stanley banker": each name says only where somebody works. */
function isOfStaff({ tokens, lexicon }: SentenceView, { trigger }: Occurrence, named: Span[]): boolean {
  if (lexicon.compounds || trigger.word !== "verb" || named.length === 0) return false;
  return named.every(({ to }) => {
    const { lower = "" } = tokens[to] ?? {};
    return lexicon.personTitles.has(lower) && !speakers.test(lower);
  });
}

/** Who speaks for a company stands for it. */
const speakers = /^(?:chief|ceo|cfo|boss|chairman|president|spokesm|spokesw|head|exec|owner|founder)/;

/**
 * "Former Intel chief joins Nvidia board", "SAP holt Finanzvorstand von Siemens": with weak verbs the subject or the object is the
 * person.
 */
function isOfPerson(view: SentenceView, { trigger, from }: Occurrence, { spans }: Filling): boolean {
  const { tokens, lexicon } = view;
  if (trigger.word === "noun" || trigger.word === "adverb" || trigger.frameName === "make-verb") return false;
  if (!lexicon.sureNames.has(trigger.frameName) && !movesPersons.has(trigger.frameName)) return false;
  return spans.some((span) => {
    const head = span.headAt >= 0 ? span.headAt : span.to;
    const source =
      span.prep === null ? -1 : tokens.findLastIndex((token, at) => at < span.from && token.lower === span.prep);
    if (head < from) return isPerson(tokens[head], lexicon);
    if (hiresPersons.has(trigger.frameName) && isPerson(tokens[head], lexicon)) return true;
    return source > from && isPerson(tokens[source - 1], lexicon);
  });
}

/** Verbs that tell of persons as well as of goods: "holt", "hires". */
const hiresPersons = new Set(["object-verb", "get-verb", "drop-verb", "tend-verb"]);

const movesPersons = new Set([...hiresPersons, "buy-from-verb", "order-verb"]);

function isPerson(token: Token | undefined, { personTitles, compounds }: Lexicon): boolean {
  if (token === undefined) return false;
  const lower = compounds ? token.lower.replace(/(?:in|innen)$/, "") : token.lower;
  return (
    personTitles.has(token.lower) || personTitles.has(lower) || (compounds && hasKnownEnding(lower, personTitles, 4))
  );
}

export function hasAny({ tokens, from, to }: SentenceView, words: ReadonlySet<string>): boolean {
  for (let at = from; at < to; at++) if (words.has(tokens[at]?.lower ?? "")) return true;
  return false;
}
