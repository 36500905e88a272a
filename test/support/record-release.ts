// npx tsx test/support/record-release.ts NAME: runs this release for some minutes on a wire of our own and writes the rows that it
// leaves to test/fixtures/releases/NAME.jsonl, from which later releases are tested (docs/decisions/0029-schema.md).
import { writeFileSync } from "node:fs";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { feedTable, subscriberTable, watchlistTable } from "../../functions/aws/catalog-table.ts";
import { dynamo, tableFrom } from "../../functions/aws/clients.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { documents } from "./release-wire.ts";
import { startReleaseWorld } from "./release-world.ts";

const [name] = process.argv.slice(2);
if (!name) throw new Error("expected the release's name, got none");

const client = dynamo;
const now = Date.now();
const world = await startReleaseWorld(async ({ wire }) => {
  const catalog = tableFrom(process.env, client(), "Catalog");
  const [feeds, watchlists, subscribers] = [feedTable(catalog), watchlistTable(catalog), subscriberTable(catalog)];
  const createdAt = new Date(now - 3_600_000).toISOString();
  for (const [owner, outlet, title] of [
    ["anna", "nordwire", "Nordwire"],
    ["anna", "autobrief", "Autobrief"],
    ["ben", "stadtblatt", "Stadtblatt"],
  ] as const)
    await feeds.create({
      ...{ id: outlet, owner, title, url: `${wire.url}/${outlet}` },
      ...{ intervalMinutes: 5, paused: false },
    });
  for (const [owner, id, entities] of [
    ["anna", "cars", ["BMW", "Toyota", { name: "General Motors", aliases: ["GM"] }]],
    ["ben", "two", ["BMW", "Toyota"]],
  ] as const)
    await watchlists.create({ ...readWatchlist({ name: `What ${owner} watches`, entities }), id, owner });
  for (const [owner, watchlistId, channel, address] of [
    ["anna", "cars", "email", "anna@example.org"],
    ["anna", "cars", "sms", "+4917139200123"],
    ["ben", "two", "email", "ben@example.org"],
  ] as const) {
    const subscriberId = `${owner}-reads`;
    const id = `${owner}-${channel}`;
    await subscribers.createSubscriber({ id: subscriberId, owner, name: owner, language: "en", timeZone: "UTC" });
    await subscribers.createEndpoint({ id, subscriberId, channel, address, topicArn: null, state: "pending" });
    const cadence = { every: "immediate" } as const;
    await subscribers.putSubscription({ watchlistId, endpointId: id, subscriberId, cadence, createdAt }, "UTC");
  }
});
try {
  await world.confirm();
  for (let step = 0; step < documents.recorded; step++) {
    const at = new Date(now + step * 5 * 60_000);
    for (const [outlet, body] of Object.entries(documents.at(step, now)))
      world.wire.route(`/${outlet}`, { body, etag: true });
    for (let minute = 0; minute < 5; minute++) await world.minute(new Date(at.getTime() + minute * 60_000));
  }
  process.stderr.write(`${JSON.stringify(await world.told(), null, 1)}\n`);
  const lines: string[] = [JSON.stringify({ recordedAt: new Date(now).toISOString() })];
  for (const table of ["Catalog", "News", "Polling"]) {
    const { Items = [] } = await client().send(new ScanCommand({ TableName: table }));
    lines.push(...Items.map((item) => JSON.stringify({ table, item }, bytesAsBase64)).sort());
  }
  const text = `${lines.join("\n")}\n`.replaceAll(world.wire.url, "http://wire.invalid");
  writeFileSync(new URL(`../fixtures/releases/${name}.jsonl`, import.meta.url), text);
} finally {
  await world.stop();
}

function bytesAsBase64(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value;
}
