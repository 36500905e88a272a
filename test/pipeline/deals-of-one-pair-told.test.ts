import { afterEach, beforeEach, expect, test } from "vitest";
import { hitReader } from "../../functions/aws/hit-reader.ts";
import { dynamoTable } from "../../functions/aws/table.ts";
import { sendSummary } from "../../lib/alerting/send-summary.ts";
import type { FetchOutcome } from "../../lib/polling/fetch-feed.ts";
import type { StoryReference } from "../../lib/stories/story.ts";
import { toldWorld } from "../alerting/told-world.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { carAlliances, feed, modified, newsRows, rss, runPoll, type WireItem } from "../support/poll-run.ts";

let tables: LocalTables;
beforeEach(async () => {
  tables = await startTables();
});
afterEach(() => tables.stop());

/** The subjects of what a subscriber gets who is asked after each poll; a poll brings one item more than the one before. */
async function subjectsAfterPolls(watchlistId: string, minutesApart: number, titles: string[]): Promise<string[][]> {
  const world = toldWorld("email", Date.UTC(2026, 2, 2, 8));
  world.watchlists.set(watchlistId, { ...carAlliances, id: watchlistId });
  world.subscribe({ every: "immediate" }, { watchlistId, createdAt: new Date(world.nowMs).toISOString() });
  const news = hitReader(dynamoTable(tables.client, tables.tables.News.name), () => world.nowMs);
  const subjects: string[][] = [];
  const items: WireItem[] = [];
  for (const title of ["", ...titles]) {
    const now = new Date(world.nowMs);
    if (title !== "") items.unshift({ guid: `${watchlistId}-${items.length}`, title, date: now.toISOString() });
    await runPoll(tables, {
      outcome: inEnglish(rss(items, now)),
      now,
      watchlists: [...world.watchlists.values()].filter(({ id }) => id === watchlistId),
      feed: { ...feed, id: watchlistId },
    });
    world.nowMs += 60_000;
    const before = world.published.length;
    await sendSummary("e1", { ...world.ports(), news });
    if (title !== "") subjects.push(world.published.slice(before).map(({ subject }) => subject ?? ""));
    world.nowMs += (minutesApart - 1) * 60_000;
  }
  return subjects;
}

const inEnglish = (outcome: FetchOutcome): FetchOutcome =>
  outcome.kind === "modified"
    ? modified(Buffer.from(outcome.bytes).toString().replace("<language>de", "<language>en"))
    : outcome;

const takeover = [
  "BMW and Toyota agree partnership on fuel cells",
  "BMW to buy Toyota",
  "BMW licenses battery software patents to Toyota",
];

test.each([5, 120, 600, 3_000])("a takeover and a licence after a pact are told, %i minutes apart", async (minutes) => {
  expect(await subjectsAfterPolls(`takeover-${minutes}`, minutes, takeover)).toEqual([
    [expect.stringContaining("BMW × Toyota: partnership agreed")],
    [expect.stringContaining("BMW × Toyota: merger agreed")],
    [expect.stringContaining("BMW × Toyota: licensing deal agreed")],
  ]);
  const hits = await newsRows(tables, "WATCHLIST#", "HIT#");
  const references = hits.flatMap((hit) => hit.stories as StoryReference[]);
  expect(new Set(references.map(({ storyId, revision }) => `${storyId} ${revision}`)).size).toBe(takeover.length);
});

test.each([60, 3_000])("a second pact about another thing is told, %i minutes after the first", async (minutes) => {
  const pacts = [takeover[0] ?? "", "BMW and Toyota agree cooperation on insurance"];
  const subjects = await subjectsAfterPolls(`pact-${minutes}`, minutes, pacts);
  expect(subjects).toEqual([[expect.any(String)], [expect.stringContaining("BMW × Toyota: partnership agreed")]]);
});

test("a further party and a higher sum are told with what is new, in the subject too", async () => {
  const titles = [
    "BMW and Toyota agree partnership on fuel cells for $1.5 billion",
    "BMW and Toyota agree partnership on fuel cells with Nordkap for $1.5 billion",
    "BMW and Toyota agree partnership on fuel cells for $3 billion",
  ];
  expect(await subjectsAfterPolls("details", 90, titles)).toEqual([
    ["BMW × Toyota: partnership agreed"],
    ["BMW × Toyota × Nordkap: partnership agreed, new: Nordkap"],
    ["BMW × Toyota × Nordkap: partnership agreed, new: $3B"],
  ]);
});

test("a nearer word for a pact is told as news of its story, a wider one after it is not", async () => {
  const titles = [
    "BMW and Toyota agree partnership",
    "BMW and Toyota form joint venture",
    "BMW and Toyota to cooperate",
  ];
  const subjects = await subjectsAfterPolls("words", 30, titles);
  expect(subjects).toEqual([[expect.any(String)], [expect.stringContaining("BMW × Toyota: joint venture agreed")], []]);
  const stories = await newsRows(tables, "STORY#", "STORY");
  const mine = stories.filter(({ facts }) => (facts as { kind: string }).kind === "joint-venture");
  expect(mine).toMatchObject([{ revision: 2 }]);
});
