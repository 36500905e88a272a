import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import type { Delivery } from "../../lib/alerting/delivery.ts";
import type { Mail, MailSender } from "../../lib/alerting/mail.ts";
import { refusal } from "./refusal.ts";

/** SES has no idempotency token either: see `snsOnce`. */
export const sesOnce = (): SESv2Client => new SESv2Client({ maxAttempts: 1 });

export interface SesSettings {
  /** "Tieup <alerts@example.org>", of an identity that is verified. */
  from: string;
  /** Its event destination brings bounces and complaints; null: they are heard of nowhere. */
  configurationSet: string | null;
}

const charset = "UTF-8";

/** Sends a mail by SES, with a text and an HTML part. The client must make one attempt only (`sesOnce`). */
export function sesMailer(client: SESv2Client, settings: SesSettings): MailSender {
  return {
    async send(mail) {
      try {
        const { MessageId } = await client.send(new SendEmailCommand(emailOf(mail, settings)));
        return { kind: "published", messageId: MessageId ?? "" };
      } catch (fault) {
        return refusal(fault);
      }
    },
  };
}

const emailOf = (
  { to, subject, text, html, unsubscribeUrl, delivery }: Mail,
  { from, configurationSet }: SesSettings,
) => ({
  FromEmailAddress: from,
  Destination: { ToAddresses: [to] },
  ...(configurationSet === null ? {} : { ConfigurationSetName: configurationSet }),
  EmailTags: Object.entries(tagsOf(delivery)).map(([Name, Value]) => ({ Name, Value })),
  Content: {
    Simple: {
      Subject: { Data: subject, Charset: charset },
      Body: { Text: { Data: text, Charset: charset }, Html: { Data: html, Charset: charset } },
      Headers: headersOf(unsubscribeUrl),
    },
  },
});

/** RFC 8058 §3.1: the link, and that one POST to it with this body is enough. Both are covered by SES's DKIM signature. */
const headersOf = (unsubscribeUrl: string | undefined) => [
  // RFC 3834 §5: out-of-office answers would go nowhere.
  { Name: "Auto-Submitted", Value: "auto-generated" },
  ...(unsubscribeUrl === undefined
    ? []
    : [
        { Name: "List-Unsubscribe", Value: `<${unsubscribeUrl}>` },
        { Name: "List-Unsubscribe-Post", Value: "List-Unsubscribe=One-Click" },
      ]),
];

type DeliveryKey = Pick<Delivery, "id" | "endpointId" | "startedAt">;

/** What comes back with bounces and complaints. A tag's value has letters, digits, "_", "-", "." and "@" only, 256 at most. */
const tagsOf = ({ id, endpointId, startedAt }: DeliveryKey): Record<string, string> => ({
  delivery: id,
  endpoint: Buffer.from(endpointId).toString("base64url"),
  startedAt: String(Date.parse(startedAt)),
});

/** The delivery that the tags of an event name; null for a mail that isn't ours. */
export function deliveryOfTags(tags: Record<string, string | undefined>): DeliveryKey | null {
  const { delivery: id, endpoint, startedAt } = tags;
  if (!id || !endpoint || !startedAt || !/^\d{1,15}$/.test(startedAt)) return null;
  const endpointId = Buffer.from(endpoint, "base64url").toString();
  return { id, endpointId, startedAt: new Date(Number(startedAt)).toISOString() };
}
