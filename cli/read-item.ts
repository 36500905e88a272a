import type { AnalysedItem } from "../lib/pipeline/analyse-item.ts";
import { feedDate } from "../lib/polling/feed-date.ts";
import { jsonNumberOf } from "./json-number.ts";

/** An item of a JSON line. */
export interface GivenItem extends AnalysedItem {
  /** The id as JSON, to be written as it came: a number stays that number, however large. */
  idJson: string;
  lang: string | null;
  /** ISO 8601 UTC. */
  publishedAt: string | null;
  source: string;
}

const optional = ["text", "lang", "publishedAt", "source"] as const;

/**
 * The item {id, title, text?, lang?, publishedAt?, source?} of one JSON line, or what was expected there and what came. null
 * is as good as absent; other fields are passed over. `title` may be absent, too, where `titleOptional`.
 */
export function readItem(line: string, titleOptional = false): GivenItem | { error: string } {
  const fields = readObject(line);
  if (!fields) return { error: `expected a JSON object, got ${excerpt(line.trim())}` };
  const { id, title } = fields;
  if (typeof id !== "string" && typeof id !== "number")
    return { error: `expected an "id" (a string or a number), got ${shown(id)}` };
  if (typeof title !== "string" && !(titleOptional && isAbsent(title)))
    return { error: `expected a string "title", got ${shown(title)}` };
  const wrong = optional.find((name) => !isAbsent(fields[name]) && typeof fields[name] !== "string");
  if (wrong) return { error: `expected "${wrong}" to be a string, got ${shown(fields[wrong])}` };
  const [text, lang, published, source] = optional.map((name) => (fields[name] as string | null | undefined) || null);
  const publishedAt = published ? isoOf(published) : null;
  if (published && !publishedAt)
    return { error: `expected "publishedAt" to be an ISO 8601 date, got ${shown(published)}` };
  const idJson = typeof id === "string" ? JSON.stringify(id) : jsonNumberOf(line, "id", id);
  return {
    id: typeof id === "string" ? id : idJson,
    idJson,
    title: typeof title === "string" ? title : "",
    text: text ?? "",
    lang: lang ?? null,
    publishedAt: publishedAt ?? null,
    source: source ?? "",
  };
}

/** The object of one JSON line; null where the line is anything else. */
export function readObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

/** Read as the dates of feeds are: without a zone it is UTC, not the zone of this machine. */
function isoOf(written: string): string | null {
  const date = feedDate(written, null);
  return date.kind === "date" ? date.iso : null;
}

const excerptLengthMax = 80;

function excerpt(text: string): string {
  return text.length > excerptLengthMax ? `${text.slice(0, excerptLengthMax).toWellFormed()}…` : text;
}

const shown = (value: unknown): string => excerpt(JSON.stringify(value) ?? "none");
