import * as z from "zod";
import type { Page } from "./page.ts";
import type { CursorPorts, PageQuery } from "./paging.ts";
import { pageAnswer, pageOf } from "./paging.ts";
import type { Answer, Call, PromisedAnswer } from "./route.ts";

/** What a list can be had as. */
export const formatQuery = {
  format: z
    .enum(["json", "csv", "ndjson"])
    .optional()
    .meta({ description: "`csv` for spreadsheets, `ndjson` for one JSON document a line; json if not given" }),
};

export interface FormatQuery extends PageQuery {
  format?: "json" | "csv" | "ndjson" | undefined;
}

const types = { csv: "text/csv; charset=utf-8; header=present", ndjson: "application/x-ndjson" } as const;

/** A page of a list that can be had in each of the formats. */
export const promisedList = (description: string, item: z.ZodType): PromisedAnswer => ({
  description: `${description}; the header Link leads to the next one`,
  schema: pageOf(item),
  also: Object.values(types),
});

/** The cells of one line of CSV, by column. */
export type CsvRow = Record<string, string | number | null>;

/** The page in the format that is asked for. `rows` are its items for spreadsheets: those of CSV are made only for CSV. */
export function listAnswer<T>(
  page: Page<T>,
  rows: (item: T) => CsvRow[],
  columns: readonly string[],
  call: Call<FormatQuery>,
  deps: CursorPorts,
): Answer {
  const json = pageAnswer(page, (item) => item, call, deps);
  const next = (json.body as { nextCursor: string | null }).nextCursor;
  const headers = next === null ? {} : { link: `<${call.path}?${nextQuery(call, next)}>; rel="next"` };
  const { format = "json" } = call.query;
  if (format === "json") return { ...json, headers };
  const text = format === "csv" ? csvOf(columns, page.items.flatMap(rows)) : ndjsonOf(page.items);
  return { status: 200, text, headers: { ...headers, "content-type": types[format] } };
}

function nextQuery({ asked }: Call<FormatQuery>, cursor: string): string {
  const { token: _, ...query } = asked;
  return new URLSearchParams({ ...query, cursor }).toString();
}

const ndjsonOf = (items: readonly unknown[]): string => items.map((item) => `${JSON.stringify(item)}\n`).join("");

/** RFC 4180, with a head. */
export const csvOf = (columns: readonly string[], rows: readonly CsvRow[]): string =>
  [columns.map(String), ...rows.map((row) => columns.map((column) => row[column] ?? null))]
    .map((cells) => `${cells.map(csvCell).join(",")}\r\n`)
    .join("");

/** A spreadsheet takes what begins like this for a formula, and the words of feeds are those of strangers. */
const formula = /^[=+\-@\t\r]/;

function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
