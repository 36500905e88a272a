import * as z from "zod";
import { kindShape, stageShape } from "./rule-shapes.ts";

export const fieldShape = z.enum(["title", "text"]);

export const mentionShape = z.strictObject({
  entityId: z.string(),
  field: fieldShape,
  start: z.number().meta({ description: "In UTF-16 code units, as is `end`, which is exclusive" }),
  end: z.number(),
  text: z.string(),
  alias: z.string(),
  reason: z.string(),
});

export const tieUpShape = z.strictObject({
  parties: z.array(z.strictObject({ entityId: z.string().nullable(), text: z.string() })),
  kind: kindShape,
  stage: stageShape,
  areas: z.array(z.string()),
  evidence: z.strictObject({
    field: fieldShape,
    sentence: z.string(),
    start: z.number(),
    trigger: z.string(),
    cues: z.array(z.string()),
    lexicon: z.string(),
  }),
  confidence: z.number(),
});

/** Whether what hits is told as things stand. */
export const tellingFields = {
  alerts: z.boolean().meta({
    description: "Whether it is told as things stand; a hit with too few sources is kept, and told when they come",
  }),
  sources: z.strictObject({ wanted: z.number(), known: z.number() }).nullable().meta({
    description: "Independent sources of its story: wanted by the rule, and known now; null where it is no hit",
  }),
};
