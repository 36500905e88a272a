import type { Writable } from "node:stream";
import type { CommandIo } from "./command.ts";
import { type Cell, type Colour, type Column, screenOf, type TableRow, table } from "./table.ts";

/** JSON for machines, as wide as it takes. */
export const writeJson = (io: Pick<CommandIo, "stdout">, value: unknown): void =>
  void io.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

/** A table for people, or what to say where it would have no row. */
export function writeTable(io: CommandIo, columns: Column[], rows: TableRow[], none: string): void {
  if (rows.length === 0) io.stderr.write(`${none}\n`);
  else io.stdout.write(table(columns, rows, screenOf(io.stdout)));
}

export const cell = (text: string, colour?: Colour): Cell => (colour ? { text, colour } : { text });

/** The colours of stages: what begins, what ends, what is not sure. */
const stageColours: Record<string, Colour> = {
  agreed: "green",
  expanded: "green",
  ended: "red",
  denied: "red",
  rumoured: "yellow",
  active: "dim",
};

export const stageCell = (stage: string | null): Cell =>
  cell(stage ?? "", stage === null ? undefined : stageColours[stage]);

/** Says on a terminal how far something is, on one line that the end wipes; nothing elsewhere. */
export function progressOn(stream: Writable): { say(text: string): void; done(): void } {
  const isTerminal = "isTTY" in stream && stream.isTTY === true;
  if (!isTerminal) return { say: () => {}, done: () => {} };
  return {
    say: (text) => void stream.write(`\r\x1b[K${text}`),
    done: () => void stream.write("\r\x1b[K"),
  };
}
