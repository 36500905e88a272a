import type { Token } from "../text/tokens.ts";
import type { Filling, Occurrence } from "./fill-frame.ts";
import type { Lexicon } from "./lexicon.ts";
import { phraseEnd } from "./phrase-end.ts";
import { isNamed, type SentenceView, type Span } from "./spans.ts";
import type { Kind } from "./tie-up.ts";
import { endingStart } from "./word-ending.ts";

/** "Legen ihre Entwicklung zusammen", but not "ihr Stahlgeschäft": what is no business is shared. */
function layThingsTogether({ tokens, to: end, lexicon }: SentenceView, from: number, to: number): boolean {
  if (!lexicon.compounds || !/^leg/.test(tokens[from]?.lower ?? "")) return false;
  const particle = tokens.findIndex(({ lower }, at) => at >= to && at < end && lower === "zusammen");
  const objects = tokens
    .slice(to, Math.max(to, particle))
    .filter(({ capital }, at) => capital && lexicon.determiners.has(tokens[to + at - 1]?.lower ?? ""));
  const [object] = objects;
  return (
    object !== undefined &&
    /(?:teams?|entwicklung|forschung|einkauf|logistik|vertrieb|verwaltung|lager)$/.test(object.lower)
  );
}

/** A general word ("Vertrag", "Partnerschaft") takes the kind of a more special one near by ("Lizenz"). */
export function decideKind(
  view: SentenceView,
  { trigger, from, to }: Occurrence,
  { alternative, spans }: Filling,
): Kind {
  const sold = trigger.frameName === "sell-verb" && alternative.text === "S @by";
  if ((sold || trigger.kind === "cooperation" || trigger.kind === "supply") && speaksOfLicence(view, from, to))
    return "licensing";
  if (layThingsTogether(view, from, to)) return "cooperation";
  const together = trigger.word === "verb" && /^(?:S2|@von2|S @(?:mit|with))$/.test(alternative.text);
  if (together && (trigger.kind === "supply" || trigger.frameName === "exit-verb")) return "cooperation";
  if (trigger.word === "phrase" && trigger.kind === "supply" && findsAlly(view, from, to)) return "cooperation";
  const role = trigger.frameName === "object-verb" ? roleTold(view, to) : undefined;
  if (role !== undefined) return role;
  if (trigger.frameName === "with-prep" && spans.some(({ role }) => role === "product")) return "supply";
  const topic = trigger.frameName === "talks-noun" ? topicOfTalks(view, to) : undefined;
  if (topic !== undefined) return topic;
  if (trigger.kind === "supply" && trigger.word === "verb" && handsOverRights(view, to)) return "licensing";
  if (/^S @(?:\w+\|)*by$/.test(alternative.text) && runsFor.test(view.tokens[to - 1]?.lower ?? "")) return "supply";
  if (alternative.text === "S @from" && buysPartFrom(view, from, to)) return "merger";
  if (alternative.text === "S @from" && trigger.frameName === "buy-verb")
    return goodsFollow(view, to) || buysThings(view, to) ? "supply" : "merger";
  if (trigger.frameName === "percent-phrase" && areOwners(spans)) return "joint-venture";
  const joins = view.tokens[from]?.lower.startsWith("join") === true;
  if (movesGoods.has(trigger.frameName) && !joins && (goodsFollow(view, to) || goodsBefore(view, from)))
    return "supply";
  if (
    ownershipMoves.has(trigger.frameName) &&
    (stakeFollows(view, to) || isOfShare(view, from, spans) || stakeBefore(view, from))
  )
    return "stake";
  if (trigger.frameName === "buy-verb" && alternative.text === "S D" && !buysPart(view, spans)) return "supply";
  if (trigger.frameName === "deal-noun" && isToBuy(view, to)) return stakeFollows(view, to) ? "stake" : "merger";
  if (
    trigger.frameName === "joint-adverb" &&
    /^gemeinsame|^joint$/.test(view.tokens[from]?.lower ?? "") &&
    firmFollows(view, to)
  )
    return "joint-venture";
  if (trigger.kind === "joint-venture" && isSharedOut(view, from)) return "stake";
  if (trigger.frameName === "found-phrase" && isOfRank(view, from, to)) return "merger";
  if (trigger.frameName === "deal-noun" && trigger.kind === "cooperation" && isOfGoods(view, from, to)) return "supply";
  if (trigger.kind === "cooperation" && isOfAgreeing(trigger)) return kindAgreedOn(view, to);
  if (trigger.kind !== "cooperation" || trigger.word === "verb") return trigger.kind;
  for (let at = Math.max(view.from, from - kindTokensMax); at < Math.min(view.to, to + kindTokensMax); at++) {
    const kind = view.lexicon.kindWords.get(view.tokens[at]?.lower ?? "");
    const general = /^(?:relation-noun|consortium-noun|in-phrase|pair-noun|pair-thing)$/.test(trigger.frameName);
    if (kind !== undefined && (!general || kind === "joint-venture" || kind === "licensing")) return kind;
  }
  return trigger.kind;
}

/** "To create the world's largest banana firm": what ranks in the world is all that they are, and no common firm beside. */
function isOfRank({ tokens }: SentenceView, from: number, to: number): boolean {
  return tokens.slice(from, to).some(({ lower }) => /^(?:world|weltgrößte[nrs]?|weltmarktführer)$/.test(lower));
}

/** "Gasvertrag", "Batterie-Deal", "deal for 50 jets", "Vertrag über grünen Wasserstoff": a contract about goods. */
function isOfGoods(view: SentenceView, at: number, end: number): boolean {
  const { tokens, lexicon } = view;
  const token = tokens[at];
  if (aboutWords.has(tokens[end]?.lower ?? "") && goodsFollow(view, end)) return true;
  if (token === undefined) return false;
  if (!lexicon.compounds) return lexicon.goods.has(tokens[at - 1]?.lower ?? "");
  if (token.joined) return lexicon.goods.has(tokens[at - 1]?.lower ?? "");
  const head = endingStart(token.lower, lexicon.nouns, 4, 3);
  return head > 0 && lexicon.goods.has(token.lower.slice(0, head));
}

const aboutWords = new Set(["über", "für", "for", "on"]);

/** Frames of verbs that say only that something is agreed or spoken about. */
const agreesOnMore = new Set(["talk-verb", "agree-phrase", "agree-verb", "extend-verb", "pact-off-phrase"]);

const isOfAgreeing = ({ frameName, word, stage }: Occurrence["trigger"]) =>
  agreesOnMore.has(frameName) || (word === "verb" && stage === "rumoured");

/** "Vereinbaren Lieferung", "approached about a takeover": what is agreed or spoken about tells the kind. */
function kindAgreedOn({ tokens, to, lexicon }: SentenceView, end: number): Kind {
  for (let at = end; at < Math.min(to, end + kindTokensMax); at++) {
    const token = tokens[at];
    if (token === undefined || (token.kind === "mark" && token.text !== ",")) break;
    const noun = lexicon.nouns.get(token.lower)?.find(tellsKind);
    if (noun !== undefined) return noun.kind;
    const phrase = lexicon.phrases
      .get(token.lower)
      ?.find(({ words, value }) => tellsKind(value) && phraseEnd(words, tokens, at, to) > 0);
    if (phrase !== undefined) return phrase.value.kind;
  }
  return "cooperation";
}

/** "A takeover", "a supply deal", "a joint company". */
const tellsKind = ({ frameName, kind }: Occurrence["trigger"]): boolean =>
  toldByNoun.has(frameName) ||
  (kind === "joint-venture" && ventureFrames.has(frameName)) ||
  (frameName === "deal-noun" && kind !== "cooperation");

const ventureFrames = new Set(["venture-noun", "relation-noun"]);

const toldByNoun = new Set("order-noun supply-deal-noun sale-noun merger-noun stake-noun licence-noun".split(" "));

/** "Ein gemeinsames Turbolader-Unternehmen". */
function firmFollows({ tokens, to }: SentenceView, end: number): boolean {
  return tokens
    .slice(end, Math.min(to, end + 3))
    .some(({ lower }) => /(?:unternehmen|firma|gesellschaft|tochter|company|firm)s?$/.test(lower));
}

const asWords = new Set(["as", "als"]);

/** "Picks Boyu as partner": as what somebody is chosen tells the kind. */
function roleTold({ tokens, to, lexicon }: SentenceView, end: number): Kind | undefined {
  const near = tokens.slice(end, Math.min(to, end + kindTokensMax)).map(({ lower }) => lower);
  const as = near.findIndex((word) => asWords.has(word));
  if (as < 0) return undefined;
  const roles = near.slice(as + 1, as + 5).flatMap((word) => lexicon.nouns.get(word) ?? []);
  return roles.find(({ frameName }) => frameName === "partner-noun")?.kind;
}

/** "Finds an ally for its tanks in Sharp". */
const findsAlly = ({ tokens }: SentenceView, from: number, to: number): boolean =>
  tokens.slice(from, to).some(({ lower }) => /^(?:ally|partner)$/.test(lower));

/** "Lizenzfiguren", "licensed". */
function speaksOfLicence({ tokens, from, to }: SentenceView, start: number, end: number): boolean {
  for (let at = Math.max(from, start - kindTokensMax); at < Math.min(to, end + kindTokensMax); at++)
    if (/^(?:li[cz]en[sz]|licenc)/.test(tokens[at]?.lower ?? "")) return true;
  return false;
}

/** "Raises its stake in the joint venture": shares of it change hands. */
function isSharedOut({ tokens, from, lexicon }: SentenceView, start: number): boolean {
  const before = tokens.slice(Math.max(from, start - kindTokensMax), start).map(({ lower }) => lower);
  return before.some(
    (word, at) => lexicon.kindWords.get(word) === "stake" && /^(?:in|an|am)$/.test(before[at + 1] ?? ""),
  );
}

/** "An agreement with its owners to acquire the mine": what was agreed is the kind. */
function isToBuy({ tokens, to, lexicon }: SentenceView, end: number): boolean {
  for (let at = end; at < Math.min(to, end + purposeTokensMax); at++) {
    const word = tokens[at]?.lower ?? "";
    const verbs = word === "to" ? lexicon.words.get(tokens[at + 1]?.lower ?? "") : undefined;
    if (verbs !== undefined) return verbs.some(({ frameName, kind }) => frameName === "buy-verb" && kind === "merger");
    if (word !== "to" && (lexicon.subordinators.has(word) || lexicon.auxiliaries.has(word))) return false;
  }
  return false;
}

/** What a deal is for stands this near. */
const purposeTokensMax = 12;

const topicWords = new Set(["über", "on", "about", "over", "regarding"]);

/** "Gespräche mit Sharp über einen Verkauf der Sparte": what is spoken of tells the kind. */
function topicOfTalks(view: SentenceView, end: number): Kind | undefined {
  for (let at = end; at < Math.min(view.to, end + topicTokensMax); at++) {
    if (!topicWords.has(view.tokens[at]?.lower ?? "")) continue;
    const kind = kindAgreedOn(view, at + 1);
    return kind === "cooperation" ? undefined : kind;
  }
  return undefined;
}

const topicTokensMax = 14;

const movesGoods = new Set(["use-verb", "sell-verb", "buy-verb"]);

/** "To use Qualcomm chips", "sells cells to Tesla". */
function goodsFollow({ tokens, to, lexicon, spans }: SentenceView, end: number): boolean {
  return tokens
    .slice(end, Math.min(to, end + goodsTokensMax))
    .some(
      ({ lower }, index) =>
        lexicon.goods.has(lower) &&
        !spans.some((span) => span.from < end + index && end + index < span.to) &&
        !isFirm(tokens[end + index + 1], lexicon),
    );
}

/** "…, ZF Getriebe abzukaufen": over a German infinitive the goods stand before it. */
const goodsBefore = ({ tokens, lexicon }: SentenceView, from: number): boolean =>
  lexicon.compounds && lexicon.goods.has(tokens[from - 1]?.lower ?? "");

/** "Buys its wafers from Sharp". */
function buysThings({ tokens, to, lexicon }: SentenceView, end: number): boolean {
  const before = tokens.findIndex(({ lower }, at) => at >= end && at < to && lower === "from") - 1;
  const { lower = "", capital = true } = tokens[before] ?? {};
  return before >= end && !capital && /[^s]s$/.test(lower) && !lexicon.businessParts.has(lower.replace(/s$/, ""));
}

/** "A and B will each own half of the new company": two that hold what is only described own it together. */
function areOwners(spans: Span[]): boolean {
  const named = spans.filter(isNamed);
  const [first] = named;
  return named.length > 1 && named.length < spans.length && named.every(({ group }) => group === first?.group);
}

/** "Buys a chip plant from Sharp". */
function buysPartFrom({ tokens, to, lexicon }: SentenceView, verb: number, end: number): boolean {
  if (lexicon.compounds || !/^(?:b(?:uy|ought)|acquir|purchas)/.test(tokens[verb]?.lower ?? "")) return false;
  const before = tokens.findIndex(({ lower }, at) => at >= end && at < to && lower === "from") - 1;
  return before >= end && lexicon.businessParts.has(tokens[before]?.lower ?? "");
}

/** "A chip start-up", "the gas supplier". */
const isFirm = (token: Token | undefined, { businessParts, described }: Lexicon) =>
  token !== undefined && (businessParts.has(token.lower) || described.has(token.lower) || token.lower === "start");

const goodsTokensMax = 4;

/** "Schnappt sich Alstom-Werk", but not "kauft Airbus-Jets". */
function buysPart({ tokens, lexicon }: SentenceView, spans: Span[]): boolean {
  const heads = spans.flatMap(({ role, headAt }) => (role === "product" ? (tokens[headAt]?.lower ?? []) : []));
  return !lexicon.compounds || heads.some((head) => endingStart(head, lexicon.businessParts, 4, 0) >= 0);
}

/** "Hands Gulf rights to Hikma", "lends Mazda its know-how". */
function handsOverRights({ tokens, to }: SentenceView, end: number): boolean {
  return tokens
    .slice(end, Math.min(to, end + kindTokensMax))
    .some(({ lower }) => /^(?:rights|\p{L}*rechte|patente?s?|blueprints?)$/u.test(lower));
}

/** "Canteens run by Sharp": whoever runs something for somebody supplies him. */
const runsFor = /^(?:run|operated|hosted|managed)$/;

const ownershipMoves = new Set(["buy-verb", "sell-verb", "get-verb", "court-by"]);

/** "buys a 20% stake in". */
function stakeFollows(view: SentenceView, to: number): boolean {
  for (let at = to; at < Math.min(view.to, to + kindTokensMax); at++) {
    const word = view.tokens[at]?.lower ?? "";
    if (
      view.lexicon.kindWords.get(word) === "stake" ||
      (at < to + 3 && /^(?:%|pct|percent|prozent|half|hälfte|remainder|rest)$/.test(word))
    )
      return true;
  }
  return false;
}

/** "Will 20 Prozent an Sharp kaufen": a German infinitive or participle has its object before it. */
function stakeBefore({ tokens, from, clauses, lexicon }: SentenceView, verb: number): boolean {
  if (!lexicon.compounds || !/(?:en|t)$/.test(tokens[verb]?.lower ?? "")) return false;
  for (let at = verb - 1; at >= Math.max(from, verb - kindTokensMax); at--) {
    if (clauses[at - from] !== clauses[verb - from]) return false;
    const { lower = "" } = tokens[at] ?? {};
    if (lexicon.kindWords.get(lower) === "stake" || shares.test(lower)) return true;
  }
  return false;
}

const shares = /^(?:%|prozent|fünftel|drittel|viertel|zehntel|sechstel|hälfte)$/;

/** "A fifth of Sharp bought by Bosch", "a minority stake in Sharp was sold": a share is what the passive speaks of. */
function isOfShare({ tokens, from, lexicon }: SentenceView, verb: number, spans: Span[]): boolean {
  const part = spans.findLast((span) => span.to <= verb);
  if (lexicon.compounds || part === undefined) return false;
  const before = tokens.slice(Math.max(from, part.from - shareTokensMax), part.from);
  const of = before.findLastIndex(({ lower }) => lower === "of" || lower === "in");
  const share = before[of - 1];
  return share !== undefined && (lexicon.kindWords.get(share.lower) === "stake" || fractions.test(share.lower));
}

const shareTokensMax = 4;

const fractions =
  /^(?:%|slice|chunk|piece|share|pct|percent|half|third|quarter|(?:fif|six|seven|eigh|nin|ten)th|minority|majority|rest|remainder)s?$/;

const kindTokensMax = 8;
