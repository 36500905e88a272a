import { peerGroup, resolveName } from "./catalogue.ts";
import { cueKeys, type Dictionary, type Meaning, meaningOf, scanDictionary, type WatchedName } from "./dictionary.ts";
import { findReferences, type Reference } from "./find-references.ts";
import { type Judgement, judgeLonger, judgeName } from "./judge-name.ts";
import { longestNames } from "./longest-names.ts";
import type { DroppedMention, Field, Mention } from "./mention.ts";
import type { FoundName } from "./scan-names.ts";
import { withTrailingSigns } from "./trailing-signs.ts";

/** The parts of an item that are searched. */
export interface ItemText {
  title: string;
  text: string;
  lang?: string | null;
}

export interface FoundMentions {
  mentions: Mention[];
  /** What looked like a watched company and is not, with the reason; in the same order. */
  dropped: DroppedMention[];
  /** Descriptions that stand for entities mentioned before them ("die Münchner"); they make no hit, but may be parties. */
  references: Reference[];
}

/**
 * The mentions of the dictionary's entities: title first, then by start; they don't overlap, the longest name wins. A name that
 * may mean something else is judged by its neighbours, then by what else the item names. Time is linear in the item.
 */
export function findMentions(dictionary: Dictionary, item: ItemText): FoundMentions {
  const cues: Cues = new Map();
  const candidates = fields.flatMap((field) => candidatesIn(dictionary, item[field], field, cues));
  const evidence = gatherEvidence(candidates, cues);
  const found: FoundMentions = { mentions: [], dropped: [], references: [] };
  const first = candidates.map((candidate) => decide(candidate, evidence));
  // A name that was kept without doubt of its own ("Oracle") is company for one that is in doubt ("HP").
  for (const [i, candidate] of candidates.entries()) if (first[i]?.kept) addPeer(evidence, candidate);
  const ofSport = cues.has(cueKeys.sport);
  const companionOf = (i: number): string | null => {
    const candidate = candidates[i] as Candidate;
    const near = [i - 1, i + 1].filter((j) => first[j]?.kept).flatMap((j) => candidates[j] ?? []);
    const joined = near.find((one) => areJoined(item, one, candidate));
    if (joined) return `joined to ${joined.mention.text}`;
    const dealer = ofSport ? undefined : near.find((one) => areDealing(item, one, candidate));
    return dealer ? `deals with ${dealer.mention.text}` : null;
  };
  for (const [i, candidate] of candidates.entries()) {
    const { kept, reason } = first[i]?.kept ? first[i] : decide(candidate, evidence, companionOf(i));
    (kept ? found.mentions : found.dropped).push({ ...candidate.mention, reason });
  }
  found.references = findReferences(item, found.mentions);
  return found;
}

const fields = ["title", "text"] as const satisfies Field[];

/** Whether any watched name stands in the item, whatever it means there: where none does, there is no mention. Quick. */
export function holdsName(dictionary: Dictionary, item: Pick<ItemText, Field>): boolean {
  const isName = ({ name }: FoundName) => meaningOf(dictionary, name)?.kind === "name";
  return fields.some((field) => scanDictionary(dictionary, item[field]).some(isName));
}

/** The cue words that the item has, by what they show, in the order of the item. */
type Cues = Map<string, Set<string>>;

interface Candidate {
  /** null for a longer name that only contains a watched one. */
  name: WatchedName | null;
  mention: Mention;
  judgement: Judgement;
}

function candidatesIn(dictionary: Dictionary, text: string, field: Field, cues: Cues): Candidate[] {
  const places: FoundName[] = [];
  for (const place of scanDictionary(dictionary, text)) {
    const meaning = meaningOf(dictionary, place.name);
    if (meaning?.kind === "cue") {
      cues.set(meaning.shows, (cues.get(meaning.shows) ?? new Set()).add(meaning.word));
    } else places.push(place);
  }
  const rank = ({ name, start, end }: FoundName): number => rankOf(meaningOf(dictionary, name), text.slice(start, end));
  return longestNames(places, rank).flatMap((place) =>
    candidateAt(meaningOf(dictionary, place.name), text, field, place),
  );
}

function candidateAt(meaning: Meaning | undefined, text: string, field: Field, place: FoundName): Candidate[] {
  if (!meaning || meaning.kind === "cue") return [];
  const { start, compound } = place;
  const alias = meaning.kind === "name" ? meaning.alias.text : meaning.phrase;
  const end = withTrailingSigns([alias, ...meaning.entity.aliases.map((one) => one.text)], text, place.end);
  const mention = { entityId: meaning.entity.id, field, start, end, text: text.slice(start, end), alias, reason: "" };
  const judgement =
    meaning.kind === "name" ? judgeName(meaning, { field: text, start, end, compound }) : judgeLonger(mention.text);
  return [{ name: meaning.kind === "name" ? meaning : null, mention, judgement }];
}

/** Of several names for one place the one that is written just so, and a watched name before a longer one of others. */
function rankOf(meaning: Meaning | undefined, written: string): number {
  if (meaning?.kind !== "name") return 2;
  return meaning.alias.text === written ? 0 : 1;
}

/** What the whole item shows. */
interface Evidence {
  /** Entities that are named beyond doubt, and by which name. */
  sure: Map<string, string>;
  /** For each group of branches the companies of it that are named, and by which name. */
  peers: Map<string, Map<string, string>>;
  /** Entities whose name is a person's in the item, and where it is first. */
  persons: Map<string, Mention>;
  /** What letters in brackets were short for in the item that is not the company, by the entity and the letters. */
  shortFor: Map<string, string>;
  cues: Cues;
}

function gatherEvidence(candidates: Candidate[], cues: Cues): Evidence {
  const evidence: Evidence = { sure: new Map(), peers: new Map(), persons: new Map(), shortFor: new Map(), cues };
  for (const { mention, judgement } of candidates) {
    if (judgement.verdict === "other" && judgement.shortFor)
      evidence.shortFor.set(lettersOf(mention), judgement.shortFor);
  }
  for (const candidate of candidates) {
    const { name, mention, judgement } = candidate;
    if (judgement.verdict === "other" && judgement.person && !evidence.persons.has(mention.entityId))
      evidence.persons.set(mention.entityId, mention);
    if (judgement.verdict !== "company" || !name || evidence.shortFor.has(lettersOf(mention))) continue;
    if (!evidence.sure.has(name.entity.id)) evidence.sure.set(name.entity.id, mention.text);
    addPeer(evidence, candidate);
  }
  return evidence;
}

const lettersOf = ({ entityId, text }: Mention): string => `${entityId}\n${text}`;

function addPeer({ peers }: Evidence, { name, mention }: Candidate): void {
  if (!name?.branch) return;
  const group = peerGroup(name.branch);
  peers.set(group, (peers.get(group) ?? new Map<string, string>()).set(name.entity.id, mention.text));
}

interface Decision {
  kept: boolean;
  reason: string;
}

const keep = (reason: string): Decision => ({ kept: true, reason });
const drop = (reason: string): Decision => ({ kept: false, reason });

/** "Oracle and Block", "Block, Oracle": nothing but a comma or an "and" between them. */
const areJoined = (item: ItemText, one: Candidate, other: Candidate): boolean =>
  /^(?:,|,? (?:und|and|oder|or|&)) $/.test(between(item, one, other));

/** "Oracle partners with Block", "Oracle schließt Vertrag über Kassen mit Block": companies deal with companies. */
const areDealing = (item: ItemText, one: Candidate, other: Candidate): boolean =>
  dealing.test(between(item, one, other));

const dealing =
  /^[^.!?;]{0,80}(?:[^\p{L}]|^)(?:kooperier(?:t|en|te|ten)|kooperation|partnerschaft|zusammenarbeit|allianz|bündnis|joint venture|gemeinschaftsunternehmen|vertrag|pakt|partner(?:s|ed|ing|ship)?|deal|pact|alliance|venture|tie-up|collaborat\p{L}+|co-?operat\p{L}+|team(?:s|ed|ing)? up)(?: \p{Ll}+(?: \p{L}+)?)? (?:mit|with) $/iu;

/** What stands between the names of two entities in one field; "" where they are none. */
function between(item: ItemText, one: Candidate, other: Candidate): string {
  if (one.mention.field !== other.mention.field || one.mention.entityId === other.mention.entityId) return "";
  const [left, right] = one.mention.start < other.mention.start ? [one, other] : [other, one];
  return item[left.mention.field].slice(left.mention.end, right.mention.start);
}

/** `companion` says in words which company the name is joined to or deals with, if there is one. */
function decide(candidate: Candidate, evidence: Evidence, companion: string | null = null): Decision {
  const { name, mention, judgement } = candidate;
  const phrase = evidence.shortFor.get(lettersOf(mention));
  if (phrase && !evidence.sure.has(mention.entityId)) return drop(`short for ${phrase} in this item`);
  if (judgement.verdict === "company") return keep(judgement.reason);
  if (judgement.verdict === "other") return drop(judgement.reason);
  if (!name) return drop("part of a longer name");
  const { id } = name.entity;
  const against = firstOf(evidence.cues, cueKeys.against(id));
  if (against) return drop(`${mention.text} is excluded beside ${against}`);
  const shown = shownByItem(name, mention, evidence) ?? (judgement.doubt ? null : ownContext(name, evidence));
  if (shown) return keep(shown);
  if (name.ambiguity === "generic")
    return drop(`${mention.text} is a common word and nothing shows that the company is meant`);
  if (isPerson(mention, evidence)) return drop(`${mention.text} is a person in this item`);
  if (judgement.doubt) {
    const act = judgement.doubt === "article" ? actOfCompany(judgement.verb, evidence.cues) : null;
    return act ? keep(act) : drop(`${mention.text} needs context (${judgement.doubt}); found none`);
  }
  if (companion) return keep(companion);
  if (name.ambiguity === "acronym" || name.alias.needsContext) return byBusiness(name, candidate, evidence);
  return keep("written as a name");
}

/** A text gives a person's whole name first and the surname alone later; a title may have the surname alone. */
function isPerson({ entityId, field, start }: Mention, { persons }: Evidence): boolean {
  const first = persons.get(entityId);
  return first !== undefined && (first.field !== field || first.start < start);
}

/** Why the rest of the item shows that the company is meant, or null. */
function shownByItem(name: WatchedName, mention: Mention, evidence: Evidence): string | null {
  const { id } = name.entity;
  const otherName = evidence.sure.get(id);
  if (otherName !== undefined)
    return otherName === mention.text ? "named as a company elsewhere in the item" : `bound by ${otherName}`;
  if (name.ambiguity === "generic") return null;
  const context = firstOf(evidence.cues, cueKeys.entity(id));
  if (context) return `context word: ${context}`;
  const peer = peerOf(name, evidence);
  if (peer) return `beside another company: ${peer}`;
  const branch = cueKeys.branch(name.branch);
  const word = name.branch && firstOf(evidence.cues, branch);
  return word && !isSport(evidence.cues, branch) ? `context word: ${word}` : null;
}

/** A word of context that the watchlist itself gives for a name that hardly is one ("Summit", with "oncology"). */
function ownContext({ ambiguity, entity }: WatchedName, { cues }: Evidence): string | null {
  if (ambiguity !== "generic" || entity.context.length === 0) return null;
  const word = [...(cues.get(cueKeys.entity(entity.id)) ?? [])].find((word) => entity.context.includes(word));
  return word === undefined ? null : `context word: ${word}`;
}

/** Another company of the branch that the item names, watched or only in the catalogue. */
function peerOf(name: WatchedName, { peers, cues }: Evidence): string | null {
  if (!name.branch) return null;
  const group = peerGroup(name.branch);
  const watched = [...(peers.get(group) ?? [])].find(([id]) => id !== name.entity.id);
  if (watched) return watched[1];
  return [...(cues.get(cueKeys.peers(group)) ?? [])].find((word) => resolveName(word) !== name.entity.id) ?? null;
}

const firstOf = (cues: Cues, key: string): string | undefined => cues.get(key)?.values().next().value;

/** Whether an item has more of sport than of what a key stands for: in sport, GM is a manager or a grandmaster. */
const isSport = (cues: Cues, key: string): boolean =>
  (cues.get(cueKeys.sport)?.size ?? 0) >= Math.max(1, cues.get(key)?.size ?? 0);

/** "Die Post streicht Stellen", "Die Allianz hebt die Dividende an": with an article, but only companies do that; or null. */
function actOfCompany(verb: string | null, cues: Cues): string | null {
  if (!verb || isSport(cues, cueKeys.business)) return null;
  if (onlyCompanies.test(verb)) return `does what companies do: ${verb}`;
  const business = firstOf(cues, cueKeys.business);
  return business ? `does what companies do: ${verb}, ${business}` : null;
}

const onlyCompanies =
  /^(?:streicht|übernimmt|verkauft|investiert|liefert|produziert|verdient|fertigt|bestellt|expandiert)$/;

function byBusiness(name: WatchedName, { mention, judgement }: Candidate, { cues }: Evidence): Decision {
  const verb = judgement.verdict === "open" ? judgement.verb : null;
  const word = firstOf(cues, cueKeys.business);
  const ownWordsOnly = name.ambiguity !== "acronym" && name.entity.context.length > 0;
  const isActor = name.ambiguity === "acronym" || (name.ambiguity === "word" && !ownWordsOnly);
  // "Block teams with Oracle" has no team.
  const isOfSport = [...(cues.get(cueKeys.sport) ?? [])].some((cue) => !verb?.startsWith(cue));
  if (verb && isActor && !isOfSport) return keep(`does what companies do: ${verb}`);
  if (word && !ownWordsOnly && !isSport(cues, cueKeys.business)) return keep(`context word: ${word}`);
  return drop(`${mention.text} needs context; found ${firstOf(cues, cueKeys.sport) ?? "none"}`);
}
