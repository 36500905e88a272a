import type { Writable } from "node:stream";
import { cutToWidth, displayWidth, onOneLine } from "./terminal-text.ts";

export type Colour = "red" | "green" | "yellow" | "dim" | "bold";

export interface Column {
  title: string;
  /** It may be cut to so many columns where the terminal is narrow; left out: it is never cut. */
  least?: number;
  /** Where even that doesn't help, columns go in this order, the lowest first; left out: it stays. */
  goes?: number;
  right?: true;
}

export interface Cell {
  text: string;
  colour?: Colour;
}

export interface TableRow {
  cells: Cell[];
  /** A line of its own under the row. */
  note?: Cell;
}

export interface Screen {
  /** null: as wide as it takes. */
  width: number | null;
  colours: boolean;
}

/** What a stream can show: a terminal has a width, and colours unless its user wants none (no-color.org). */
export function screenOf(stream: Writable): Screen {
  const { isTTY, columns } = stream as Writable & { isTTY?: boolean; columns?: number };
  if (!isTTY) return { width: null, colours: false };
  return {
    width: columns && columns > 0 ? columns : 80,
    colours: !process.env.NO_COLOR && process.env.TERM !== "dumb",
  };
}

const gap = 2;
const noteIndent = 2;

/** The table, one line a row, headed by the titles; no line is wider than the screen. */
export function table(columns: Column[], rows: TableRow[], screen: Screen): string {
  const clean = rows.map(({ cells, note }) => ({
    cells: cells.map(onScreen),
    ...(note ? { note: onScreen(note) } : {}),
  }));
  const shown = fitted(columns, clean, screen.width);
  const line = (cells: Cell[]) =>
    shown
      .map(({ at, width, column }) => padded(cells[at] as Cell, width, column, screen.colours))
      .join(" ".repeat(gap));
  const noted = (note: Cell) => {
    const text = screen.width === null ? note.text : cutToWidth(note.text, screen.width - noteIndent);
    return " ".repeat(noteIndent) + coloured(text, note.colour, screen.colours);
  };
  const head = columns.map(({ title }): Cell => ({ text: title, colour: "bold" }));
  const lines = [line(head), ...clean.flatMap(({ cells, note }) => [line(cells), ...(note ? [noted(note)] : [])])];
  return lines.map((text) => `${text.trimEnd()}\n`).join("");
}

const onScreen = (cell: Cell): Cell => ({ ...cell, text: onOneLine(cell.text) });

interface Shown {
  at: number;
  width: number;
  column: Column;
}

function fitted(columns: Column[], rows: TableRow[], room: number | null): Shown[] {
  let shown = columns.map((column, at) => {
    const texts = [column.title, ...rows.map(({ cells }) => cells[at]?.text ?? "")];
    return { at, column, width: texts.reduce((widest, text) => Math.max(widest, displayWidth(text)), 0) };
  });
  if (room === null) return shown;
  const least = ({ width, column }: Shown) => Math.min(width, column.least ?? width);
  for (const { column } of byLeaving(shown)) {
    if (sum(shown.map(least)) <= roomFor(shown, room)) break;
    shown = shown.filter((one) => one.column !== column);
  }
  shrink(shown, least, roomFor(shown, room));
  return shown;
}

const byLeaving = (shown: Shown[]): Shown[] =>
  shown
    .filter(({ column }) => column.goes !== undefined)
    .sort((a, b) => (a.column.goes as number) - (b.column.goes as number));

const roomFor = (shown: Shown[], room: number): number => room - gap * (shown.length - 1);
const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Takes from the widest that can give. */
function shrink(shown: Shown[], least: (one: Shown) => number, room: number): void {
  for (let over = sum(shown.map(({ width }) => width)) - room; over > 0; over--) {
    const giving = shown.filter((one) => one.width > least(one));
    const widest = giving.sort((a, b) => b.width - a.width)[0] ?? shown.toSorted((a, b) => b.width - a.width)[0];
    if (!widest || widest.width <= 1) return;
    widest.width--;
  }
}

function padded({ text, colour }: Cell, width: number, { right }: Column, colours: boolean): string {
  const cut = cutToWidth(text, width);
  const space = " ".repeat(Math.max(0, width - displayWidth(cut)));
  const painted = coloured(cut, colour, colours);
  return right ? space + painted : painted + space;
}

const codes: Record<Colour, number> = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 };

/** The text in a colour, where there are any (ECMA-48 §8.3.117). */
export const coloured = (text: string, colour: Colour | undefined, colours: boolean): string =>
  colours && colour && text !== "" ? `\x1b[${codes[colour]}m${text}\x1b[0m` : text;
