import { randomUUID } from "node:crypto";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { confirmLinks } from "../lib/alerting/confirm-link.ts";
import { type SendOutcome, sendSummary } from "../lib/alerting/send-summary.ts";
import { readSummaryMessage, type SummaryMessage, SummaryMessageError } from "../lib/alerting/summary-message.ts";
import { tellFeedNotices } from "../lib/alerting/tell-feed-notices.ts";
import { tellInvitation } from "../lib/alerting/tell-invitation.ts";
import { tellTest } from "../lib/alerting/tell-test.ts";
import { unsubscribeLinks } from "../lib/alerting/unsubscribe-link.ts";
import { wakeOwner } from "../lib/alerting/wake-owner.ts";
import { wakeSlotPart } from "../lib/alerting/wake-slot.ts";
import { wakeWatchlist } from "../lib/alerting/wake-watchlist.ts";
import { weighSources } from "../lib/pipeline/weigh-sources.ts";
import { feedTable, subscriberTable, watchlistTable } from "./aws/catalog-table.ts";
import { dynamo, snsOnce, sqs, tableFrom } from "./aws/clients.ts";
import { coverageReader } from "./aws/coverage-reader.ts";
import { deadLetterWriter } from "./aws/dead-letters.ts";
import { hitReader } from "./aws/hit-reader.ts";
import { ledgerTable } from "./aws/ledger-table.ts";
import { sqsQueue } from "./aws/queue.ts";
import { sesMailer, sesOnce } from "./aws/ses.ts";
import { settleRecords } from "./aws/settle-records.ts";
import { signingSecret } from "./aws/signing-secret.ts";
import { topicPublisher } from "./aws/topics.ts";
import { environmentOf, fanOutFrom, numberFrom, requireEnvironment } from "./environment.ts";
import { log } from "./log.ts";
import { metricWriter } from "./metrics.ts";

const env = requireEnvironment(process.env, environmentOf["send-summaries"].required);
const client = dynamo();
const catalog = tableFrom(process.env, client, "Catalog");
const news = tableFrom(process.env, client, "News");
const sms = { senderId: process.env.SMS_SENDER_ID, maxPriceUsd: process.env.SMS_MAX_PRICE };
const audience = subscriberTable(catalog);
const queueClient = sqs();
const queue = sqsQueue<SummaryMessage>(queueClient, env.SUMMARY_QUEUE_URL);
const writeDeadLetter = deadLetterWriter(queueClient, env.SUMMARY_DEAD_LETTERS_URL, () => new Date());
/** Without a public address of the API there is nothing to link to. */
const { PUBLIC_URL: publicUrl } = process.env;
const links = publicUrl ? { publicUrl, secret: await signingSecret(catalog) } : undefined;
/** With a sender mails are our own; without one SNS makes them. */
const { MAIL_FROM: from, MAIL_CONFIGURATION_SET: configurationSet = null } = process.env;
const attemptsMax = numberFrom(process.env, "SUMMARY_ATTEMPTS", { fallback: 5, min: 1 });
const fanOut = fanOutFrom(process.env);
const coverage = coverageReader(feedTable(catalog), tableFrom(process.env, client, "Polling"), Date.now);
const ports = {
  audience,
  watchlists: watchlistTable(catalog),
  news: hitReader(news, Date.now),
  coverage,
  notices: coverage,
  ledger: ledgerTable(news),
  publisher: topicPublisher(snsOnce(), sms),
  weighSources,
  mailer: from ? sesMailer(sesOnce(), { from, configurationSet }) : undefined,
  confirmLink: links && confirmLinks(links.publicUrl, links.secret),
  unsubscribeLink: links && unsubscribeLinks(links.publicUrl, links.secret),
  now: Date.now,
  newDeliveryId: randomUUID,
};

const metric = metricWriter(process.env.METRICS_NAMESPACE, Date.now);

/** Tells the endpoint of each record, or wakes those of its watchlist; what fails comes again by itself. */
export const handler = ({ Records }: SQSEvent): Promise<SQSBatchResponse> =>
  settleRecords(Records, handleRecord, putAside);

/** SQS would put it aside at the next attempt by itself, but without a word; what makes no sense needs no other attempt. */
async function putAside({ body, attributes }: SQSRecord, fault: unknown): Promise<boolean> {
  const isLast = Number(attributes?.ApproximateReceiveCount) >= attemptsMax;
  if (!isLast && !(fault instanceof SummaryMessageError)) return false;
  await writeDeadLetter(body, fault instanceof Error ? fault.message : String(fault));
  return true;
}

async function handleRecord({ body }: SQSRecord): Promise<void> {
  const message = readSummaryMessage(body);
  if ("slot" in message) await wakeSlotPart(message, audience, queue);
  else if ("watchlistId" in message) await wakeWatchlist(message, { audience, queue, fanOut });
  else if ("feedsOf" in message) await wakeOwner(message.feedsOf, { audience, queue });
  else await tell(message);
}

type ToEndpoint = Extract<SummaryMessage, { endpointId: string }>;

function tellingOf(message: ToEndpoint): Promise<SendOutcome> {
  const { endpointId } = message;
  if (message.about === "feeds") return tellFeedNotices(endpointId, ports);
  if (message.about === "invitation") return tellInvitation(endpointId, message.invitationId, ports);
  return message.about === "test" ? tellTest(endpointId, message.testId, ports) : sendSummary(endpointId, ports);
}

async function tell(message: ToEndpoint): Promise<void> {
  const { endpointId } = message;
  const outcome = await tellingOf(message);
  log.info("Told an endpoint", { ...message, ...outcome });
  if (outcome.kind === "sent" || outcome.kind === "refused")
    metric("SummaryRefused", "None", [Number(outcome.kind === "refused")]);
  if (outcome.kind === "sent" && outcome.more) await tell(message);
  // Another call is about to send it, or has died: no fault, so no receive is counted against the record.
  if (outcome.kind === "held") await queue.send(message, secondsUntil(outcome.until));
  const fault = faultIn(endpointId, outcome);
  if (fault !== null) throw new Error(fault);
}

/** Usually the other call is done in a moment; its lease is the longest that it can take. */
const secondsUntil = (until: string): number =>
  Math.min(Math.max(Math.ceil((Date.parse(until) - Date.now()) / 1000), 1), 30);

/** Why the record must come again, and at last end among the dead letters. */
function faultIn(endpointId: string, outcome: SendOutcome): string | null {
  if (outcome.kind === "unknown-endpoint")
    return `expected an endpoint and its subscriber, found none for ${endpointId}`;
  if (outcome.kind === "refused") return `the message for ${endpointId} was refused: ${outcome.reason}`;
  return null;
}
