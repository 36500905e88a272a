// npx tsx bench/dictionary-in-s3.ts [watchlists]: what a poller that starts reads with and without the dictionary in S3, on the embedded
// DynamoDB and the tests' S3, both on loopback: requests and bytes count, the times only as a ratio. JSON on stdout.
import { QueryCommand, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { watchlistShards, watchlistTable } from "../functions/aws/catalog-table.ts";
import { dictionaryBucket } from "../functions/aws/dictionary-bucket.ts";
import { bucketObjects } from "../functions/aws/objects.ts";
import { rowsBeginning } from "../functions/aws/table.ts";
import { readWatchlist } from "../lib/matching/read-watchlist.ts";
import { buildDictionary } from "../lib/pipeline/build-dictionary.ts";
import { currentDictionary } from "../lib/pipeline/current-dictionary.ts";
import { seededRandom } from "../test/simulation/seeded-random.ts";
import { startTables } from "../test/support/local-aws.ts";
import { startObjectServer } from "../test/support/object-server.ts";

const entitiesPerList = 50;
const aliasesPerEntity = 2;
const watchlists = Number(process.argv[2] ?? 200);

const random = seededRandom(7);
const letters = [..."aeiourstlnmkdbg"];
const word = (): string => Array.from({ length: random.between(4, 9) }, () => random.pick(letters)).join("");
const company = () => {
  const name = `${word()} ${word()}`.replace(/\b./g, (letter) => letter.toUpperCase());
  return { name: `${name} AG`, aliases: [name.toUpperCase()] };
};

const [tables, s3] = await Promise.all([startTables(), startObjectServer("local")]);
const now = () => new Date();
const source = watchlistTable(tables.tables.Catalog);
const { region, sha256 } = tables.client.config;
const credentials = async () => ({ accessKeyId: "local", secretAccessKey: "local" });
const store = dictionaryBucket(bucketObjects({ region, sha256, credentials }, { bucket: "b", endpoint: s3.url }));
for (let nth = 0; nth < watchlists; nth++) {
  const entities = Array.from({ length: entitiesPerList }, company);
  await source.create({
    ...readWatchlist({ name: `${nth}`, entities }),
    id: `list-${nth}`,
    owner: `owner ${nth % 20}`,
  });
}

/** Read units of all watchlists, strongly consistent. */
async function unitsOfAll(): Promise<number> {
  let units = 0;
  for (let shard = 0; shard < watchlistShards; shard++) {
    let start: QueryCommandInput["ExclusiveStartKey"];
    do {
      const query = { ...rowsBeginning(`WATCHLISTS#${shard}`, "WATCHLIST#"), ConsistentRead: true };
      const page = await tables.client.send(
        new QueryCommand({ TableName: "Catalog", ...query, ReturnConsumedCapacity: "TOTAL", ExclusiveStartKey: start }),
      );
      units += page.ConsumedCapacity?.CapacityUnits ?? 0;
      start = page.LastEvaluatedKey;
    } while (start);
  }
  return units;
}

async function start(built: boolean) {
  let requests = 0;
  const counted = Object.fromEntries(
    (["allWatchlists", "watchlistById", "dictionaryVersion"] as const).map((name) => [
      name,
      (...given: [string]) => {
        requests += name === "allWatchlists" ? watchlistShards : 1;
        return (source[name] as (...given: [string]) => Promise<unknown>)(...given);
      },
    ]),
  ) as unknown as typeof source;
  const notUsed = (fault: unknown) => {
    throw fault;
  };
  const before = performance.now();
  const by = await currentDictionary(counted, now, built ? { ...store, notUsed } : null)(now());
  const read = performance.now();
  for (let owner = 0; owner < 20; owner++) by(`owner ${owner}`);
  return { requests, readMs: Math.round(read - before), compileMs: Math.round(performance.now() - read) };
}

await buildDictionary({ source, store, now });
await start(true);
const runs = { all: [] as object[], built: [] as object[] };
for (let nth = 0; nth < 5; nth++) {
  runs.all.push(await start(false));
  runs.built.push(await start(true));
}
const [object] = s3.objects.values();
const names = watchlists * entitiesPerList * aliasesPerEntity;
const result = { names, watchlists, unitsOfAll: await unitsOfAll(), objectBytes: object?.body.length, ...runs };
process.stdout.write(`${JSON.stringify(result, null, 1)}\n`);
await Promise.all([tables.stop(), s3.stop()]);
