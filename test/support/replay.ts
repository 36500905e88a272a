import { createHash } from "node:crypto";
import { ScanCommand, type ScanCommandOutput } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Row } from "../../functions/aws/table.ts";
import type { Watchlist } from "../../lib/matching/watchlist.ts";
import type { FetchOutcome } from "../../lib/polling/fetch-feed.ts";
import type { Feed, Item } from "../../lib/polling/item.ts";
import { itemId } from "../../lib/polling/item-id.ts";
import { itemOf } from "../../lib/polling/journal.ts";
import type { Hit } from "../../lib/stories/story.ts";
import { Crash, crashAt, crashingClient } from "./faults.ts";
import type { LocalTables } from "./local-aws.ts";
import { journalOf, runPoll } from "./poll-run.ts";

/** A headline of an outlet's front page, in all the wordings that it had, and when each was first and last there. */
export interface Article {
  id: string;
  outlet: string;
  url: string;
  versions: { title: string; teaser: string; first: Date; last: Date }[];
}

export interface ReplayOptions {
  watchlists: Watchlist[];
  everyMs: number;
  /** Of all polls, the share that is killed at some write, and done again, until it comes to its end. */
  crashShare: number;
  /** Below 1, as Math.random. */
  random(): number;
  progress?(at: Date): void;
}

export interface ReplayReport {
  numbers: Record<string, number>;
  /** What must not be, in words; empty where all is well. */
  broken: string[];
}

/** Polls the outlets as feeds, at every step all at once, through the real lib and adapters, and checks what is stored at the end. */
export async function replay(
  articles: readonly Article[],
  tables: LocalTables,
  options: ReplayOptions,
): Promise<ReplayReport> {
  const outlets = [...new Set(articles.map(({ outlet }) => outlet))];
  const moments = articles.flatMap(({ versions }) => versions);
  const end = Math.max(...moments.map(({ first }) => first.getTime())) + options.everyMs;
  const shown: Shown = new Map();
  const counts = { polls: 0, unchanged: 0, crashes: 0, announcements: 0 };
  for (let at = firstPoll(moments, options); at <= end; at += options.everyMs) {
    await Promise.all(
      outlets.map((outlet) => {
        const page = articles.filter((article) => article.outlet === outlet);
        return pollUntilDone(outlet, visibleAt(page, at, options.everyMs), new Date(at), {
          tables,
          options,
          shown,
          counts,
        });
      }),
    );
    options.progress?.(new Date(at));
  }
  return verdict(shown, { rows: await allNews(tables), journal: await allWordings(outlets, tables) }, counts);
}

const firstPoll = (versions: readonly { first: Date }[], { everyMs }: ReplayOptions): number =>
  Math.ceil(Math.min(...versions.map(({ first }) => first.getTime())) / everyMs) * everyMs;

/** Which wordings the documents showed, in order, by item id: what a reader of every document knows. */
type Shown = Map<string, { article: Article; wordings: { title: string; teaser: string }[] }>;

interface Entry {
  article: Article;
  title: string;
  teaser: string;
}

/** What was there at some time since the poll before; of several wordings the newest. */
function visibleAt(page: readonly Article[], at: number, everyMs: number): Entry[] {
  return page.flatMap((article) => {
    const there = article.versions.filter(({ first, last }) => first.getTime() <= at && last.getTime() > at - everyMs);
    const newest = there.reduce((a, b) => (b.first > (a?.first ?? 0) ? b : a), there[0]);
    return newest ? [{ article, title: newest.title, teaser: newest.teaser }] : [];
  });
}

interface Run {
  tables: LocalTables;
  options: ReplayOptions;
  shown: Shown;
  counts: { polls: number; unchanged: number; crashes: number; announcements: number };
}

async function pollUntilDone(outlet: string, entries: Entry[], now: Date, run: Run): Promise<void> {
  if (entries.length === 0) return;
  const { tables, options, counts } = run;
  const { changed } = remember(outlet, entries, run.shown);
  const feed = feedOf(outlet);
  const outcome = documentOf(outlet, entries);
  counts.polls++;
  for (;;) {
    const crashes = options.random() < options.crashShare;
    // Most polls write the journal and the state alone; one that brings hits makes some ten writes for each.
    const writes = options.random() < 0.5 ? 3 : changed * 1.2 + 1;
    const effect = crashes ? 1 + Math.floor(options.random() * writes) : Number.POSITIVE_INFINITY;
    const crashing = crashAt(effect, options.random() < 0.5 ? "before" : "after");
    const client = crashingClient(tables.endpoint, crashing);
    const announce = () => crashing.around(async () => void counts.announcements++);
    try {
      const poll = { outcome, now, client, announce, watchlists: options.watchlists, feed };
      if ((await runPoll(tables, poll)).kind === "unchanged") counts.unchanged++;
      // Killed after its last write: done, but nobody knows, so the queue brings it again.
      if (!crashing.crashed) return;
    } catch (fault) {
      if (!(fault instanceof Crash)) throw fault;
    } finally {
      client.destroy();
    }
    counts.crashes++;
  }
}

const feedOf = (outlet: string): Feed => ({
  id: outlet,
  owner: "anna",
  url: `https://${outlet}/feed.xml`,
  title: outlet,
  intervalMinutes: 60,
  paused: false,
});

function remember(outlet: string, entries: readonly Entry[], shown: Shown): { changed: number } {
  let changed = 0;
  for (const { article, title, teaser } of entries) {
    const id = itemId(outlet, article.id);
    const known = shown.get(id) ?? { article, wordings: [] };
    const last = known.wordings.at(-1);
    if (last?.title !== title || last.teaser !== teaser) {
      known.wordings.push({ title, teaser });
      changed++;
    }
    shown.set(id, known);
  }
  return { changed };
}

/** An Atom document, whose texts say that they are plain. */
function documentOf(outlet: string, entries: readonly Entry[]): FetchOutcome {
  const rows = entries.map(({ article, title, teaser }) => {
    const published = new Date(Math.min(...article.versions.map(({ first }) => first.getTime()))).toISOString();
    return (
      `<entry><id>${escaped(article.id)}</id><title type="text">${escaped(title)}</title><link href="${escaped(article.url)}"/>` +
      `<published>${published}</published><updated>${published}</updated><summary type="text">${escaped(teaser)}</summary></entry>`
    );
  });
  const text = `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>${outlet}</title>${rows.join("")}</feed>`;
  const bytes = Buffer.from(text);
  const bodyHash = createHash("sha256").update(bytes).digest("base64url");
  return {
    kind: "modified",
    bytes,
    bodyHash,
    contentType: "application/atom+xml",
    validators: { etag: `"${bodyHash}"` },
    finalUrl: feedOf(outlet).url,
    permanentUrl: null,
    freshForSeconds: null,
  };
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

async function allNews({ tables, client }: LocalTables): Promise<Row[]> {
  const rows: Row[] = [];
  let start: ScanCommandOutput["LastEvaluatedKey"];
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: tables.News.name,
        ConsistentRead: true,
        ...(start ? { ExclusiveStartKey: start } : {}),
      }),
    );
    for (const item of page.Items ?? []) rows.push(unmarshall(item) as Row);
    start = page.LastEvaluatedKey;
  } while (start);
  return rows;
}

/** Every entry of the outlets' journals, oldest first, as the item that it is the current wording of. */
async function allWordings(outlets: readonly string[], tables: LocalTables): Promise<Item[]> {
  const journals = await Promise.all(
    outlets.map(async (outlet) => (await journalOf(tables, outlet)).map((entry) => itemOf(outlet, entry))),
  );
  return journals.flat();
}

/** Each item once, with all its wordings. */
function itemsOf(wordings: readonly Item[]): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const item of wordings) {
    const before = items.get(item.id);
    items.set(item.id, before ? { ...before, revisions: [...before.revisions, ...item.revisions] } : item);
  }
  return items;
}

function verdict(
  shown: Shown,
  { rows, journal }: { rows: readonly Row[]; journal: readonly Item[] },
  counts: Run["counts"],
): ReplayReport {
  const items = itemsOf(journal);
  const hits = rows.filter(({ pk, sk }) => pk.startsWith("WATCHLIST#") && sk.startsWith("HIT#")) as unknown as Hit[];
  const stories = rows.filter(({ pk, sk }) => pk.startsWith("STORY#") && sk === "STORY");
  const broken = [
    ...unseen(shown, items),
    ...repeatedHits(hits),
    ...(counts.announcements < hits.length ? [`${hits.length} hits, but ${counts.announcements} announcements`] : []),
  ];
  const copies = copiesOfOneText(hits, items);
  broken.push(...copies.flatMap(({ broken: one }) => one));
  const revisions = [...items.values()].map((item) => item.revisions.length);
  const numbers = {
    "polls done": counts.polls,
    "polls unchanged": counts.unchanged,
    crashes: counts.crashes,
    "headlines shown": shown.size,
    "wordings shown": [...shown.values()].reduce((sum, { wordings }) => sum + wordings.length, 0),
    items: items.size,
    revisions: revisions.reduce((sum, count) => sum + count, 0),
    "items edited": revisions.filter((count) => count > 1).length,
    hits: hits.length,
    "hits by edits": hits.length - new Set(hits.map(({ watchlistId, itemId }) => `${watchlistId} ${itemId}`)).size,
    stories: stories.length,
    "texts of several outlets": copies.length,
    announcements: counts.announcements,
  };
  return { numbers, broken };
}

/** Every headline that a document showed is one item, with all its wordings and no other. */
function unseen(shown: Shown, items: ReadonlyMap<string, Item>): string[] {
  const broken: string[] = [];
  for (const [id, { article, wordings }] of shown) {
    const item = items.get(id);
    if (!item) broken.push(`never stored: ${article.outlet} ${article.id}, ${wordings[0]?.title}`);
    else {
      const kept = wordings.map(({ title, teaser }) => asStored(title, teaser));
      const stored = item.revisions.map(({ title, summary }) => asStored(title, summary));
      if (kept.join("\n") !== stored.join("\n")) {
        broken.push(`${article.outlet} ${article.id}: shown\n  ${kept.join("\n  ")}\nstored\n  ${stored.join("\n  ")}`);
      }
    }
  }
  for (const id of items.keys()) if (!shown.has(id)) broken.push(`stored, but never shown: ${items.get(id)?.title}`);
  return broken;
}

const asStored = (title: string, teaser: string): string =>
  `${title} | ${teaser}`
    .normalize("NFC")
    .replace(/[\s\u00ad\u200b-\u200d\u2060\ufeff]+/g, " ")
    .trim();

/** An item's second hit for a watchlist must bring a story revision that its hits before did not. */
function repeatedHits(hits: readonly Hit[]): string[] {
  const broken: string[] = [];
  const told = new Map<string, Set<string>>();
  for (const hit of [...hits].sort((a, b) => (a.seenAt < b.seenAt ? -1 : 1))) {
    const key = `${hit.watchlistId} ${hit.itemId}`;
    const references = hit.stories.map(({ storyId, revision }) => `${storyId}#${revision}`);
    const before = told.get(key);
    if (before && references.every((reference) => before.has(reference))) {
      broken.push(`hit again without news: ${key} at ${hit.seenAt}, ${references.join(", ")}`);
    }
    told.set(key, new Set([...(before ?? []), ...references]));
  }
  return broken;
}

/** The same title and teaser at several outlets, hit within a day: one story. */
function copiesOfOneText(hits: readonly Hit[], items: ReadonlyMap<string, Item>): { broken: string[] }[] {
  const byText = new Map<string, { outlet: string; hit: Hit }[]>();
  for (const hit of hits) {
    const item = items.get(hit.itemId);
    const wording = item?.revisions.find(({ seenAt }) => seenAt === hit.seenAt);
    if (!item || !wording || hit.stories.length === 0) continue;
    const key = `${hit.watchlistId} ${asStored(wording.title, wording.summary)}`;
    byText.set(key, [...(byText.get(key) ?? []), { outlet: item.feedId, hit }]);
  }
  return [...byText].flatMap(([text, copies]) => {
    if (new Set(copies.map(({ outlet }) => outlet)).size < 2) return [];
    const ids = copies.map(({ hit }) => hit.stories.map(({ storyId }) => storyId));
    const shared = ids.reduce((a, b) => a.filter((id) => b.includes(id)));
    return [{ broken: shared.length > 0 ? [] : [`several stories of one text: ${text}`] }];
  });
}
