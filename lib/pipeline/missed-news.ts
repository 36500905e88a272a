import type { AddedNames } from "../matching/added-names.ts";
import type { Dictionary } from "../matching/dictionary.ts";
import { holdsName } from "../matching/find-mentions.ts";
import type { Watchlist } from "../matching/watchlist.ts";
import type { Item } from "../polling/item.ts";
import { itemFacts } from "../polling/item-facts.ts";
import type { Journal } from "../polling/journal.ts";
import type { ItemStore } from "../polling/keep-new-items.ts";
import { type Analysis, analyseItem } from "./analyse-item.ts";
import { type KeepDependencies, keepItem } from "./keep-item.ts";
import { recordedSince } from "./replay-journal.ts";
import { wordsOf } from "./words-of.ts";

/** What a message on the poll queue says of a watchlist whose companies were given further names. */
export interface MissedNews {
  owner: string;
  watchlistId: string;
  added: AddedNames;
  /** ISO 8601 UTC: when they were added, under which all that is found is filed where it is old. */
  addedAt: string;
}

/** The message of a queue record's body, or null: it is another one. */
export function readMissedNews(body: string): MissedNews | null {
  const { owner, watchlistId, added, addedAt } = parsedObject(body);
  const isNames = (names: unknown) => Array.isArray(names) && names.every((name) => typeof name === "string");
  if (typeof owner !== "string" || typeof watchlistId !== "string" || Number.isNaN(Date.parse(String(addedAt))))
    return null;
  if (typeof added !== "object" || added === null || !Object.values(added).every(isNames)) return null;
  return { owner, watchlistId, added: added as AddedNames, addedAt: String(addedAt) };
}

function parsedObject(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** News that is older than this was missed for good: as far as summaries look back, too. */
const missedWithinMs = 72 * 60 * 60 * 1000;
/** Of the owner's feeds together, the latest. */
const sightsMax = 20_000;

export interface MissedDependencies
  extends Omit<KeepDependencies, "owner" | "watchlists" | "analyse" | "now" | "late"> {
  journal: Pick<Journal, "latestFirst">;
  items: Pick<ItemStore, "create">;
  /** Ids of the owner's feeds. */
  feedIdsOf(owner: string): Promise<string[]>;
  /** What the owner watches now. */
  watched: { watchlists: readonly Watchlist[]; dictionary: Dictionary };
}

/**
 * Files with the watchlist, as late, what its owner's feeds brought in the last three days under names that were added only
 * now; returns how many items. Every key follows from the item and the message, so that a repeat changes nothing.
 */
export async function fileMissedNews(missed: MissedNews, deps: MissedDependencies): Promise<number> {
  const { owner, watchlistId, added, addedAt } = missed;
  const watchlists = deps.watched.watchlists.filter(({ id }) => id === watchlistId);
  const from = new Date(Date.parse(addedAt) - missedWithinMs).toISOString();
  const { sights } = await recordedSince(deps.journal, await deps.feedIdsOf(owner), from, sightsMax);
  // Of each item the current wording: what it said before, nobody needs to be told of.
  const current = new Map(sights.map(({ item }) => [item.id, item]));
  const analyse = (item: Item): Analysis => analyseItem(wordsOf(item), deps.watched.dictionary, { watchedOnly: true });
  let filed = 0;
  for (const item of current.values()) {
    const late = holdsName(deps.watched.dictionary, wordsOf(item)) ? nameFound(analyse(item), added) : null;
    if (late === null || !watchlists.some((watchlist) => deps.judge(watchlist, analyse(item)).hit)) continue;
    const stored = await deps.items.create({ ...item, ...itemFacts(item) });
    const now = () => new Date(addedAt);
    await keepItem(stored, { ...deps, owner, watchlists, analyse, now, late: { because: "name", name: late } });
    filed++;
  }
  return filed;
}

/** The added name by which the item mentions its company, or null. */
const nameFound = ({ mentions }: Analysis, added: AddedNames): string | null =>
  mentions.find(({ entityId, alias }) => added[entityId]?.includes(alias))?.alias ?? null;
