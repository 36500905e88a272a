import { type ConfirmLink, confirmDays } from "./confirm-link.ts";
import { fill, frames } from "./frame.ts";
import type { SendOutcome } from "./send-summary.ts";
import { endpointToTell, type TellOncePorts, tellOnce } from "./tell-once.ts";

export type InvitingPorts = TellOncePorts & {
  /** Absent where SNS asks people itself. */
  confirmLink?: ConfirmLink | undefined;
};

/**
 * Asks the person at a pending email address, by a mail of our own, whether they agree: once for each invitation, which must
 * have been counted (`spendInvitation`). Its words are all ours, as it goes to people who don't know us; the link stands in
 * no record, or whoever may read the history could agree in their place. Throws where a store fails or the outcome is unknown.
 */
export async function tellInvitation(
  endpointId: string,
  invitationId: string,
  ports: InvitingPorts,
): Promise<SendOutcome> {
  const found = await endpointToTell(endpointId, ports);
  if (!found) return { kind: "nothing-new" };
  const { endpoint, subscriber } = found;
  // Confirmed or gone meanwhile, or a channel asks that does so by itself.
  if (endpoint.state !== "pending" || endpoint.channel !== "email" || endpoint.topicArn !== null)
    return { kind: "nothing-new" };
  const { mailer, confirmLink } = ports;
  if (!mailer || !confirmLink) throw new Error("expected mails of our own to be set up for an invitation, they aren't");
  const { invitation } = frames[subscriber.language];
  const words = { subject: invitation.subject, text: `${fill(invitation.text, { days: confirmDays })}\n` };
  const confirmUrl = confirmLink(endpointId, ports.now());
  return tellOnce(found, `invitation ${invitationId}`, words, ports, { confirmUrl });
}
