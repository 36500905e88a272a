import type { SNSClient } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { OwnMails } from "../../lib/alerting/reconcile-endpoint.ts";
import type { SummaryMessage } from "../../lib/alerting/summary-message.ts";
import { sqsQueue } from "./queue.ts";
import { subscribableTopics } from "./subscribable-topics.ts";

/** SES's own address that takes every mail and delivers none, of accounts in the sandbox, too (SES developer guide, "Using the mailbox simulator"). */
export const mailboxSimulator = "success@simulator.amazonses.com";

/**
 * Mails of our own, to those who ask for consent: the invitation goes through the summary queue, so that one function sends
 * mails, and the ledger keeps it from coming twice.
 */
export function ownMails(sns: SNSClient, sqs: SQSClient, summaryQueueUrl: string, newId: () => string): OwnMails {
  const queue = sqsQueue<SummaryMessage>(sqs, summaryQueueUrl);
  return {
    invite: (endpointId) => queue.send({ endpointId, about: "invitation", invitationId: newId() }),
    removeTopic: subscribableTopics(sns).remove,
    now: Date.now,
  };
}
