/** Collects what had to be repaired, so that nothing is guessed in silence. */
export interface RepairLog {
  /** Counts one repair of this kind; the first example of a kind is kept. */
  note(kind: string, example?: string): void;
  /** One sentence a kind, in the order of first sight: "bare & escaped, first in “A & B” (3 times)". */
  warnings(): string[];
}

/** More kinds than this say nothing new about how broken a feed is. */
const kindsMax = 40;
const exampleCharsMax = 60;

export function repairLog(): RepairLog {
  const kinds = new Map<string, { times: number; example: string }>();
  return {
    note(kind, example = "") {
      const seen = kinds.get(kind);
      if (seen) seen.times += 1;
      else if (kinds.size < kindsMax) kinds.set(kind, { times: 1, example: shortened(example) });
    },
    warnings: () =>
      [...kinds].map(([kind, { times, example }]) => {
        const first = example === "" ? "" : `${times > 1 ? ", first" : ":"} “${example}”`;
        return `${kind}${first}${times > 1 ? ` (${times} times)` : ""}`;
      }),
  };
}

/** The beginning of a text on one line, for messages. */
export function shortened(text: string): string {
  const line = text
    .slice(0, exampleCharsMax * 4)
    .replace(/\s+/g, " ")
    .trim();
  return line.length > exampleCharsMax ? `${line.slice(0, exampleCharsMax).toWellFormed()}…` : line;
}
