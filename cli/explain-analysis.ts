import type { Mention } from "../lib/matching/mention.ts";
import type { Entity } from "../lib/matching/watchlist.ts";
import type { AnalysedItem, Analysis } from "../lib/pipeline/analyse-item.ts";
import type { Judgement } from "../lib/pipeline/judge-hit.ts";

/** Said where the text writes it differently. */
const aliasOf = ({ alias, text }: Mention): string => (alias === text ? "" : `alias "${alias}"; `);

/** The chain of reasons in words, one line each, ending with an empty line: names, what stands for them, tie-ups, what was dropped and why, the verdict. */
export function explainAnalysis(
  item: AnalysedItem,
  analysis: Analysis,
  judgement: Judgement,
  entities: readonly Entity[],
): string {
  const names = new Map(entities.map((entity) => [entity.id, entity.name]));
  const nameOf = (entityId: string) => names.get(entityId) ?? entityId;
  const lines = [
    `${item.id} (${analysis.lang}): ${item.title}`,
    ...analysis.masked.map(
      ({ field, start, end, what }) =>
        `  not read: "${item[field].slice(start, end).trim()}" in the ${field} at ${start} (${what})`,
    ),
    ...analysis.life.map(({ kind, until }) => `  the wire says: ${kind}${until ? ` until ${until}` : ""}`),
    ...analysis.mentions.map(
      (m) => `  name: "${m.text}" in the ${m.field} at ${m.start} is ${nameOf(m.entityId)} (${aliasOf(m)}${m.reason})`,
    ),
    ...analysis.references.map(
      ({ text, field, start, entityIds, reason }) =>
        `  stands for: "${text}" in the ${field} at ${start} is ${entityIds.map(nameOf).join(" and ")} (${reason})`,
    ),
    ...analysis.creditedMentions.map(
      (m) =>
        `  name: "${m.text}" in the ${m.field} at ${m.start} is ${nameOf(m.entityId)}, in a credit: no reason for a hit`,
    ),
    ...analysis.droppedMentions.map(
      (m) => `  no name: "${m.text}" in the ${m.field} at ${m.start} is not ${nameOf(m.entityId)} (${m.reason})`,
    ),
    ...analysis.tieUps.flatMap(({ parties, kind, stage, areas, evidence, confidence }) => [
      `  tie-up: ${parties.map(({ text, entityId }) => (entityId === null ? `${text} (unwatched)` : text)).join(" × ")}: ${kind}, ${stage}${areas.length > 0 ? `, about ${areas.join(", ")}` : ""}`,
      `    sentence (${evidence.field}): ${evidence.sentence}`,
      `    trigger: "${evidence.trigger}" (lexicon ${evidence.lexicon}); cues: ${evidence.cues.join(", ") || "none"}; confidence ${confidence}`,
    ]),
    ...analysis.droppedTieUps.map(({ reason, sentence }) => `  no tie-up by ${reason} (${sentence})`),
    `  ${judgement.hit ? "hit" : "no hit"}: ${judgement.reasons.join("; ")}`,
  ];
  return `${lines.join("\n")}\n\n`;
}
