import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { sayMinutes, sayWhen } from "../../cli/say-when.ts";
import { shortIds } from "../../cli/short-ids.ts";
import { type Column, screenOf, table } from "../../cli/table.ts";
import { cutToWidth, displayWidth, onOneLine } from "../../cli/terminal-text.ts";

// biome-ignore format: a table, one case a line
test.each<[sentence: string, text: string, width: number]>([
  ["ASCII", "Wire", 4],
  ["umlauts", "Zürich", 6],
  ["umlauts of two code points", "Zu\u0308rich", 6],
  ["East Asian letters", "日本", 4],
  ["half-width katakana", "ｱｲ", 2],
  ["an emoji", "🚗", 2],
  ["a letter beyond the first plane", "𝔸", 1],
  ["the copyright sign, which only some show as an emoji", "©", 1],
])("%s take(s) the columns of a terminal", (_, text, width) => {
  expect(displayWidth(text)).toBe(width);
});

// biome-ignore format: a table, one case a line
test.each<[sentence: string, text: string, columns: number, cut: string]>([
  ["what fits stays", "Wire", 4, "Wire"],
  ["what doesn't is cut, and the mark counts", "Wires", 4, "Wir…"],
  ["a wide letter isn't halved", "日本経", 4, "日…"],
  ["no space before the mark", "A wire", 3, "A…"],
  ["a letter keeps its mark", "Zu\u0308rich", 3, "Zu\u0308…"],
  ["one column is the mark's", "Wire", 1, "…"],
  ["no column is nothing's", "Wire", 0, ""],
])("%s", (_, text, columns, cut) => {
  expect(cutToWidth(text, columns)).toBe(cut);
  expect(displayWidth(cut)).toBeLessThanOrEqual(columns);
});

// biome-ignore format: a table, one case a line
test.each<[sentence: string, text: string, line: string]>([
  ["an escape sequence", "a\u001b[2Jb", "a[2Jb"],
  ["a line break", "a\r\n\tb", "a b"],
  ["a bell and a C1 control", "a\u0007\u009bb", "ab"],
  ["a direction override", "a\u202eb", "ab"],
  ["nothing of the kind", "Zürich – 日本", "Zürich – 日本"],
])("%s can't move the cursor", (_, text, line) => {
  expect(onOneLine(text)).toBe(line);
});

const columns: Column[] = [
  { title: "STATE" },
  { title: "NAME", least: 4 },
  { title: "N", right: true, goes: 1 },
  { title: "WHY", least: 3, goes: 2 },
];
const rows = [
  {
    cells: ["new", "A long name", "1", "as wished"].map((text) => ({ text })),
    note: { text: "A note of some length" },
  },
  { cells: ["ok", "B\nC", "22", ""].map((text) => ({ text })) },
];
const at = (width: number | null) => table(columns, rows, { width, colours: false }).split("\n");

test("a table without a terminal is as wide as it takes", () => {
  expect(at(null)).toEqual([
    "STATE  NAME          N  WHY",
    "new    A long name   1  as wished",
    "  A note of some length",
    "ok     B C          22",
    "",
  ]);
});

test("on a narrow one the widest give first, then columns go", () => {
  expect(at(28)).toEqual([
    "STATE  NAME      N  WHY",
    "new    A long…   1  as wish…",
    "  A note of some length",
    "ok     B C      22",
    "",
  ]);
  expect(at(18)).toEqual(["STATE  NAME  WHY", "new    A l…  as w…", "  A note of some…", "ok     B C", ""]);
  expect(at(12)).toEqual(["STATE  NAME", "new    A lo…", "  A note of…", "ok     B C", ""]);
});

test.each([1, 2, 3, 5, 9, 13, 20, 40])("no line is wider than %d columns", (width) => {
  const widest = Math.max(...at(width).map(displayWidth));
  // A column is a letter at least, and the first can't go.
  expect(widest).toBeLessThanOrEqual(Math.max(width, 4));
});

test("a stream that is no terminal has neither width nor colours; a terminal that doesn't say its width has 80", () => {
  expect(screenOf(new PassThrough())).toEqual({ width: null, colours: false });
  expect(screenOf(Object.assign(new PassThrough(), { isTTY: true, columns: 0 })).width).toBe(80);
});

const now = new Date("2026-03-01T12:00:00.000Z");
// biome-ignore format: a table, one case a line
test.each<[time: string | null, words: string]>([
  [null, "never"],
  ["2026-03-01T12:00:00.000Z", "now"],
  ["2026-03-01T11:59:01.000Z", "just now"],
  ["2026-03-01T11:59:00.000Z", "1 min ago"],
  ["2026-03-01T11:00:01.000Z", "59 min ago"],
  ["2026-03-01T11:00:00.000Z", "1 h ago"],
  ["2026-02-27T12:00:01.000Z", "47 h ago"],
  ["2026-02-27T12:00:00.000Z", "2 d ago"],
  ["2026-03-01T12:00:01.000Z", "in 1 min"],
  ["2026-03-01T12:01:01.000Z", "in 2 min"],
  ["2026-03-01T14:02:00.000Z", "in 2 h"],
])("%s is %s", (time, words) => {
  expect(sayWhen(time, now)).toBe(words);
});

test.each([
  [1, "1 min"],
  [30, "30 min"],
  [60, "1 h"],
  [720, "12 h"],
  [1440, "1 d"],
])("%d minutes are %s", (minutes, words) => {
  expect(sayMinutes(minutes)).toBe(words);
});

test("an id is as short as tells it from the others, yet not shorter than six", () => {
  const ids = ["abcdefgh1", "abcdefgz1", "zz", "zzzzzzzzz"].map((id) => ({ id }));
  expect([...shortIds(ids).values()]).toEqual(["abcdefgh", "abcdefgz", "zz", "zzzzzz"]);
});
