/**
 * A place in a frame that organisations may fill. `S` subject, `O` object, `C` name in the trigger's compound ("BMW-Kooperation"),
 * `P` possessive or genitive, `Y` name beside the trigger ("partner Sharp"), `D` maker of a product that is named ("Tesla chargers"), `B` names
 * right before the trigger, `K` name in a neighbouring segment of a headline, `F` first name after the trigger's clause, `U` whose customers stand right before the trigger, `V` whom it is said to lift or hit, `W` who tells it, `T` the organisation that the title is about, `Q` that of a title which leaves open with whom it deals, `@` with a preposition.
 */
export interface Slot {
  place: "S" | "O" | "C" | "P" | "Y" | "D" | "B" | "K" | "F" | "U" | "V" | "W" | "T" | "Q" | "@";
  /** For `@`: any of these. */
  prepositions: ReadonlySet<string>;
  /** At least two organisations in this very place ("zwischen A und B"). */
  several: boolean;
}

/** One way of filling a frame, with the confidence that it deserves. */
export interface Alternative {
  /** As the lexicon writes it: "S @mit". */
  text: string;
  slots: Slot[];
  confidence: number;
}

/** The alternatives in the order in which they are tried: the first that is filled wins. */
export type Frame = Alternative[];

/** The frames of a lexicon file by name. Throws on a slot that no reader of frames knows. */
export function compileFrames(frames: Record<string, Record<string, number>>): Map<string, Frame> {
  const compiled = new Map<string, Frame>();
  for (const [name, alternatives] of Object.entries(frames)) {
    compiled.set(
      name,
      Object.entries(alternatives).map(([text, confidence]) => ({
        text,
        confidence,
        slots: text.split(" ").map(slotOf),
      })),
    );
  }
  return compiled;
}

function slotOf(text: string): Slot {
  const several = text.endsWith("2");
  const bare = several ? text.slice(0, -1) : text;
  if (bare.startsWith("@")) return { place: "@", prepositions: new Set(bare.slice(1).split("|")), several };
  if (!/^[SOCPYDBKFUVWTQ]$/.test(bare))
    throw new Error(`expected a slot (S O C P Y D B K F U V W T Q or @prep), got "${text}"`);
  return { place: bare as Slot["place"], prepositions: new Set(), several };
}
