import { randomUUID } from "node:crypto";
import { reconcileEndpoint } from "../lib/alerting/reconcile-endpoint.ts";
import type { Endpoint } from "../lib/alerting/subscriber.ts";
import type { SummaryMessage } from "../lib/alerting/summary-message.ts";
import { isCanarys } from "../lib/api/canary-id.ts";
import { subscriberTable } from "./aws/catalog-table.ts";
import { dynamo, sns, sqs, tableFrom } from "./aws/clients.ts";
import { ownMails } from "./aws/own-mails.ts";
import { sqsQueue } from "./aws/queue.ts";
import { endpointTopics } from "./aws/topics.ts";
import { environmentOf, requireEnvironment } from "./environment.ts";
import { log } from "./log.ts";
import type { Tick } from "./tick.ts";

requireEnvironment(process.env, environmentOf["reconcile-subscriptions"].required);
const endpoints = subscriberTable(tableFrom(process.env, dynamo(), "Catalog"));
const { TOPIC_PREFIX, OUTBOX_QUEUE_ARN, MAIL_FROM, SUMMARY_QUEUE_URL } = process.env;
const summaries = SUMMARY_QUEUE_URL ? sqsQueue<SummaryMessage>(sqs(), SUMMARY_QUEUE_URL) : null;
const client = sns();
const topics = endpointTopics(client, TOPIC_PREFIX || undefined, OUTBOX_QUEUE_ARN || undefined);
const mails = MAIL_FROM && SUMMARY_QUEUE_URL ? ownMails(client, sqs(), SUMMARY_QUEUE_URL, randomUUID) : undefined;
const ports = { states: endpoints, topics, ownMails: mails };

/** Every hour: makes missing topics and learns who confirmed and who left. Throws at the end if that failed for any. */
export async function handler(_tick: Tick): Promise<{ checked: number; changed: number }> {
  const counts = { checked: 0, changed: 0, failed: 0 };
  // One after the other: SNS lists the subscriptions of 30 topics a second and no more.
  // A canary's topic has nobody that could agree, or leave.
  for await (const endpoint of endpoints.allEndpoints())
    if (!isCanarys(endpoint)) counts[await reconcile(endpoint)] += 1;
  const { changed, failed } = counts;
  const checked = counts.checked + changed + failed;
  log.info("Reconciled subscriptions", { checked, changed, failed });
  if (failed > 0) throw new Error(`expected to reconcile ${checked} endpoints, ${failed} failed`);
  return { checked, changed };
}

async function reconcile(endpoint: Endpoint): Promise<"checked" | "changed" | "failed"> {
  try {
    const state = await reconcileEndpoint(endpoint, ports);
    if (state === endpoint.state) return "checked";
    log.info("An endpoint's state changed", { endpointId: endpoint.id, before: endpoint.state, after: state });
    // What came since the invitation has waited for this. If this is lost, the next full hour asks for it.
    if (state === "confirmed") await summaries?.send({ endpointId: endpoint.id });
    return "changed";
  } catch (fault) {
    log.error("Could not reconcile an endpoint", fault, { endpointId: endpoint.id });
    return "failed";
  }
}
