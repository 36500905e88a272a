import { allPages } from "../lib/api/page.ts";
import { type TextQuestions, textQuestions } from "../lib/pipeline/text-questions.ts";
import { fetchLimits } from "../lib/polling/fetch-feed.ts";
import { parseFeed } from "../lib/polling/parse-feed.ts";
import type { TextEvent } from "./asked-texts.ts";
import { feedTable, watchlistTable } from "./aws/catalog-table.ts";
import { dynamo, tableFrom } from "./aws/clients.ts";
import { journalTable } from "./aws/journal-table.ts";
import { environmentOf, requireEnvironment } from "./environment.ts";
import { feedFetcher } from "./net/feed-fetcher.ts";

const env = requireEnvironment(process.env, environmentOf["analyse-texts"].required);
const client = dynamo();
const catalog = tableFrom(process.env, client, "Catalog");
const watchlists = watchlistTable(catalog);
const exemptOrigins = (process.env.EXEMPT_ORIGINS ?? "").split(" ").filter(Boolean);
/** Somebody waits for the answer, and the gateway not for long: see `discoverFeeds`. */
const discoveryLimits = { ...fetchLimits, totalMs: 10_000 };
const policy = { allowPrivate: process.env.ALLOW_PRIVATE === "true", exemptOrigins };
const now = () => new Date();
const watchlistsPerRead = 100;

const questions = textQuestions({
  watchlistsOf: (owner) => allPages((page) => watchlists.watchlistsOf(owner, page), watchlistsPerRead),
  feedIdsOf: feedTable(catalog).feedIdsOf,
  journal: journalTable(tableFrom(process.env, client, "News")),
  discovery: {
    fetch: feedFetcher(env.CONTACT, policy, discoveryLimits).fetchFeed,
    parse: async (input) => parseFeed({ ...input, now: now() }),
    now,
  },
});

/** Answers one question of the api; what throws becomes the api's fault. */
export async function handler({ ask, question }: TextEvent): Promise<unknown> {
  if (!Object.hasOwn(questions, ask))
    throw new Error(`expected a question of ${Object.keys(questions).join(", ")}, got ${JSON.stringify(ask)}`);
  return (questions[ask] as (asked: typeof question) => ReturnType<TextQuestions[typeof ask]>)(question);
}
