import { createHash } from "node:crypto";
import { canonicalUrl } from "./canonical-url.ts";
import type { ParsedItem } from "./item.ts";
import type { RepairLog } from "./repair-log.ts";

type Keyless = Omit<ParsedItem, "key">;

/** Longer keys are replaced by their hash: a key must fit into a database key. */
const keyCharsMax = 512;

/**
 * The items with their keys, in order. An item's key is its guid; where that is missing, or stands on items that link to
 * different pages, its canonical link; where that is missing or shared by items with different titles, its link with
 * fragment; else its content fingerprint. Items that share a key are the same item twice.
 */
export function withKeys(items: Keyless[], repairs: RepairLog): ParsedItem[] {
  const canonical = new Map<Keyless, string | null>(
    items.map((item) => [item, item.link === null ? null : canonicalUrl(item.link)]),
  );
  const page = (item: Keyless) => canonical.get(item) ?? item.title;
  const guid = telling(items, (item) => item.guid, page);
  const link = telling(
    items,
    (item) => canonical.get(item) ?? null,
    (item) => item.title,
  );
  const fragment = telling(
    items,
    (item) => item.link,
    (item) => item.title,
  );
  return items.map((item) => {
    const own = guid(item);
    if (own === null && item.guid !== null)
      repairs.note("guid shared by different items not used as their key", item.guid);
    const key = own ?? link(item) ?? fragment(item) ?? contentFingerprint(item.title, item.summary);
    return { key: key.length > keyCharsMax ? hash(key) : key, ...item };
  });
}

/** A reader of `value` that gives null where items that differ in `difference` share it: then it tells them not apart. */
function telling(
  items: Keyless[],
  value: (item: Keyless) => string | null,
  difference: (item: Keyless) => string,
): (item: Keyless) => string | null {
  const first = new Map<string, string>();
  const shared = new Set<string>();
  for (const item of items) {
    const its = value(item);
    if (its === null) continue;
    if (!first.has(its)) first.set(its, difference(item));
    else if (first.get(its) !== difference(item)) shared.add(its);
  }
  return (item) => {
    const its = value(item);
    return its === null || shared.has(its) ? null : its;
  };
}

/** The same for texts that differ only in case, spacing and punctuation; 32 hexadecimal digits. */
export function contentFingerprint(title: string, summary: string): string {
  const folded = [title, summary].map((text) =>
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
      .trim(),
  );
  return hash(folded.join("\n"));
}

const hash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);
