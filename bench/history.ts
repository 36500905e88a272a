// npx tsx bench/history.ts [HITS]: pages of a history of so many hits (100,000) on the embedded default, on disk: median
// time of a request through the API, the CPU time of it (the database runs in this process, too, so on an idle machine that is about the
// time), and the read units that DynamoDB would bill; first for a tenth of the history.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BatchWriteItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { subscriberTable, watchlistTable } from "../functions/aws/catalog-table.ts";
import { historyReader } from "../functions/aws/history-reader.ts";
import { dynamoTable, type Row } from "../functions/aws/table.ts";
import { hitRoutes } from "../lib/api/hit-routes.ts";
import type { Route } from "../lib/api/route.ts";
import { readWatchlist } from "../lib/matching/read-watchlist.ts";
import type { Hit } from "../lib/stories/story.ts";
import { createTables, credentials, embeddedCredentials, startDynamoDb } from "../local/embedded-aws.ts";

const hits = Number(process.argv[2] ?? 100_000);
const owner = "bench";
const watchlistId = "cars";
const stages = ["agreed", "expanded", "ended", "rumoured"] as const;
const makers = ["toyota", "general-motors", "volvo", "ford", "renault"];

function hitAt(n: number): Hit {
  const parties = ["bmw", makers[n % makers.length] as string];
  const storyId = `s-${n}`;
  const facts = {
    parties,
    kind: "cooperation" as const,
    stage: stages[n % stages.length] ?? null,
    areas: ["fuel cells"],
  };
  const rare = n % 20_000 === 0 ? " on zeppelins" : "";
  const sentence = `In sentence ${n} BMW and another maker agree to build fuel cells together${rare}, the two companies said`;
  return {
    ...{ watchlistId, owner, itemId: `item-${n}`, entityIds: parties, stories: [{ storyId, revision: 1 }] },
    seenAt: new Date(Date.UTC(2020, 0, 1) + n * 1_500_000).toISOString(),
    report: {
      ...{
        feedId: `feed-${n % 200}`,
        source: "Wire",
        title: `Headline ${n}: BMW and a partner, together`,
        lang: n % 3 === 0 ? "de" : "en",
      },
      ...{ link: `https://wire.example/articles/${n}`, publishedAt: null },
      statements: [{ storyId, ...facts, sentence, trigger: "agree to build" }],
    },
  };
}

/** On the watchlist's list alone: the others are of the same rows, and filling one takes minutes enough. */
const rowOf = (hit: Hit): Row => ({
  ...{ pk: `WATCHLIST#${watchlistId}`, sk: `HIT#${hit.seenAt}#${hit.itemId}` },
  ...hit,
});

async function fill(client: DynamoDBClient, from: number, to: number): Promise<void> {
  const rows: Row[] = [];
  const flush = async () => {
    const requests = rows
      .splice(0, 25)
      .map((row) => ({ PutRequest: { Item: marshall(row, { removeUndefinedValues: true }) } }));
    if (requests.length > 0) await client.send(new BatchWriteItemCommand({ RequestItems: { News: requests } }));
  };
  for (let n = from; n < to; n++) {
    rows.push(rowOf(hitAt(n)));
    while (rows.length >= 25) await flush();
  }
  while (rows.length > 0) await flush();
}

const asked: [what: string, query: Record<string, string>][] = [
  ["the watchlist's newest", {}],
  ["in one language of two", { language: "de" }],
  ["in one stage of four", { stage: "ended" }],
  ["with words that all have", { q: "fuel cells" }],
  ["from one feed of 200", { feed: "feed-7" }],
  ["with a word that one in 20,000 has", { q: "zeppelins" }],
  ["in a month six years ago", { from: "2020-02-01", to: "2020-03-01" }],
];
const runs = 25;

async function measure(route: Route, units: { read: number }) {
  const table: Record<string, object> = {};
  for (const [what, query] of asked) {
    const times: number[] = [];
    const cpuTimes: number[] = [];
    let items = 0;
    for (let run = 0; run < runs; run++) {
      units.read = 0;
      const [began, cpu] = [performance.now(), process.cpuUsage()];
      const call = {
        caller: { owner, scopes: [] },
        params: {},
        asked: query,
        path: "/hits",
        origin: "http://127.0.0.1",
        body: undefined,
        ifMatch: null,
        idempotencyKey: null,
      };
      const answer = await route.handle({
        ...call,
        query: route.query?.parse({ watchlist: watchlistId, ...query }),
        list: what,
      });
      times.push(performance.now() - began);
      const { user, system } = process.cpuUsage(cpu);
      cpuTimes.push((user + system) / 1000);
      items = (answer.body as { items: unknown[] }).items.length;
    }
    times.sort((a, b) => a - b);
    cpuTimes.sort((a, b) => a - b);
    const median = (of: number[]) => Math.round((of[Math.floor(runs / 2)] ?? 0) * 10) / 10;
    table[what] = { items, medianMs: median(times), medianCpuMs: median(cpuTimes), readUnits: units.read };
  }
  return table;
}

const folder = mkdtempSync(join(tmpdir(), "tieup-history-"));
const server = await startDynamoDb(folder);
const client = new DynamoDBClient({ endpoint: server.url, region: embeddedCredentials.AWS_REGION, credentials });
try {
  await createTables(server.url);
  const units = { read: 0 };
  client.middlewareStack.add(
    (next) => async (args) => {
      Object.assign(args.input, "KeyConditionExpression" in args.input ? { ReturnConsumedCapacity: "TOTAL" } : {});
      const result = await next(args);
      units.read +=
        (result.output as { ConsumedCapacity?: { CapacityUnits?: number } }).ConsumedCapacity?.CapacityUnits ?? 0;
      return result;
    },
    { step: "initialize" },
  );
  const [catalog, news] = [dynamoTable(client, "Catalog"), dynamoTable(client, "News")];
  const entities = ["BMW", "Toyota", "General Motors", "Volvo", "Ford", "Renault"];
  await watchlistTable(catalog).create({ ...readWatchlist({ name: "Cars", entities }), id: watchlistId, owner });
  const history = historyReader(news, () => new Date(Date.UTC(2020, 0, 1)));
  const deps = {
    history,
    watchlists: watchlistTable(catalog),
    subscribers: subscriberTable(catalog),
    cursorSecret: "bench",
  };
  const route = hitRoutes(deps)[0] as Route;
  for (const [from, to] of [
    [0, hits / 10],
    [hits / 10, hits],
  ] as const) {
    await fill(client, from, to);
    console.log(`${to.toLocaleString("en")} hits`);
    console.table(await measure(route, units));
  }
} finally {
  client.destroy();
  await server.stop();
  rmSync(folder, { recursive: true });
}
