import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import { answerEvent } from "../../functions/answer-event.ts";
import { askedTexts, type TextEvent } from "../../functions/asked-texts.ts";
import { canaryTable } from "../../functions/aws/canary-table.ts";
import { feedTable, subscriberTable, tokenTable, watchlistTable } from "../../functions/aws/catalog-table.ts";
import { feedHealthReader } from "../../functions/aws/feed-health-reader.ts";
import { historyReader } from "../../functions/aws/history-reader.ts";
import { journalTable } from "../../functions/aws/journal-table.ts";
import { keyTable } from "../../functions/aws/key-table.ts";
import { ledgerTable } from "../../functions/aws/ledger-table.ts";
import { codeTable, quotaTable } from "../../functions/aws/quota-table.ts";
import { consentDesk } from "../../lib/alerting/ask-consent.ts";
import { confirmDesk } from "../../lib/alerting/confirm-address.ts";
import type { Publication } from "../../lib/alerting/send-summary.ts";
import { readSummaryMessage, type SummaryMessage } from "../../lib/alerting/summary-message.ts";
import { unsubscribeDesk } from "../../lib/alerting/unsubscribe.ts";
import type { AccessPorts } from "../../lib/api/authenticate.ts";
import { type ApiDependencies, apiRoutes, createApi } from "../../lib/api/create-api.ts";
import type { DeadLetter } from "../../lib/api/dead-letter-routes.ts";
import { makeToken, tokenBytes } from "../../lib/api/make-token.ts";
import { type Rate, rateLimit } from "../../lib/api/rate-limit.ts";
import type { Scope } from "../../lib/api/token.ts";
import { allWatchlistsOf } from "../../lib/api/watchlist-access.ts";
import { addedNames } from "../../lib/matching/added-names.ts";
import { lintWatchlist } from "../../lib/matching/lint-watchlist.ts";
import { checkWatchlist } from "../../lib/pipeline/check-watchlist.ts";
import type { MissedNews } from "../../lib/pipeline/missed-news.ts";
import { textQuestions } from "../../lib/pipeline/text-questions.ts";
import { addableFeedUrl } from "../../lib/polling/addable-feed-url.ts";
import { fetchFeed } from "../../lib/polling/fetch-feed.ts";
import { parseFeed } from "../../lib/polling/parse-feed.ts";
import { pollMinutes } from "../../lib/polling/poll-interval.ts";
import { pollSoon } from "../../lib/polling/poll-soon.ts";
import type { PollMessage } from "../../lib/polling/schedule-polls.ts";
import { pollIntervals } from "../../lib/polling/slots.ts";
import { writeOpml } from "../../lib/polling/write-opml.ts";
import { startApiServer } from "../../local/api-server.ts";
import { testNetwork } from "../support/fetch-deps.ts";
import { startTables } from "../support/local-aws.ts";
import { promisesOf } from "./promises.ts";

export interface Sent {
  /** JSON to send, or, as bytes, whatever. */
  body?: unknown;
  headers?: Record<string, string>;
  /** null: none at all. */
  token?: string | null;
}

export interface Got {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of the body
  body: any;
  headers: Headers;
}

/** What of it comes out of JSON again, as between two functions. */
const sentAsJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/**
 * The API on an in-memory DynamoDB, for the owner "olga". Every answer is checked against the OpenAPI document. Its
 * network knows `names` only, and people can be asked as often as one likes unless it is `limited`; public addresses lead to this machine.
 */
export async function startApi({
  names = {},
  limited = false,
  served = false,
  rate,
  verifyJwt,
  ownMails = false,
}: {
  names?: Record<string, string[]>;
  limited?: boolean;
  /** Whether it is asked over HTTP, through the local server and the event that API Gateway would make. */
  served?: boolean;
  rate?: Rate;
  verifyJwt?: AccessPorts["verifyJwt"];
  /** Whether mails are our own, and not SNS's. */
  ownMails?: boolean;
} = {}) {
  const local = await startTables();
  const network = testNetwork({ names, policy: { allowPrivate: false }, everythingIsHere: true });
  const { Catalog, News, Polling } = local.tables;
  const subscribers = subscriberTable(Catalog);
  const clock = { now: new Date("2026-03-01T12:00:00.000Z") };
  const topics = {
    made: [] as string[],
    removed: [] as string[],
    published: [] as Publication[],
    /** What goes on the summary queue. */
    asked: [] as SummaryMessage[],
    /** What goes on the poll queue. */
    polls: [] as PollMessage[],
    /** What was put aside. */
    failed: [] as DeadLetter[],
    /** The codes that phones are sent next. */
    codes: [] as string[],
    broken: false,
    refusing: false,
  };
  const faults: unknown[] = [];
  const canaryAges: number[] = [];
  /** What goes on the poll queue, and after so many seconds. */
  const missed: (MissedNews & { delaySeconds: number })[] = [];
  const remove = async (topicArn: string) => {
    topics.removed.push(topicArn);
  };
  const watchlists = watchlistTable(Catalog);
  const polls = {
    async send(message: PollMessage) {
      topics.polls.push(message);
    },
    async sendAll(messages: readonly PollMessage[]) {
      if (topics.broken) throw new Error("no answer");
      topics.polls.push(...messages);
    },
  };
  const questions = textQuestions({
    watchlistsOf: (owner) => allWatchlistsOf(owner, { watchlists }),
    feedIdsOf: feedTable(Catalog).feedIdsOf,
    journal: journalTable(News),
    discovery: {
      fetch: (address, validators) => fetchFeed(address, validators, network.deps),
      parse: async (input) => parseFeed({ ...input, now: clock.now }),
      now: () => clock.now,
    },
  });
  const analyse = ({ ask, question }: TextEvent): Promise<unknown> =>
    (questions[ask] as (asked: typeof question) => Promise<unknown>)(question);
  const deps: ApiDependencies = {
    watchlists,
    feeds: feedTable(Catalog),
    subscribers,
    subscriptions: subscribers,
    tokens: tokenTable(Catalog),
    topics: { remove },
    unheard: async (endpointId) => ({ address: "canary@tieup.invalid", topicArn: `arn:topic:${endpointId}` }),
    confirming: confirmDesk({
      ...{ audience: subscribers, secret: "for tests", now: () => clock.now.getTime() },
      wake: async (endpointId) => void topics.asked.push({ endpointId }),
    }),
    unsubscribing: unsubscribeDesk({ audience: subscribers, watchlists, topics: { remove }, secret: "for tests" }),
    consent: consentDesk({
      states: subscribers,
      ownMails: ownMails
        ? {
            invite: async (endpointId) =>
              void topics.asked.push({ endpointId, about: "invitation", invitationId: `i${topics.asked.length}` }),
            removeTopic: async (topicArn) => void topics.removed.push(topicArn),
            now: () => clock.now.getTime(),
          }
        : undefined,
      topics: {
        async ensure(endpointId) {
          if (topics.broken) throw new Error("no answer");
          if (topics.refusing) return { kind: "refused" };
          topics.made.push(endpointId);
          return { kind: "subscribed", topicArn: `arn:topic:${endpointId}` };
        },
      },
      codes: codeTable(Polling),
      quota: limited ? quotaTable(Polling) : { take: async () => true },
      publisher: {
        async publish(publication) {
          topics.published.push(publication);
          return { kind: "published", messageId: "m" };
        },
      },
      newCode: () => topics.codes.shift() ?? "000000",
      codeSecret: "for tests",
      now: () => clock.now.getTime(),
    }),
    tellings: { claimsOf: ledgerTable(News).claims.claimsOf, find: ledgerTable(News).deliveries.find },
    readSummaryMessage,
    canaries: canaryTable(Polling),
    keys: keyTable(Polling),
    polls,
    pollSoon: (feeds) => pollSoon(feeds, polls, (fault) => faults.push(fault)),
    deadLetters: {
      take: async (max) => topics.failed.slice(0, max),
      release: async () => {},
      async remove(letter) {
        topics.failed.splice(topics.failed.indexOf(letter), 1);
      },
    },
    summaries: {
      async send(message) {
        topics.asked.push(message);
      },
    },
    history: historyReader(News, () => clock.now),
    journal: journalTable(News),
    healthOf: feedHealthReader(Polling, () => clock.now),
    pollMinutes,
    readWatchlist: checkWatchlist,
    lintWatchlist,
    addedNames,
    missed: {
      async send(message, delaySeconds) {
        missed.push({ ...message, delaySeconds });
      },
    },
    checkFeedUrl: (url) => addableFeedUrl(url, { allowPrivate: false }),
    pollIntervals,
    texts: askedTexts(async (event) => sentAsJson(await analyse(sentAsJson(event)))),
    writeOpml,
    rateLimit: rate ? rateLimit(rate, () => clock.now) : () => null,
    verifyJwt,
    cursorSecret: "for tests",
    now: () => clock.now,
    newId: () => randomBytes(16).toString("base64url"),
    newTokenBytes: () => randomBytes(tokenBytes),
    reportCanaryAge: (seconds) => canaryAges.push(seconds),
    reportFault: (fault) => faults.push(fault),
  };
  const app = createApi(deps);
  const routes = apiRoutes(deps);
  const server = served ? await startApiServer(0, answerEvent(app)) : null;

  const newToken = async (owner: string, scopes: Scope[], expiresAt: string | null = null) => {
    const described = { owner, label: "test", scopes, createdAt: clock.now.toISOString(), expiresAt };
    const { secret, token } = makeToken(randomBytes(tokenBytes), described);
    await tokenTable(Catalog).create(token);
    return secret;
  };
  const olga = await newToken("olga", ["admin"]);

  async function send(method: string, path: string, { body, headers = {}, token = olga }: Sent = {}): Promise<Got> {
    const raw = body === undefined || body instanceof Uint8Array ? body : JSON.stringify(body);
    const response = await (server ? fetch : app.request)(`${server?.url ?? ""}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(raw === undefined ? {} : { body: raw as string | Uint8Array<ArrayBuffer> }),
    });
    const text = await response.text();
    const isJson = /[/+]json\b/.test(response.headers.get("content-type") ?? "");
    const read = text === "" ? null : isJson ? JSON.parse(text) : text;
    const got = { status: response.status, body: read, headers: response.headers };
    expectPromised(method, path, got);
    return got;
  }

  const promises = await promisesOf(app);
  const expectPromised = (method: string, path: string, { status, body, headers }: Got) =>
    expect(promises.brokenBy({ method, path, status, type: headers.get("content-type"), body })).toEqual([]);

  const stop = async () => {
    await server?.stop();
    network.close();
    await local.stop();
  };

  return {
    url: server?.url ?? null,
    send,
    newToken,
    olga,
    deps,
    routes,
    local,
    clock,
    topics,
    missed,
    faults,
    canaryAges,
    stop,
  };
}

export type TestApi = Awaited<ReturnType<typeof startApi>>;
