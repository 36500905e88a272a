import type { Mention } from "../lib/matching/mention.ts";
import type { Entity } from "../lib/matching/watchlist.ts";
import type { Analysis } from "../lib/pipeline/analyse-item.ts";
import type { Judgement } from "../lib/pipeline/judge-hit.ts";
import type { TieUp } from "../lib/tieups/tie-up.ts";

/** What `tieup analyze` prints for an item beside its id: names instead of ids, the outside's spelling of the words. */
export function analysisLine(analysis: Analysis, judgement: Judgement, entities: readonly Entity[]): object {
  const names = new Map(entities.map((entity) => [entity.id, entity.name]));
  return {
    lang: analysis.lang,
    mentions: inOrder([...analysis.mentions, ...analysis.creditedMentions]).map(
      ({ entityId, field, start, end, text }) => ({
        entity: names.get(entityId) ?? entityId,
        field,
        start,
        end,
        text,
      }),
    ),
    tieups: analysis.tieUps.map((tieUp) => tieUpLine(tieUp, names)),
    hit: judgement.hit,
    reasons: judgement.reasons,
  };
}

/** Title first, then by start. */
const inOrder = (mentions: Mention[]): Mention[] =>
  mentions.sort((a, b) => Number(a.field === "text") - Number(b.field === "text") || a.start - b.start);

function tieUpLine({ parties, kind, stage, areas, evidence, confidence }: TieUp, names: Map<string, string>): object {
  const { field, sentence, trigger, cues } = evidence;
  return {
    parties: parties.map(({ entityId, text }) => ({
      entity: entityId === null ? null : (names.get(entityId) ?? entityId),
      text,
    })),
    kind,
    stage,
    areas,
    evidence: { field, sentence, trigger, cues },
    confidence,
  };
}
