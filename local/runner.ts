import type { SQSClient } from "@aws-sdk/client-sqs";
import { dynamo, sns, sqs, tableFrom } from "../functions/aws/clients.ts";
import { migrate } from "../functions/aws/migrate.ts";
import { sqsQueue } from "../functions/aws/queue.ts";
import { NewerRowError } from "../functions/aws/row-schema.ts";
import type { Endpoint } from "../lib/alerting/subscriber.ts";
import type { Feed } from "../lib/polling/item.ts";
import type { PollMessage } from "../lib/polling/schedule-polls.ts";
import { startApiServer } from "./api-server.ts";
import { startEmbeddedAws } from "./embedded-aws.ts";
import { startSes } from "./embedded-ses.ts";
import { type Handlers, loadHandlers } from "./handlers.ts";
import { writeMail } from "./mailbox.ts";
import { type StartOptions, UsageError } from "./options.ts";
import { outbox, type Posted } from "./outbox.ts";
import { confirmEndpoints, prepareCatalog } from "./prepare-catalog.ts";
import { driveQueue, type QueueDriver } from "./queue-driver.ts";
import { type SampleWire, startSampleWire } from "./sample-wire/sample-wire.ts";
import { ownSeed, sampleSeed } from "./seed-from-options.ts";
import { openStateFolder, type StateFolder } from "./state-folder.ts";
import { startTimers } from "./timers.ts";

/** What the runner tells whoever started it. */
export interface Terminal {
  /** A summary as it reached its recipient. */
  posted(message: Posted): void;
  /** Where things stand. */
  say(sentence: string): void;
}

export interface Runner {
  feeds: Feed[];
  /** null with `--once`. */
  apiUrl: string | null;
  /** Resolves when all that was published has been polled, matched and sent, and the queues are empty. */
  drained(): Promise<void>;
  /** Lets what is under way finish, then stops everything that was started. */
  stop(): Promise<void>;
}

/** A burst of news becomes one summary: so long the embedded default waits for more. */
const gatherSeconds = 6;

/** Starts the embedded default: database, queues, timers, API and, without feeds of one's own, the sample wire. */
export async function startRunner(options: StartOptions, terminal: Terminal): Promise<Runner> {
  const started: Stoppable[] = [];
  const keep = <Part extends Stoppable>(part: Part): Part => {
    started.push(part);
    return part;
  };
  const stop = async (): Promise<void> => {
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  try {
    return { ...(await startParts(options, terminal, keep)), stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

interface Stoppable {
  stop(): void | Promise<void>;
}

type Keep = <Part extends Stoppable>(part: Part) => Part;

async function startParts(options: StartOptions, terminal: Terminal, keep: Keep): Promise<Omit<Runner, "stop">> {
  const state = keep(openStateFolder(options.state));
  const aws = keep(await startEmbeddedAws({ folder: state.database }));
  const mails = options.mail === "ses" ? await startMails(state, terminal, keep) : {};
  const wire = usesSampleWire(options) ? keep(await startWire(options, state)) : null;
  Object.assign(process.env, aws.variables, mails, variablesFrom(options, wire?.origin ?? ""));
  await upgradeState(options.state, terminal.say);
  const handlers = await loadHandlers();
  const queues = keep(connectQueues(options.once ? 0 : gatherSeconds));
  const seed = wire ? sampleSeed(wire, options) : ownSeed(options, terminal.say);
  const { feeds, endpoints, stored } = await prepareCatalog(seed, state.token);
  const post = outbox(queues.clients.sns, state.outbox);
  const confirm = () => confirmEndpoints(stored, handlers, post);
  await confirm();
  const api = options.once ? null : keep(await startApiServer(options.port, confirming(handlers.api, confirm)));
  const drivers = driveQueues(queues.clients.sqs, handlers, post.handler(terminal.posted));
  for (const driver of Object.values(drivers)) keep(driver);
  if (options.once) drivers.summaries.pause();
  wire?.onPublished((outlet) => queues.poll(feeds.filter(({ id }) => id === `sample-${outlet}`)));
  await queues.poll(feeds);
  // The embedded queues forget what waited in them when the last run stopped; the store doesn't.
  await queues.summarise(endpoints);
  keep({ stop: startTimers(scheduledOf(handlers), (fault) => terminal.say(`A scheduled function failed: ${fault}`)) });
  return { feeds, apiUrl: api?.url ?? null, drained: () => drained(drivers, wire) };
}

/** A folder that an earlier release left goes on; throws `UsageError` for one that a later release has used. */
async function upgradeState(folder: string, say: Terminal["say"]): Promise<void> {
  const client = dynamo();
  const [catalog, news] = [tableFrom(process.env, client, "Catalog"), tableFrom(process.env, client, "News")];
  try {
    for (const { what, rows } of await migrate({ catalog, news }))
      say(`The state in ${folder} is from an earlier release. Moved ${what}: ${rows} rows.`);
  } catch (fault) {
    if (!(fault instanceof NewerRowError)) throw fault;
    throw new UsageError(`expected ${folder} to be of this release or an earlier one: ${fault.message}`);
  } finally {
    client.destroy();
  }
}

/** Mails of our own, which become files; the variables that make them so. */
async function startMails({ outbox }: StateFolder, { posted }: Terminal, keep: Keep): Promise<Record<string, string>> {
  const { url } = keep(await startSes((mail) => posted(writeMail(mail, outbox))));
  return { AWS_ENDPOINT_URL_SESV2: url, MAIL_FROM: "Tieup <alerts@tieup.invalid>" };
}

const usesSampleWire = ({ feeds, opml }: StartOptions): boolean => feeds.length + opml.length === 0;

const startWire = ({ speed }: StartOptions, { wireEpoch }: StateFolder): Promise<SampleWire> =>
  startSampleWire({ port: 0, epoch: wireEpoch, speed });

/** Known before the API is there, unless its port is any free one. */
const apiOrigin = ({ port }: StartOptions): string | null => (port === 0 ? null : `http://127.0.0.1:${port}`);

const variablesFrom = (options: StartOptions, wireOrigin: string): Record<string, string> => ({
  CONTACT: "https://tieup.invalid/",
  PUBLIC_URL: (options.once ? null : apiOrigin(options)) ?? "",
  GATHER_SECONDS: String(options.once ? 0 : gatherSeconds),
  LOOKBACK_HOURS: String(options.lookbackHours),
  ALLOW_PRIVATE: String(options.allowPrivate),
  // The canary's feed lies on the API itself.
  EXEMPT_ORIGINS: [wireOrigin, apiOrigin(options)].filter(Boolean).join(" "),
});

function connectQueues(delaySeconds: number) {
  const clients = { sns: sns(), sqs: sqs() };
  const polls = sqsQueue<PollMessage>(clients.sqs, process.env.POLL_QUEUE_URL as string);
  const summaries = sqsQueue<{ endpointId: string }>(clients.sqs, process.env.SUMMARY_QUEUE_URL as string);
  return {
    clients,
    /** One message a feed, as the sample wire's announcements come. */
    poll: (feeds: readonly Feed[]) => polls.sendAll(feeds.map((feed) => ({ feeds: [feed] }))),
    async summarise(endpoints: readonly Endpoint[]): Promise<void> {
      for (const { id } of endpoints) await summaries.send({ endpointId: id }, delaySeconds);
    },
    stop() {
      clients.sns.destroy();
      clients.sqs.destroy();
    },
  };
}

function driveQueues(client: SQSClient, handlers: Handlers, post: Parameters<typeof driveQueue>[3]) {
  const drive = (name: string, handler: Parameters<typeof driveQueue>[3]): QueueDriver =>
    driveQueue(client, process.env[`${name}_QUEUE_URL`] as string, name.toLowerCase(), handler);
  return {
    posts: drive("OUTBOX", post),
    summaries: drive("SUMMARY", handlers.sendSummaries),
    polls: drive("POLL", handlers.pollFeeds),
  };
}

/** All feeds are polled at the start anyway, and all subscriptions have just been reconciled. */
const scheduledOf = ({ schedulePolls, scheduleSummaries, reconcileSubscriptions }: Handlers) => [
  { everyMinutes: 1, atStart: false, handler: schedulePolls },
  { everyMinutes: 1, atStart: true, handler: scheduleSummaries },
  { everyMinutes: 60, atStart: false, handler: reconcileSubscriptions },
];

/** An email address that the API invited is confirmed as those of the command line are; a phone's code lies in the outbox. */
const confirming =
  (api: Handlers["api"], confirm: () => Promise<void>): Handlers["api"] =>
  async (event) => {
    const answer = await api(event);
    const { method, path } = event.requestContext.http;
    if (method === "POST" && /\/(endpoints|invitation)$/.test(path)) await confirm();
    return answer;
  };

/** Summaries are held back until everything is polled, so that they hold all of it. */
async function drained(drivers: ReturnType<typeof driveQueues>, wire: SampleWire | null): Promise<void> {
  await wire?.published;
  await emptied(drivers.polls);
  drivers.summaries.resume();
  await emptied(drivers.summaries, drivers.polls);
  await emptied(drivers.posts);
}

const lookAgainMs = 50;

async function emptied(...drivers: QueueDriver[]): Promise<void> {
  const depths = async () => (await Promise.all(drivers.map((driver) => driver.depth()))).some((depth) => depth > 0);
  while (await depths()) await new Promise((done) => setTimeout(done, lookAgainMs));
}
