import type { FeedCondition } from "../lib/polling/feed-health.ts";
import { everyInWords } from "../lib/polling/feed-health.ts";
import { sayMinutes, sayTime, sayWhen } from "./say-when.ts";
import { shortIds } from "./short-ids.ts";
import { type Cell, type Colour, type Column, type Screen, table } from "./table.ts";

/** A feed as the API answers it. */
export interface FeedRow {
  id: string;
  url: string;
  title: string;
  intervalMinutes: number;
  everyMinutes: number;
  paused: boolean;
  health: FeedCondition;
}

type Shown = FeedCondition["state"] | "paused";

/** In the order in which they want to be looked at. */
const states: Record<Shown, Colour | null> = {
  failing: "red",
  gone: "red",
  silent: "yellow",
  new: null,
  healthy: "green",
  paused: "dim",
};

/** A feed that is gone is paused, too, but that is not what its owner has to know. */
const stateOf = ({ paused, health }: FeedRow): Shown => (paused && health.state !== "gone" ? "paused" : health.state);

/** The troubled ones first, then by title. */
export function inOrder(feeds: FeedRow[]): FeedRow[] {
  const rank = (feed: FeedRow) => Object.keys(states).indexOf(stateOf(feed));
  return feeds.toSorted((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title));
}

const columns: Column[] = [
  { title: "STATE" },
  { title: "FEED", least: 12 },
  { title: "LAST NEWS" },
  { title: "LAST READ", goes: 2 },
  { title: "WARN", right: true, goes: 3 },
  { title: "EVERY", right: true, goes: 1 },
  { title: "NEXT POLL, WHY THEN", least: 9, goes: 4 },
  { title: "ID" },
];

/** How polling each of the feeds goes, for people. */
export function feedsTable(feeds: FeedRow[], now: Date, screen: Screen): string {
  const ids = shortIds(feeds);
  const rows = feeds.map((feed) => {
    const { health, title, everyMinutes, id } = feed;
    const state = stateOf(feed);
    const cells: Cell[] = [
      cell(state, states[state]),
      cell(title),
      cell(sayWhen(health.lastNewItemAt, now)),
      cell(sayWhen(health.lastSuccessAt, now)),
      cell(health.warnings.length > 0 ? String(health.warnings.length) : "", "yellow"),
      cell(sayMinutes(everyMinutes)),
      cell(nextPoll(feed, now)),
      cell(ids.get(id) as string, "dim"),
    ];
    const note = noteOf(feed, now);
    return note === null ? { cells } : { cells, note: cell(note, states[state]) };
  });
  return table(columns, rows, screen);
}

const cell = (text: string, colour: Colour | null = null): Cell => (colour ? { text, colour } : { text });

/** The interval has a column of its own, so that it isn't said again. */
function nextPoll({ everyMinutes, health: { nextPollAt, nextPollWhy } }: FeedRow, now: Date): string {
  const why = nextPollWhy.replace(`${everyInWords(everyMinutes)}, `, "");
  return nextPollAt === null ? `none: ${why}` : `${sayWhen(nextPollAt, now)}: ${why}`;
}

/** What is wrong, and since when; null where nothing is. With the next poll, for which the row may be too narrow. */
function noteOf(feed: FeedRow, now: Date): string | null {
  const { state, reason, since } = feed.health;
  if (state === "silent") return `nothing new since ${sayTime(since ?? "")}, which is long for this feed`;
  if (reason === null) return null;
  return `${reason}, since ${sayTime(since ?? "")}; next poll ${nextPoll(feed, now)}`;
}

/** "12 feeds: 1 failing, 11 healthy". */
export function feedsTotal(feeds: FeedRow[]): string {
  if (feeds.length === 0) return "No feeds yet: tieup feeds add URL adds one.";
  const counts = (Object.keys(states) as Shown[]).flatMap((state) => {
    const count = feeds.filter((feed) => stateOf(feed) === state).length;
    return count > 0 ? [`${count} ${state}`] : [];
  });
  return `${feeds.length} ${feeds.length === 1 ? "feed" : "feeds"}: ${counts.join(", ")}`;
}
