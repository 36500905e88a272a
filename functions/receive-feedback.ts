import type { SNSEvent, SNSEventRecord } from "aws-lambda";
import { heedFeedback } from "../lib/alerting/mail-feedback.ts";
import { subscriberTable } from "./aws/catalog-table.ts";
import { dynamo, tableFrom } from "./aws/clients.ts";
import { ledgerTable } from "./aws/ledger-table.ts";
import { readSesEvent } from "./aws/ses-events.ts";
import { environmentOf, requireEnvironment } from "./environment.ts";
import { log } from "./log.ts";

requireEnvironment(process.env, environmentOf["receive-feedback"].required);
const client = dynamo();
const ports = {
  endpoints: subscriberTable(tableFrom(process.env, client, "Catalog")),
  deliveries: ledgerTable(tableFrom(process.env, client, "News")).deliveries,
  now: Date.now,
};

/** Takes what SES says of mails: bounces and complaints. SNS calls it with one record; what throws, Lambda tries again. */
export async function handler({ Records }: SNSEvent): Promise<void> {
  for (const record of Records) await receive(record);
}

async function receive({ Sns }: SNSEventRecord): Promise<void> {
  const feedback = readSesEvent(Sns.Message, () => new Date());
  if (feedback === null) return log.info("Nothing to do for a message of SES", { messageId: Sns.MessageId });
  const outcome = await heedFeedback(feedback, ports);
  // Not the detail: it can name the address.
  const { kind, delivery } = feedback;
  log.info("A mail came back", { outcome, kind, endpointId: delivery.endpointId, deliveryId: delivery.id });
}
