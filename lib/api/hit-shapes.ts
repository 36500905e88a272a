import * as z from "zod";
import type { Hit } from "../stories/story.ts";
import { hitId } from "./hit-id.ts";
import { kindShape, stageShape } from "./rule-shapes.ts";
import { partiesShape } from "./story-shapes.ts";

const statementShape = z.strictObject({
  storyId: z.string(),
  revision: z.number().meta({ description: "The story's after this item" }),
  parties: partiesShape,
  kind: kindShape.nullable(),
  stage: stageShape.nullable(),
  areas: z.array(z.string()),
  sentence: z.string().meta({ description: "What proves it, verbatim" }),
  trigger: z.string(),
});
export const hitFields = {
  id: z.string(),
  watchlistId: z.string(),
  itemId: z.string(),
  seenAt: z.string().meta({ description: "Our clock; the end of its embargo for an item that had one" }),
  entityIds: z.array(z.string()).meta({ description: "The companies of the watchlist that the item mentions" }),
  feedId: z.string(),
  source: z.string().meta({ description: "The outlet" }),
  title: z.string(),
  link: z.string().nullable(),
  lang: z.string(),
  publishedAt: z.string().nullable().meta({ description: "The wire's clock" }),
  stories: z.array(statementShape).meta({ description: "What the item said for each story" }),
  changes: z
    .array(z.strictObject({ kind: z.enum(["correction", "withdrawal"]), storyId: z.string(), revision: z.number() }))
    .meta({ description: "Stories that the item corrects or takes back" }),
};
export const hitShape = z.strictObject(hitFields);
export type ShownHit = z.infer<typeof hitShape>;

export function showHit(hit: Hit): ShownHit {
  const { watchlistId, itemId, seenAt, entityIds, stories, changes = [], report } = hit;
  const { statements, ...item } = report;
  const { feedId, source, title, link, lang, publishedAt } = item;
  return {
    ...{ id: hitId(hit), watchlistId, itemId, seenAt, entityIds },
    ...{ feedId, source, title, link, lang, publishedAt },
    stories: statements.map(({ storyId, parties, kind, stage, areas, sentence, trigger }) => {
      const revision = stories.find((one) => one.storyId === storyId)?.revision ?? 0;
      return { storyId, revision, parties, kind, stage, areas, sentence, trigger };
    }),
    changes: changes.map(({ kind, storyId, revision }) => ({ kind, storyId, revision })),
  };
}
