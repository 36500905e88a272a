import { countedPath, type Requests } from "../test/support/counted-path.ts";

// npx tsx bench/requests.ts: what one item, one story and one summary ask of DynamoDB, SQS and SNS, counted between the production
// handlers and the embedded servers. Counts, no times: they are the same on every machine.

const path = await countedPath();
const rows: Record<string, Requests> = {};
const note = (what: string, counts: Requests): void => {
  rows[what] = counts;
};

path.publish("Rates unchanged");
note("first poll of a feed", await path.poll());
note("poll, unchanged", await path.poll());
path.publish("Rain in Husum");
note("poll with a new item that concerns nobody", await path.poll());
path.publish("BMW and Toyota expand their partnership on fuel cells");
note("poll with a hit: a new story", await path.poll());
path.publish("Toyota, BMW expand partnership on fuel cells");
note("poll with a hit: the same story, nothing new", await path.poll());
path.publish("BMW and Toyota end their partnership on fuel cells");
note("poll with a hit: the same story, a new fact", await path.poll());
await path.reader("first");
note("announcement, one reader", await path.send({ watchlistId: "cars" }));
note("summary of one story", await path.send({ endpointId: "first" }));
note("summary, nothing new", await path.send({ endpointId: "first" }));
await path.crowd(99);
note("announcement, 100 readers", await path.send({ watchlistId: "cars" }));
await path.stop();

const names = ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "SendMessage", "SendMessageBatch", "Publish"];
const cells = (counts: Requests): string[] => names.map((name) => String(counts[name] ?? ""));
console.log(`| | ${names.join(" | ")} |\n|---${"|---".repeat(names.length)}|`);
for (const [what, counts] of Object.entries(rows)) console.log(`| ${what} | ${cells(counts).join(" | ")} |`);
