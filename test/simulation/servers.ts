import { Readable } from "node:stream";
import * as dynamoCommands from "@aws-sdk/client-dynamodb";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SESv2Client } from "@aws-sdk/client-sesv2";
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Agenda } from "./agenda.ts";
import type { Clients } from "./clients.ts";
import type { Cloud } from "./deployment.ts";
import { drawFate, type FaultRates, madeOnPurpose, type Process } from "./process.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** Servers that speak the protocols of DynamoDB, SNS and SQS. */
export interface Endpoints {
  dynamo: string;
  messaging: string;
  /** Of two empty queues. */
  queueUrls: Record<"polls" | "summaries", string>;
}

export interface ServersWorld {
  agenda: Agenda;
  random: SeededRandom;
  /** As they are at this moment. */
  rates(): FaultRates;
}

/** A request as the SDK hands it to its transport, signed and serialised. */
interface Request {
  headers: Record<string, string>;
  body?: string | Uint8Array;
}
interface Response {
  statusCode: number;
  headers: Record<string, string>;
  body: unknown;
}
type Transport = { handle(request: Request, options?: unknown): Promise<{ response: Response }> };

const lateMs = 30_000;
const stallMs = 100_000;
const timeOutMs = 3_000;
const region = "eu-central-1";
const credentials = { accessKeyId: "local", secretAccessKey: "local" };

/**
 * The effects of a simulation as requests of the SDK to servers, with faults at the transport. What a server has done is done
 * to what is in memory too, which the oracle looks at; where the two don't agree is a finding.
 */
export function servers({ dynamo, messaging, queueUrls }: Endpoints, { agenda, random, rates }: ServersWorld) {
  const options = { region, credentials, retryStrategy: retries(4) };
  const direct = {
    dynamo: new DynamoDBClient({ ...options, endpoint: dynamo }),
    sns: new SNSClient({ ...options, endpoint: messaging }),
    sqs: new SQSClient({ ...options, endpoint: messaging, useQueueUrlAsEndpoint: false }),
  };
  const transports = {
    dynamo: direct.dynamo.config.requestHandler as unknown as Transport,
    messaging: direct.sns.config.requestHandler as unknown as Transport,
  };
  /** Requests under way, and calls of live processes that don't wait for virtual time. */
  let busy = 0;
  let writes: Promise<unknown> = Promise.resolve();

  async function working<T>(work: () => Promise<T>): Promise<T> {
    busy += 1;
    try {
      return await work();
    } finally {
      busy -= 1;
    }
  }

  /** One write after the other, so that the memory does them in the order of the server. */
  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const turn = writes.then(work, work);
    writes = turn;
    return turn;
  }

  function transportOf(process: Process, cloud: Cloud, transport: Transport, counted: Counted): Transport {
    const perform = (request: Request): Promise<Answer> =>
      working(async () => {
        const command = commandOf(request);
        if (!command) return answerOf(transport, request);
        return inOrder(async () => mirrored(command, request, await answerOf(transport, request), process, cloud));
      });
    const parked = (ms: number): Promise<void> => {
      counted.leave();
      return new Promise((done) =>
        agenda.after(ms, () => {
          if (!process.isAlive()) return;
          counted.enter();
          done();
        }),
      );
    };
    const suffer = (what: string): void => void process.suffered.push(what);
    return {
      async handle(request) {
        if (!process.isAlive()) return never();
        const fate = drawFate(rates(), random);
        if (fate === "crash-before") {
          process.kill("before a request");
          return never();
        }
        if (fate === "before") {
          suffer("a request failed");
          return responseTo(random.chance(0.5) ? failure(request) : throttled(request));
        }
        if (fate === "late") {
          suffer("a request timed out, and is done later");
          agenda.after(random.between(0, lateMs), () => void perform(request));
          await parked(timeOutMs);
          throw lost("TimeoutError");
        }
        if (fate === "stall") await parked(random.between(0, stallMs));
        const answer = await perform(request);
        if (!process.isAlive()) return never();
        if (fate === "crash-after") {
          process.kill("after a request");
          return never();
        }
        if (fate === "well" || fate === "stall") return responseTo(answer);
        suffer("a request was done, and its answer is lost");
        if (random.chance(0.5)) throw lost("ECONNRESET");
        return responseTo(failure(request));
      },
    };
  }

  return {
    clientsOf(process: Process, cloud: Cloud): Clients {
      let open = 0;
      let isOver = false;
      const counted: Counted = {
        enter() {
          if (isOver) return;
          open += 1;
          busy += 1;
        },
        leave() {
          if (isOver) return;
          open -= 1;
          busy -= 1;
        },
      };
      process.onDeath(() => {
        busy -= open;
        isOver = true;
      });
      const over = (transport: Transport) => transportOf(process, cloud, transport, counted) as never;
      const requestHandler = { dynamo: over(transports.dynamo), messaging: over(transports.messaging) };
      const onMessaging = { ...options, endpoint: messaging, requestHandler: requestHandler.messaging };
      const made = {
        dynamo: () => new DynamoDBClient({ ...options, endpoint: dynamo, requestHandler: requestHandler.dynamo }),
        sns: () => new SNSClient(onMessaging),
        snsOnce: () => new SNSClient({ ...onMessaging, retryStrategy: retries(1) }),
        sqs: () => new SQSClient({ ...onMessaging, useQueueUrlAsEndpoint: false }),
      };
      const sqs = whenNeeded(made.sqs, counted);
      return {
        dynamo: whenNeeded(made.dynamo, counted),
        sns: whenNeeded(made.sns, counted),
        snsOnce: whenNeeded(made.snsOnce, counted),
        sqs: () => sqs,
        // Where servers do everything, SNS makes the mails.
        sesOnce: {} as SESv2Client,
      };
    },
    queueUrls,
    /** Resolves when nothing is under way but what waits for virtual time. */
    async rest(): Promise<void> {
      for (let quiet = 0; quiet < 3; quiet = busy > 0 ? 0 : quiet + 1) await new Promise((done) => setImmediate(done));
    },
    /** What the people behind the addresses do. */
    confirm: (endpointId: string) =>
      void working(async () => {
        const { topicArn, subscriptionArn } = await subscriptionOf(direct.sns, endpointId);
        if (subscriptionArn?.startsWith("arn:"))
          await direct.sns.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: subscriptionArn }));
      }).catch(() => {}),
    leave: (endpointId: string) =>
      void working(async () => {
        const { subscriptionArn } = await subscriptionOf(direct.sns, endpointId);
        if (subscriptionArn) await direct.sns.send(new UnsubscribeCommand({ SubscriptionArn: subscriptionArn }));
      }).catch(() => {}),
    stop(): void {
      for (const client of Object.values(direct)) client.destroy();
    },
  };
}

export type SimulatedServers = ReturnType<typeof servers>;

interface Counted {
  enter(): void;
  leave(): void;
}

/** Making a client takes as long as some requests, and few processes need all of them. */
function whenNeeded<Client extends object>(make: () => Client, counted: Counted): Client {
  let client: { send(command: object): Promise<unknown> } | null = null;
  const send = async (command: object): Promise<unknown> => {
    client ??= make() as unknown as { send(command: object): Promise<unknown> };
    counted.enter();
    try {
      return await client.send(command);
    } finally {
      counted.leave();
    }
  };
  return { send } as unknown as Client;
}

async function subscriptionOf(sns: SNSClient, endpointId: string) {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: `tieup-endpoint-${endpointId}` }));
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  return { topicArn: TopicArn, subscriptionArn: Subscriptions[0]?.SubscriptionArn };
}

const never = (): Promise<never> => new Promise(() => {});

/** As the SDK does, but without its pauses, which are real time. */
const retries = (attempts: number) => {
  const token = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 0 });
  return {
    mode: "standard",
    acquireInitialRetryToken: async () => token(0),
    async refreshRetryTokenForRetry(used: { getRetryCount(): number }, { errorType }: { errorType: string }) {
      if (used.getRetryCount() + 1 >= attempts || errorType === "CLIENT_ERROR") throw new Error("no more attempts");
      return token(used.getRetryCount() + 1);
    },
    recordSuccess() {},
  } as never;
};

interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: Buffer;
}

async function answerOf(transport: Transport, request: Request): Promise<Answer> {
  const { response } = await transport.handle(request);
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return { statusCode: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
}

const responseTo = ({ statusCode, headers, body }: Answer): { response: Response } => ({
  response: { statusCode, headers, body: Readable.from([body]) },
});

const [lostMessage, injectedMessage] = madeOnPurpose;
const lost = (name: string): Error => Object.assign(new Error(lostMessage), { name, code: name });

const isQuery = ({ headers }: Request): boolean => /urlencoded/.test(headers["content-type"] ?? "");

function errorAnswer(request: Request, statusCode: number, code: string): Answer {
  if (isQuery(request)) {
    const type = statusCode < 500 ? "Sender" : "Receiver";
    const body = `<ErrorResponse><Error><Type>${type}</Type><Code>${code}</Code><Message>${injectedMessage}</Message></Error></ErrorResponse>`;
    return { statusCode, headers: { "content-type": "text/xml" }, body: Buffer.from(body) };
  }
  const headers = { "content-type": "application/x-amz-json-1.0" };
  return { statusCode, headers, body: Buffer.from(JSON.stringify({ __type: code, message: injectedMessage })) };
}

const failure = (request: Request): Answer =>
  errorAnswer(request, 500, isQuery(request) ? "InternalError" : "InternalServerError");

const throttled = (request: Request): Answer =>
  errorAnswer(request, 400, isQuery(request) ? "Throttling" : "ThrottlingException");

/** Does in memory what the server has done, and says where that comes to something else. */
function mirrored(command: object, request: Request, answer: Answer, process: Process, cloud: Cloud): Answer {
  const isRefused = answer.statusCode === 400 && answer.body.includes("ConditionalCheckFailed");
  if (answer.statusCode !== 200 && !isRefused) return answer;
  let refused = false;
  try {
    perform(command, process, cloud);
  } catch (fault) {
    if (!(fault instanceof dynamoCommands.ConditionalCheckFailedException)) throw fault;
    refused = true;
  }
  if (refused !== isRefused)
    cloud.report(
      "the server",
      new Error(`it ${isRefused ? "refused" : "took"} ${String(request.body)}, unlike its twin`),
    );
  return answer;
}

function perform(command: object, process: Process, cloud: Cloud): void {
  if (command instanceof SendMessageCommand || command instanceof SendMessageBatchCommand) {
    const queue = command.input.QueueUrl === cloud.queueUrls.polls ? "polls" : "summaries";
    cloud.queues[queue].execute(command);
    return;
  }
  cloud.publishing = process;
  const isTopics = [CreateTopicCommand, SubscribeCommand, PublishCommand].some((one) => command instanceof one);
  if (isTopics) cloud.topics.execute(command);
  else cloud.dynamo.execute(command);
}

const mirroredCommands: Record<string, new (input: never) => object> = {
  PutItem: dynamoCommands.PutItemCommand,
  UpdateItem: dynamoCommands.UpdateItemCommand,
  DeleteItem: dynamoCommands.DeleteItemCommand,
  SendMessage: SendMessageCommand,
  SendMessageBatch: SendMessageBatchCommand,
  CreateTopic: CreateTopicCommand,
  Subscribe: SubscribeCommand,
  Publish: PublishCommand,
};

/** The command that a request stands for, where it changes anything. */
function commandOf(request: Request): object | null {
  const body = Buffer.from(request.body ?? "").toString();
  const query = isQuery(request) ? Object.fromEntries(new URLSearchParams(body)) : null;
  const name = query?.Action ?? request.headers["x-amz-target"]?.split(".").at(-1) ?? "";
  const Command = mirroredCommands[name];
  if (!Command) return null;
  // The twin makes ARNs of its own.
  const topic = query?.TopicArn?.split(":").at(-1);
  if (query) return new Command({ ...query, ...(topic ? { TopicArn: twinArn(topic) } : {}) } as never);
  return new Command(withBytes(JSON.parse(body)) as never);
}

const twinArn = (name: string): string => `arn:aws:sns:eu-central-1:1:${name}`;

/** JSON has binary attributes in Base64. */
function withBytes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withBytes);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === "B" && typeof only[1] === "string")
    return { B: new Uint8Array(Buffer.from(only[1], "base64")) };
  return Object.fromEntries(entries.map(([key, one]) => [key, withBytes(one)]));
}
