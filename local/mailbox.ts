import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SentMail } from "./embedded-ses.ts";
import { encodedWords, type Posted } from "./outbox.ts";

/** Writes a mail of our own as the `.eml` that its recipient gets, and its HTML part as the `.html` that a browser opens. */
export function writeMail(mail: SentMail, folder: string): Posted {
  mkdirSync(folder, { recursive: true });
  const name = `${mail.sentAt.slice(0, 19).replaceAll(":", "-")}-${mail.messageId.slice(0, 8)}`;
  const file = join(folder, `${name}.html`);
  writeFileSync(join(folder, `${name}.eml`), asEml(mail));
  writeFileSync(file, mail.html);
  const { to, subject, text } = mail;
  return { channel: "email", to, subject, text, file };
}

/** A message of two alternatives, the better one last (RFC 2046 §5.1.4), as `outbox.ts` writes one of a single part. */
function asEml({ messageId, from, to, subject, text, html, headers, sentAt }: SentMail): string {
  const boundary = `part-${messageId}`;
  const part = (type: string, body: string) => [
    `--${boundary}`,
    `Content-Type: ${type}; charset=utf-8`,
    "Content-Transfer-Encoding: 8bit",
    "",
    ...body.split("\n"),
  ];
  return [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${encodedWords(subject)}`,
    `Date: ${new Date(sentAt).toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <${messageId}@tieup.invalid>`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "MIME-Version: 1.0",
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    "",
    ...part("text/plain", text),
    ...part("text/html", html),
    `--${boundary}--`,
    "",
  ].join("\r\n");
}
