import type { Field } from "../matching/mention.ts";

export const kinds = ["cooperation", "joint-venture", "supply", "licensing", "stake", "merger"] as const;
export type Kind = (typeof kinds)[number];

export const stages = ["rumoured", "agreed", "expanded", "active", "ended", "denied"] as const;
export type Stage = (typeof stages)[number];

/** An organisation that works together with another. */
export interface Party {
  /** The watched entity, or null for an organisation that nobody watches. */
  entityId: string | null;
  /** The name as it stands in the text, without article, inflection or compound rest. */
  text: string;
}

export interface Evidence {
  field: Field;
  /** The sentence that proves it, verbatim from the field. */
  sentence: string;
  /** UTF-16 offset of the sentence in the field. */
  start: number;
  /** The lexicon entry that fired, as it stands in the text ("weiten … Zusammenarbeit … aus"). */
  trigger: string;
  /** Words that decided the stage, the negation, the modality. */
  cues: string[];
  /** The lexicon's language and version ("de 1"). */
  lexicon: string;
}

/** A statement that organisations work together, plan to, no longer do, or deny it. */
export interface TieUp {
  /** In the order of the text; at least one. A partner that is only described has no entry. */
  parties: Party[];
  kind: Kind;
  stage: Stage;
  /** What it is about ("Brennstoffzellen"), as it stands in the text. */
  areas: string[];
  evidence: Evidence;
  /** 0 to 1: the share of tie-ups with this confidence that turn out right. */
  confidence: number;
}

/** What looked like a tie-up and was dropped, for explanations. */
export interface DroppedTieUp {
  field: Field;
  /** The sentence, verbatim from the field. */
  sentence: string;
  trigger: string;
  /** In words, why it is none: "partnership: the only partner is no organisation (police)". */
  reason: string;
}
