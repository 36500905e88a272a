import { acronymAsWord } from "../matching/alias-shape.ts";
import type { Mention } from "../matching/mention.ts";
import type { Rule, Watchlist } from "../matching/watchlist.ts";
import type { TieUp } from "../tieups/tie-up.ts";
import type { Analysis } from "./analyse-item.ts";

export interface Judgement {
  hit: boolean;
  /** The tie-ups that satisfied the rule; empty for the rule `any-mention` where none does. */
  tieUps: TieUp[];
  /** The mentions of entities that this watchlist names. */
  mentions: Mention[];
  /** In words, why it is a hit, or why none; at least one. */
  reasons: string[];
}

/** Whether an analysed item satisfies a watchlist's rule, and why. An item may be judged against many watchlists. */
export function judgeHit(watchlist: Pick<Watchlist, "entities" | "rule">, analysis: Analysis): Judgement {
  const names = new Map(watchlist.entities.map((entity) => [entity.id, entity.name]));
  const mentions = ownMentions(watchlist, analysis);
  if (mentions.length === 0) return { hit: false, tieUps: [], mentions, reasons: ["no watched name in the item"] };
  const { languages } = watchlist.rule;
  if (languages && !languages.includes(analysis.lang)) {
    const reasons = [`the rule takes the languages ${languages.join(", ")}, not ${analysis.lang}`];
    return { hit: false, tieUps: [], mentions, reasons };
  }
  const mentioned = new Set(mentions.map(({ entityId }) => entityId));
  const verdicts = analysis.tieUps.map((tieUp) => ({ tieUp, ...judgeTieUp(tieUp, watchlist.rule, names, mentioned) }));
  const tieUps = verdicts.filter(({ satisfied }) => satisfied).map(({ tieUp }) => tieUp);
  const reasons = verdicts.map(({ reason }) => reason);
  if (watchlist.rule.news === "any-mention") {
    const found = [...new Set(mentions.map((mention) => names.get(mention.entityId)))].join(", ");
    const all = [`mentions ${found}; the rule takes any mention`, ...reasons, ...sourcesWanted(watchlist.rule)];
    return { hit: true, tieUps, mentions, reasons: all };
  }
  if (analysis.tieUps.length === 0) reasons.push(noTieUp(analysis));
  const hit = tieUps.length > 0;
  return { hit, tieUps, mentions, reasons: hit ? [...reasons, ...sourcesWanted(watchlist.rule)] : reasons };
}

/**
 * The mentions by names that the watchlist takes. Another watchlist of its owner may take the same name in any case ("gm"); for the
 * one that takes it only as it is written ("GM") that is no mention.
 */
function ownMentions({ entities }: Pick<Watchlist, "entities">, { mentions }: Analysis): Mention[] {
  const watched = new Map(entities.map((entity) => [entity.id, entity]));
  return mentions.filter(({ entityId, alias, text }) => {
    const own = watched.get(entityId)?.aliases.find((one) => one.text === alias);
    return watched.has(entityId) && !(own?.caseSensitive && isInOtherCase(text, alias));
  });
}

function isInOtherCase(text: string, alias: string): boolean {
  const written = text.slice(0, alias.length);
  const isSameWord = written.toLowerCase() === alias.toLowerCase();
  return isSameWord && written !== alias && written !== acronymAsWord(alias);
}

/** A hit is kept at once and told when its story has sources enough (`judgeTelling`). */
const sourcesWanted = ({ minSources = 1 }: Rule): string[] =>
  minSources > 1 ? [`told once ${minSources} independent sources report it`] : [];

function judgeTieUp(
  tieUp: TieUp,
  rule: Rule,
  names: Map<string, string>,
  mentioned: ReadonlySet<string>,
): { satisfied: boolean; reason: string } {
  const parties = new Set(tieUp.parties.map(({ entityId }) => entityId));
  const watched = [...parties].filter((id) => id !== null && mentioned.has(id)) as string[];
  const what = `${tieUp.parties.map(({ text }) => text).join(" × ")}: ${tieUp.kind}, ${tieUp.stage}`;
  const objection =
    partiesObjection(watched, rule, names) ??
    listObjection("kind", tieUp.kind, rule.kinds) ??
    listObjection("stage", tieUp.stage, rule.stages) ??
    (tieUp.confidence < rule.minConfidence
      ? `its confidence ${tieUp.confidence} is below the rule's ${rule.minConfidence}`
      : null);
  if (objection !== null) return { satisfied: false, reason: `no hit by ${what}: ${objection}` };
  return { satisfied: true, reason: `${what}, by "${tieUp.evidence.trigger}" (confidence ${tieUp.confidence})` };
}

function partiesObjection(watched: string[], rule: Rule, names: Map<string, string>): string | null {
  const found = watched.length === 0 ? "none" : watched.map((id) => names.get(id)).join(", ");
  if (rule.parties === "any") return watched.length > 0 ? null : "none of its parties is watched";
  if (rule.parties === "both-watched") {
    return watched.length >= 2 ? null : `the rule wants two watched parties, and watched is ${found}`;
  }
  const missing = rule.parties.pair.filter((id) => !watched.includes(id)).map((id) => names.get(id) ?? id);
  return missing.length === 0 ? null : `the rule names a pair, and ${missing.join(" and ")} is not among the parties`;
}

function listObjection(what: string, value: string, allowed: readonly string[]): string | null {
  return allowed.includes(value) ? null : `the rule takes the ${what}s ${allowed.join(", ")}, not ${value}`;
}

function noTieUp(analysis: Analysis): string {
  const dropped = analysis.droppedTieUps[0];
  return dropped === undefined
    ? "watched names, but no tie-up in the item"
    : `no tie-up in the item; ${dropped.reason}`;
}
