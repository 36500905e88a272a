import type { Kind, Party, Stage, TieUp } from "./tie-up.ts";

/** A tie-up as one sentence states it. */
export interface StatedTieUp extends TieUp {
  /** Its kind is only what a general word ("deal", "eyes") leaves open. */
  general: boolean;
  /** Stated by a verb whose object tells what it is about ("pursues a supply deal"). */
  open: boolean;
  /** Stated by a word that is read only where the sentence says nothing else, or in a doubtful way. */
  hinted: boolean;
  /** Only says who somebody is ("Puma-Eigner Pinault"), beside what he does. */
  background: boolean;
  /** Two are said to make one firm, which may be a common one or all that they are. */
  founding: boolean;
  /** The words of the teaser that told its kind; null where its own sentence does. */
  kindCue: string | null;
  /** Stated by a weak word, which says something only of two sure names. */
  weak: boolean;
}

/** Tie-ups of the same organisations become one: the first sentence stays, the more special kind and the more telling stage win. */
export function mergeTieUps(tieUps: readonly StatedTieUp[]): TieUp[] {
  const merged: StatedTieUp[] = [];
  for (const tieUp of tieUps) {
    const index = merged.findIndex((other) => isSame(other.parties, tieUp.parties));
    const other = merged[index];
    if (other === undefined) merged.push(tieUp);
    else merged[index] = join(other, tieUp);
  }
  return merged
    .sort((a, b) => position(a) - position(b))
    .map(({ general: _, weak: __, hinted: ___, background: ____, founding: _____, open: ______, kindCue, ...tieUp }) =>
      kindCue === null ? tieUp : withCue(tieUp, kindCue),
    );
}

const withCue = ({ evidence, ...tieUp }: TieUp, cue: string): TieUp => ({
  ...tieUp,
  evidence: { ...evidence, cues: [...evidence.cues, cue] },
});

const position = ({ evidence }: TieUp) => (evidence.field === "title" ? 0 : 1e9) + evidence.start;

function isSame(a: Party[], b: Party[]): boolean {
  const shared = b.filter((party) => a.some((other) => isSameParty(party, other))).length;
  return shared === Math.min(a.length, b.length);
}

/** The same watched entity, or a name and its longer form ("Lilly", "Eli Lilly"). */
function isSameParty(a: Party, b: Party): boolean {
  if (a.entityId !== null && b.entityId !== null) return a.entityId === b.entityId;
  const [short = "", long = ""] = [a.text.toLowerCase(), b.text.toLowerCase()].sort((x, y) => x.length - y.length);
  return short === long || long.startsWith(`${short} `) || long.endsWith(` ${short}`);
}

function join(first: StatedTieUp, second: StatedTieUp): StatedTieUp {
  const sameSentence = first.evidence.start === second.evidence.start && first.evidence.field === second.evidence.field;
  const lead = leads(second, first, sameSentence) ? second : first;
  const rest = lead === first ? second : first;
  const kind = sameSentence
    ? moreSpecial(lead, rest)
    : lead.general && rest.confidence >= lead.confidence
      ? rest.kind
      : foundsFirm(lead, rest)
        ? "joint-venture"
        : lead.kind;
  const areas = lead.areas.length > 0 ? lead.areas : rest.areas;
  const telling = (sameSentence ? tellsMore(rest, lead) : widens(rest, lead)) ? rest : lead;
  const evidence = { ...lead.evidence, cues: telling.evidence.cues };
  const confidence = Math.max(first.confidence, second.confidence);
  const parties = sameSentence ? partiesOf(lead, rest) : partiesOf(first, second);
  const kindCue = kind === lead.kind ? lead.kindCue : null;
  return { ...lead, parties, kind, kindCue, stage: telling.stage, areas, evidence, confidence };
}

/** "A und B tun sich zusammen. Eine gemeinsame Firma soll …": the teaser tells what the title's cooperation is to be. */
const foundsFirm = (lead: StatedTieUp, { kind, stage, background, weak }: StatedTieUp): boolean =>
  lead.kind === "cooperation" &&
  kind === "joint-venture" &&
  planned.has(lead.stage) &&
  planned.has(stage) &&
  !background &&
  !weak;

const planned = new Set<Stage>(["rumoured", "agreed", "expanded"]);

/** The clearer statement of a sentence; a later sentence, where the first only hints at what that one says and at its stage. */
function leads(second: StatedTieUp, first: StatedTieUp, sameSentence: boolean): boolean {
  if (!sameSentence) return first.hinted && first.evidence.cues.length === 0 && !second.hinted && !second.weak;
  return first.background === second.background ? second.confidence > first.confidence : first.background;
}

/** A sentence that names one party, and only describes the other, is told who that is by a sentence that names both. */
function partiesOf(lead: TieUp, rest: TieUp): Party[] {
  const namesMore = rest.parties.length > lead.parties.length;
  return namesMore && (lead.parties.length === 1 || rest.confidence >= lead.confidence) ? rest.parties : lead.parties;
}

/** "Setzt auf Sharp. Der Vertrag wurde verlängert": what the title leaves open was there before. */
const widens = (rest: StatedTieUp, { stage, evidence }: StatedTieUp): boolean =>
  stage === "agreed" && evidence.cues.length === 0 && rest.stage === "expanded" && !rest.background && !rest.weak;

/** What is in force by a clear statement ("the A-B venture makes …") is not made new by a weaker one, or by what the venture supplies. */
function tellsMore(rest: StatedTieUp, lead: StatedTieUp): boolean {
  if (rest.background && !lead.background) return false;
  if (lead.stage === "active" && rest.stage === "agreed" && isWeaker(rest, lead)) return false;
  return stageRank[rest.stage] > stageRank[lead.stage];
}

const isWeaker = (rest: StatedTieUp, lead: StatedTieUp): boolean =>
  (rest.weak && !lead.weak) ||
  (rest.kind === "supply" && (lead.kind === "joint-venture" || lead.kind === "cooperation"));

const rank: Record<Kind, number> = {
  "joint-venture": 5,
  licensing: 4,
  stake: 3,
  merger: 2,
  supply: 0,
  cooperation: 0,
};

const stageRank: Record<Stage, number> = { denied: 5, ended: 4, rumoured: 3, expanded: 2, agreed: 1, active: 0 };

/** The kind of the more special of two words; "sounds out a partnership" is about a partnership. */
function moreSpecial(lead: StatedTieUp, rest: StatedTieUp): Kind {
  if (rest.background && !lead.background) return lead.kind;
  if ((lead.founding && rest.kind === "merger") || (rest.founding && lead.kind === "merger")) return "merger";
  if (rest.kind === "stake" && rest.parties.length < lead.parties.length) return lead.kind;
  if (lead.open !== rest.open) return lead.open ? rest.kind : lead.kind;
  if (lead.general !== rest.general) return lead.general ? rest.kind : lead.kind;
  return rank[rest.kind] > rank[lead.kind] ? rest.kind : lead.kind;
}
