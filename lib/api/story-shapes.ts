import * as z from "zod";
import { weighSources } from "../pipeline/weigh-sources.ts";
import type { Story, StorySource } from "../stories/story.ts";
import type { StoryInFull } from "./history.ts";
import { kindShape, stageShape } from "./rule-shapes.ts";

export const partiesShape = z
  .array(z.string())
  .meta({ description: "Ids of watched companies; ~name for a party that nobody watches" });

const sourceFields = z.strictObject({
  itemId: z.string(),
  source: z.string().meta({ description: "The outlet" }),
  feedId: z.string().optional(),
  title: z.string(),
  link: z.string().nullable(),
  lang: z.string(),
  publishedAt: z.string().nullable().meta({ description: "The wire's clock" }),
  firstSeenAt: z.string().meta({ description: "Our clock" }),
  sentence: z.string().meta({ description: "What proves it, verbatim" }),
  trigger: z.string(),
  stage: stageShape.nullable(),
  revision: z.number().meta({ description: "The story's revision that this item brought or confirmed" }),
  joining: z
    .strictObject({
      rule: z.enum(["first", "copy", "same-facts", "follow-up", "like-text"]),
      why: z.string(),
      likeness: z.number().optional().meta({ description: "How near its words were to the story's, 0 to 1" }),
      hours: z.number().optional().meta({ description: "To the nearest report of the story" }),
    })
    .nullable()
    .meta({
      description: "Why it is in this story, as decided when it came; null for reports from before it was kept",
    }),
});
export const sourceShape = sourceFields;

export const storyFields = {
  id: z.string(),
  parties: partiesShape,
  kind: kindShape.nullable(),
  stage: stageShape.nullable(),
  areas: z.array(z.string()),
  revision: z.number().meta({ description: "Rises only with a new fact" }),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
};
/** Of very many reports the first hundred are counted, as they are shown. */
export const sourcingFields = {
  outlets: z.number().meta({ description: "Who reported it, each outlet once" }),
  independentSources: z
    .number()
    .meta({ description: "Reports that are nobody's copy; an agency's text is one, whoever prints it" }),
  reprints: z
    .array(
      z.strictObject({
        agency: z.string().nullable().meta({ description: "Whose text it is; null where no printer says" }),
        outlets: z.number(),
      }),
    )
    .meta({ description: "Outlets that print what others wrote; the most reprinted first" }),
};
export const storyShape = z.strictObject({ ...storyFields, ...sourcingFields, sources: z.array(sourceShape) });
export type ShownStory = z.infer<typeof storyShape>;

export const showStory = ({ id, facts, revision, firstSeenAt, lastSeenAt }: Story) => ({
  id,
  parties: facts.parties,
  kind: facts.kind,
  stage: facts.stage,
  areas: facts.areas,
  revision,
  firstSeenAt,
  lastSeenAt,
});

export const showStoryInFull = ({ story, sources }: StoryInFull): ShownStory => ({
  ...showStory(story),
  ...showSourcing(sources),
  sources: sources.map(showSource),
});

export function showSourcing(sources: readonly StorySource[]) {
  const { outlets, independent, reprints } = weighSources(sources);
  return { outlets, independentSources: independent, reprints };
}

export const showSource = (source: StorySource) =>
  ({
    ...pick(source, Object.keys(sourceFields.shape) as (keyof StorySource)[]),
    joining: source.joining ?? null,
  }) as z.infer<typeof sourceShape>;

/** Only these fields: what else a row may come to hold is not for clients. */
export const pick = <T extends object>(thing: T, names: (keyof T)[]) =>
  Object.fromEntries(names.filter((name) => thing[name] !== undefined).map((name) => [name, thing[name]]));
