import { createHash } from "node:crypto";
import http from "node:http";
import { createTables, startDynamoDb, startMessagingServer } from "../../local/embedded-aws.ts";
import { type FeedShape, generatedFeed } from "./generated-feed.ts";

/** What a server process is told. */
export type ServerOrder =
  | { kind: "cpu" }
  /** From now on the feeds have so many new items; without validators every request is answered with the whole body. */
  | { kind: "feeds"; news: number; validators: boolean };

/** What it answers to each order: how much CPU it has used, and how often it has answered 304, so far. */
export interface ServerAnswer {
  cpuSeconds: number;
  notModified: number;
}

const [what, feedCount, itemsPerFeed, newestAt] = process.argv.slice(2);

let served: Served[] = [];
let validators = true;
let notModified = 0;
const address = await start();
process.on("message", (order: ServerOrder) => {
  if (order.kind === "feeds") serve(order);
  process.send?.({ cpuSeconds: cpuSeconds(), notModified } satisfies ServerAnswer);
});
process.on("disconnect", () => process.exit());
process.send?.({ address });

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function start(): Promise<string> {
  if (what === "feeds") return startFeeds();
  const { url } = what === "dynamodb" ? await startDynamoDb(null) : await startMessagingServer();
  if (what === "dynamodb") await createTables(url);
  return url;
}

interface Served {
  body: Buffer;
  etag: string;
  lastModified: string;
}

function serve(order: { news: number; validators: boolean }): void {
  const shape = { items: Number(itemsPerFeed), news: order.news, newestAt: Number(newestAt) };
  served = Array.from({ length: Number(feedCount) }, (_, number) => servedFeed({ ...shape, number }));
  validators = order.validators;
}

function servedFeed(shape: FeedShape): Served {
  const body = Buffer.from(generatedFeed(shape));
  const etag = `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"`;
  return { body, etag, lastModified: new Date(shape.newestAt + shape.news * 1000).toUTCString() };
}

/** Listens on all of loopback: each feed has an address of its own, and so is a host of its own. Returns the port. */
async function startFeeds(): Promise<string> {
  serve({ news: 0, validators: true });
  const server = http.createServer((request, response) => {
    const feed = served[Number(request.url?.slice(1))];
    if (!feed) return void response.writeHead(404).end();
    const { etag, lastModified } = feed;
    const headers = {
      "content-type": "application/xml",
      ...(validators ? { etag, "last-modified": lastModified } : {}),
    };
    if (validators && isUnchanged(request.headers, feed)) {
      notModified++;
      return void response.writeHead(304, headers).end();
    }
    response.writeHead(200, { ...headers, "content-length": feed.body.length }).end(feed.body);
  });
  await new Promise<void>((ready) => server.listen(0, "0.0.0.0", 1024, ready));
  return String((server.address() as { port: number }).port);
}

/** RFC 9110 §13.2.2: the date counts only where no ETag was sent. */
function isUnchanged(headers: http.IncomingHttpHeaders, { etag, lastModified }: Served): boolean {
  const known = headers["if-none-match"];
  return known === undefined ? headers["if-modified-since"] === lastModified : known === etag;
}
