import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { dynamo, sns, sqs } from "../functions/aws/clients.ts";
import { startEmbeddedAws } from "./embedded-aws.ts";
import { type Handlers, loadHandlers } from "./handlers.ts";
import { readStartOptions } from "./options.ts";
import { outbox, type Posted } from "./outbox.ts";
import { confirmEndpoints, prepareCatalog } from "./prepare-catalog.ts";
import { startSampleWire } from "./sample-wire/sample-wire.ts";
import { sampleSeed } from "./seed-from-options.ts";

/** What one call of a handler came to. */
export interface Done {
  function: string;
  outcome: "succeeded" | "failed";
  returned?: unknown;
  error?: string;
  /** Keys of the rows that it made, changed or removed, per table. */
  rows: { table: string; change: "made" | "changed" | "removed"; pk: string; sk: string }[];
  /** Messages that it put on queues. */
  queued: { queue: string; body: unknown }[];
  posted: Omit<Posted, "file">[];
}

export interface Invocation {
  /** Calls the function's handler. Throws where there is no such function. */
  invoke(name: string, event: unknown): Promise<Done>;
  stop(): Promise<void>;
}

/** The address in `events/` that stands for the sample wire, whatever port it has this time. */
const sampleOrigin = "http://127.0.0.1:8788";
/** The wire has published everything an hour ago, well within the lookback. */
const wireAgeMs = 60 * 60 * 1000;
const inCamelCase = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The production handlers on an in-process DynamoDB, SNS and SQS, with the sample wire, its watchlist and its reader. */
export async function startInvocation(): Promise<Invocation> {
  const folder = mkdtempSync(join(tmpdir(), "tieup-invoke-"));
  const aws = await startEmbeddedAws({ folder: null });
  const wire = await startSampleWire({ port: 0, epoch: new Date(Date.now() - wireAgeMs), speed: 1 });
  Object.assign(process.env, aws.variables, {
    CONTACT: "https://tieup.invalid/",
    GATHER_SECONDS: "0",
    EXEMPT_ORIGINS: wire.origin,
  });
  const handlers = await loadHandlers();
  const clients = { dynamo: dynamo(), sns: sns(), sqs: sqs() };
  const queueUrls = {
    poll: aws.variables.POLL_QUEUE_URL as string,
    summary: aws.variables.SUMMARY_QUEUE_URL as string,
  };
  const { feeds, stored } = await prepareCatalog(sampleSeed(wire, readStartOptions([])), "tieup_for_one_invocation");
  const post = outbox(clients.sns, folder);
  await confirmEndpoints(stored, handlers, post);
  return {
    async invoke(name, event) {
      const handler = handlers[inCamelCase(name) as keyof Handlers] as
        | ((event: unknown) => Promise<unknown>)
        | undefined;
      if (!handler) throw new Error(`expected one of the functions, got ${JSON.stringify(name)}`);
      // Summaries are about something: the wire has been polled before.
      if (name !== "poll-feeds") {
        await handlers.pollFeeds(recordsOf(feeds.map((feed) => ({ feeds: [feed] }))));
        await takeMessages(clients.sqs, queueUrls);
      }
      const before = await allRows(clients.dynamo);
      const given = JSON.parse(JSON.stringify(event).replaceAll(sampleOrigin, wire.origin)) as unknown;
      const call = await settled(handler(given));
      return {
        function: name,
        ...call,
        rows: changes(before, await allRows(clients.dynamo)),
        queued: await takeMessages(clients.sqs, queueUrls),
        posted: await takePosts(clients.sqs, aws.variables.OUTBOX_QUEUE_URL as string, post),
      };
    },
    async stop() {
      for (const client of Object.values(clients)) client.destroy();
      await wire.stop();
      await aws.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A batch of queue records with these bodies, as Lambda's event source mapping would send it. */
function recordsOf(bodies: readonly object[]): SQSEvent {
  const Records = bodies.map((body, at) => ({ messageId: `message-${at}`, body: JSON.stringify(body) }));
  return { Records } as SQSEvent;
}

async function settled(call: Promise<unknown>): Promise<Pick<Done, "outcome" | "returned" | "error">> {
  try {
    const returned = await call;
    const failures = (returned as Partial<SQSBatchResponse> | undefined)?.batchItemFailures?.length ?? 0;
    return { outcome: failures > 0 ? "failed" : "succeeded", returned };
  } catch (fault) {
    return { outcome: "failed", error: String(fault) };
  }
}

type Rows = Map<string, { table: string; pk: string; sk: string; text: string }>;

async function allRows(client: DynamoDBClient): Promise<Rows> {
  const rows: Rows = new Map();
  for (const table of ["Catalog", "News", "Polling"]) {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
    for (const item of Items.map((each) => unmarshall(each))) {
      const { pk, sk } = item as { pk: string; sk: string };
      rows.set(`${table} ${pk} ${sk}`, { table, pk, sk, text: JSON.stringify(item) });
    }
  }
  return rows;
}

function changes(before: Rows, after: Rows): Done["rows"] {
  const made = [...after].flatMap(([key, { table, pk, sk, text }]) => {
    const old = before.get(key);
    if (old?.text === text) return [];
    return [{ table, change: old ? ("changed" as const) : ("made" as const), pk, sk }];
  });
  const gone = [...before].filter(([key]) => !after.has(key));
  return [...made, ...gone.map(([, { table, pk, sk }]) => ({ table, change: "removed" as const, pk, sk }))];
}

async function takeMessages(client: SQSClient, urls: Record<string, string>): Promise<Done["queued"]> {
  const taken: Done["queued"] = [];
  for (const [queue, url] of Object.entries(urls)) {
    taken.push(...(await takeAll(client, url)).map((body) => ({ queue, body })));
  }
  return taken;
}

/** What waits on the queue, as it is taken from it. */
async function takeAll(client: SQSClient, QueueUrl: string): Promise<unknown[]> {
  const taken: unknown[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return taken;
    for (const { Body = "", ReceiptHandle } of Messages) {
      taken.push(JSON.parse(Body));
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

async function takePosts(client: SQSClient, url: string, post: ReturnType<typeof outbox>): Promise<Done["posted"]> {
  const posted: Done["posted"] = [];
  const notifications = await takeAll(client, url);
  await post.handler(({ file: _, ...message }) => void posted.push(message))(recordsOf(notifications as object[]));
  return posted;
}
