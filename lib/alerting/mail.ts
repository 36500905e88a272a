import { escapeMarkup } from "../text/escape-markup.ts";
import type { Delivery } from "./delivery.ts";
import { fill, frames } from "./frame.ts";
import { button, link, paragraph } from "./mail-blocks.ts";
import { type MailContent, mailPage } from "./mail-page.ts";
import type { PublishOutcome } from "./send-summary.ts";
import type { Endpoint, Language } from "./subscriber.ts";

/** A mail of our own, with a text and an HTML part. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** For List-Unsubscribe (RFC 8058); absent in the mail that asks whether one wants any. */
  unsubscribeUrl?: string | undefined;
  /** Which delivery it is: what becomes of it later comes back with this. */
  delivery: Pick<Delivery, "id" | "endpointId" | "startedAt">;
}

/** One try, as `Publisher`'s. */
export interface MailSender {
  /** Throws where the outcome is unknown. */
  send(mail: Mail): Promise<PublishOutcome>;
}

/** Where it goes: the endpoint's topic, or where it has none and mails are our own, its address. */
export type Recipient = Pick<Endpoint, "topicArn" | "address"> & { language: Language };

/** What a mail of ours has beside a delivery's words. */
export interface MailExtras {
  /** For HTML; where it isn't given, the text's lines. */
  content?: MailContent | undefined;
  /** The reader's own links; they stand in no delivery's record, which others read. */
  confirmUrl?: string | undefined;
  unsubscribeUrl?: string | undefined;
}

/** Whether anything can be sent to the endpoint by now: it has its topic, or needs none. */
export const isReachable = ({ channel, topicArn }: Endpoint, mailer: MailSender | undefined): boolean =>
  topicArn !== null || (channel === "email" && mailer !== undefined);

/** The delivery as a mail of our own. */
export function mailOf(
  { address: to, language }: Recipient,
  { id, endpointId, startedAt, subject, text }: Delivery,
  { content = plainContent(subject ?? "", text), confirmUrl, unsubscribeUrl }: MailExtras,
): Mail {
  const frame = frames[language];
  const title = subject ?? "";
  const links = [
    ...(confirmUrl ? [fill(frame.invitation.link, { link: confirmUrl })] : []),
    ...(unsubscribeUrl ? [fill(frame.unsubscribe.link, { link: unsubscribeUrl })] : []),
  ];
  const blocks = [...content.blocks, ...(confirmUrl ? [button(confirmUrl, frame.invitation.button)] : [])];
  const footer = [
    escapeMarkup(confirmUrl ? frame.invitation.footer : frame.mail.footer),
    ...(unsubscribeUrl ? [link(unsubscribeUrl, frame.mail.unsubscribe)] : []),
  ];
  return {
    ...{ to, subject: title, text: [text, ...links.map((line) => `${line}\n`)].join("\n") },
    ...{ html: mailPage({ ...content, blocks, language, title, footer }), unsubscribeUrl },
    delivery: { id, endpointId, startedAt },
  };
}

/** A text that has no form of its own: its subject and its lines. */
function plainContent(subject: string, text: string): MailContent {
  const lines = text.split("\n").filter((line) => line !== "");
  return { heading: subject, preview: lines[0] ?? "", blocks: lines.map(paragraph) };
}
