import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { consentDesk } from "../lib/alerting/ask-consent.ts";
import { confirmDesk } from "../lib/alerting/confirm-address.ts";
import { readSummaryMessage, type SummaryMessage } from "../lib/alerting/summary-message.ts";
import { unsubscribeDesk } from "../lib/alerting/unsubscribe.ts";
import { createApi } from "../lib/api/create-api.ts";
import { tokenBytes } from "../lib/api/make-token.ts";
import { rateLimit } from "../lib/api/rate-limit.ts";
import { addedNames } from "../lib/matching/added-names.ts";
import { lintWatchlist } from "../lib/matching/lint-watchlist.ts";
import { checkWatchlist } from "../lib/pipeline/check-watchlist.ts";
import type { MissedNews } from "../lib/pipeline/missed-news.ts";
import { addableFeedUrl } from "../lib/polling/addable-feed-url.ts";
import { pollMinutes } from "../lib/polling/poll-interval.ts";
import { pollSoon } from "../lib/polling/poll-soon.ts";
import type { PollMessage } from "../lib/polling/schedule-polls.ts";
import { pollIntervals } from "../lib/polling/slots.ts";
import { writeOpml } from "../lib/polling/write-opml.ts";
import { answerEvent } from "./answer-event.ts";
import { askedTexts } from "./asked-texts.ts";
import { canaryTable } from "./aws/canary-table.ts";
import { feedTable, subscriberTable, tokenTable, watchlistTable } from "./aws/catalog-table.ts";
import { dynamo, sns, snsOnce, sqs, tableFrom } from "./aws/clients.ts";
import { deadLetterQueue } from "./aws/dead-letters.ts";
import { feedHealthReader } from "./aws/feed-health-reader.ts";
import { historyReader } from "./aws/history-reader.ts";
import { invocable } from "./aws/invoke.ts";
import { journalTable } from "./aws/journal-table.ts";
import { keyTable } from "./aws/key-table.ts";
import { ledgerTable } from "./aws/ledger-table.ts";
import { mailboxSimulator, ownMails } from "./aws/own-mails.ts";
import { sqsQueue } from "./aws/queue.ts";
import { codeTable, quotaTable } from "./aws/quota-table.ts";
import { signingSecret } from "./aws/signing-secret.ts";
import { subscribableTopics } from "./aws/subscribable-topics.ts";
import { topicPublisher } from "./aws/topics.ts";
import { environmentOf, requireEnvironment } from "./environment.ts";
import { log } from "./log.ts";
import { metricWriter } from "./metrics.ts";
import { jwtVerifier } from "./net/jwt-verifier.ts";

const env = requireEnvironment(process.env, environmentOf.api.required);
const client = dynamo();
const catalog = tableFrom(process.env, client, "Catalog");
const now = () => new Date();
const subscribers = subscriberTable(catalog);
const watchlists = watchlistTable(catalog);
const allowPrivate = process.env.ALLOW_PRIVATE === "true";
/** Feeds are read, and tie-ups found, in a function of its own: they are most of the code, and few requests need them. */
const texts = askedTexts(
  invocable(client.config, {
    ...{ name: env.ANALYSE_TEXTS_FUNCTION, endpoint: process.env.AWS_ENDPOINT_URL_LAMBDA },
    // It gives up after 27 seconds by itself.
    timeoutMs: 28_000,
  }),
);

const secret = await signingSecret(catalog);
const news = tableFrom(process.env, client, "News");
const polling = tableFrom(process.env, client, "Polling");
const topics = subscribableTopics(
  sns(),
  process.env.TOPIC_PREFIX || undefined,
  process.env.OUTBOX_QUEUE_ARN || undefined,
);
const sms = { senderId: process.env.SMS_SENDER_ID, maxPriceUsd: process.env.SMS_MAX_PRICE };
const queues = sqs();
const polls = sqsQueue<PollMessage>(queues, env.POLL_QUEUE_URL);
const summaries = sqsQueue<SummaryMessage>(queues, env.SUMMARY_QUEUE_URL);
const mails = process.env.MAIL_FROM ? ownMails(sns(), queues, env.SUMMARY_QUEUE_URL, randomUUID) : undefined;
const consent = consentDesk({
  states: subscribers,
  topics,
  ownMails: mails,
  codes: codeTable(polling),
  quota: quotaTable(polling),
  publisher: topicPublisher(snsOnce(), sms),
  newCode: () => String(randomInt(1_000_000)).padStart(6, "0"),
  codeSecret: secret,
  now: Date.now,
});

const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWT_KEYS_URL: keysUrl } = process.env;

const ledger = ledgerTable(news);

const metric = metricWriter(process.env.METRICS_NAMESPACE, Date.now);

const app = createApi({
  verifyJwt: issuer && audience ? jwtVerifier({ issuer, audience, keysUrl }, now) : undefined,
  rateLimit: rateLimit({ burst: 300, perSecond: 30 }, now),
  watchlists,
  feeds: feedTable(catalog),
  subscribers,
  subscriptions: subscribers,
  tokens: tokenTable(catalog),
  topics,
  consent,
  unsubscribing: unsubscribeDesk({ audience: subscribers, watchlists, topics, secret }),
  confirming: confirmDesk({
    ...{ audience: subscribers, secret, now: Date.now },
    wake: (endpointId) => summaries.send({ endpointId }),
  }),
  summaries,
  missed: sqsQueue<MissedNews>(queues, env.POLL_QUEUE_URL),
  deadLetters: deadLetterQueue(queues, env.SUMMARY_DEAD_LETTERS_URL),
  readSummaryMessage,
  canaries: canaryTable(polling),
  unheard: mails ? async () => ({ address: mailboxSimulator, topicArn: null }) : topics.unheard,
  keys: keyTable(polling),
  polls,
  pollSoon: (feeds) => pollSoon(feeds, polls, (fault) => log.error("Could not ask for polls at once", fault)),
  tellings: { claimsOf: ledger.claims.claimsOf, find: ledger.deliveries.find },
  history: historyReader(news, now),
  journal: journalTable(news),
  healthOf: feedHealthReader(polling, now),
  pollMinutes,
  readWatchlist: checkWatchlist,
  lintWatchlist,
  addedNames,
  checkFeedUrl: (url) => addableFeedUrl(url, { allowPrivate }),
  writeOpml,
  pollIntervals,
  texts,
  cursorSecret: secret,
  now,
  newId: () => randomBytes(16).toString("base64url"),
  newTokenBytes: () => randomBytes(tokenBytes),
  reportCanaryAge: (seconds) => metric("CanaryAgeSeconds", "Seconds", [seconds]),
  reportFault: (fault, request) => log.error("Could not answer a request", fault, request),
});

/** Answers requests of the HTTP API (payload format 2.0). */
export const handler = answerEvent(app);
