import { buildDictionary } from "../lib/pipeline/build-dictionary.ts";
import { watchlistTable } from "./aws/catalog-table.ts";
import { dynamo, tableFrom } from "./aws/clients.ts";
import { dictionaryBucket } from "./aws/dictionary-bucket.ts";
import { bucketObjects } from "./aws/objects.ts";
import { environmentOf, requireEnvironment } from "./environment.ts";
import { log } from "./log.ts";

const env = requireEnvironment(process.env, environmentOf["build-dictionary"].required);
const client = dynamo();
const bucket = { bucket: env.DICTIONARY_BUCKET, endpoint: process.env.AWS_ENDPOINT_URL_S3 };
const dependencies = {
  source: watchlistTable(tableFrom(process.env, client, "Catalog")),
  store: dictionaryBucket(bucketObjects(client.config, bucket)),
  now: () => new Date(),
};

/** Every minute: keeps all watchlists as one object for pollers that start, where one of them has changed. */
export async function handler(): Promise<{ built: boolean }> {
  const snapshot = await buildDictionary(dependencies);
  if (!snapshot) return { built: false };
  log.info("Built the dictionary", { version: snapshot.version, watchlists: snapshot.watchlists.length });
  return { built: true };
}
