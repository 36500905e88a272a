import { createHmac, timingSafeEqual } from "node:crypto";
import { type Frame, fill, frames } from "./frame.ts";
import { toGsm7 } from "./gsm-7.ts";
import type { Quota } from "./quota.ts";
import type { Publisher } from "./send-summary.ts";
import type { Endpoint, Language } from "./subscriber.ts";

/** What is kept of a code that was sent: not the code. */
export interface SentCode {
  /** HMAC-SHA-256 of the endpoint's id and the code, in hex. */
  hash: string;
  /** ISO 8601 UTC. */
  sentAt: string;
  expiresAt: string;
}

export interface CodeStore {
  /** In place of the endpoint's code before. */
  put(endpointId: string, code: SentCode): Promise<void>;
  find(endpointId: string): Promise<SentCode | null>;
}

export interface CodePorts {
  codes: CodeStore;
  quota: Quota;
  publisher: Publisher;
  /** Six digits, each as likely as the others. */
  newCode(): string;
  /** Without it a hash of six digits is tried out in a second. */
  codeSecret: string;
  /** Epoch milliseconds. */
  now(): number;
}

export const codeMinutes = 10;
/** Of a million codes so many can be tried, which is one in 200,000. */
export const attemptsPerCode = 5;

/**
 * Sends a code to the endpoint's phone, which makes the one before worthless. Kept before it is sent: what was sent is known.
 * Throws where SNS refuses the message or its fate is unknown; asking for another code is safe.
 */
export async function sendCode(
  { id, topicArn }: Pick<Endpoint, "id"> & { topicArn: string },
  language: Language,
  ports: CodePorts,
): Promise<void> {
  const code = ports.newCode();
  const sentAt = ports.now();
  await ports.codes.put(id, {
    hash: hashOf(id, code, ports.codeSecret),
    sentAt: new Date(sentAt).toISOString(),
    expiresAt: new Date(sentAt + codeMinutes * 60_000).toISOString(),
  });
  const text = codeText(code, frames[language]);
  const outcome = await ports.publisher.publish({ channel: "sms", topicArn, subject: null, text });
  if (outcome.kind === "refused") throw new Error(`SNS refused a code: ${outcome.reason}`);
}

/** One part, and nothing in it that a caller wrote: it goes to phones whose owners don't know us. */
const codeText = (code: string, { phoneCode }: Frame): string =>
  toGsm7(fill(phoneCode, { code, minutes: codeMinutes }));

export type CodeCheck =
  | { kind: "right" }
  | { kind: "wrong" }
  /** None was sent, or its time is over. */
  | { kind: "expired" }
  /** It was tried too often. */
  | { kind: "used-up" };

/** Whether this is the code that the endpoint's phone was sent last. Each try counts before it is looked at. */
export async function checkCode(
  endpointId: string,
  code: string,
  { codes, quota, codeSecret, now }: Omit<CodePorts, "publisher" | "newCode">,
): Promise<CodeCheck> {
  const sent = await codes.find(endpointId);
  if (!sent || Date.parse(sent.expiresAt) <= now()) return { kind: "expired" };
  if (!(await quota.take(`tries of ${endpointId} ${sent.hash}`, attemptsPerCode, sent.expiresAt)))
    return { kind: "used-up" };
  const [given, right] = [hashOf(endpointId, code, codeSecret), sent.hash].map((hex) => Buffer.from(hex, "hex"));
  return { kind: given && right && timingSafeEqual(given, right) ? "right" : "wrong" };
}

const hashOf = (endpointId: string, code: string, secret: string): string =>
  createHmac("sha256", secret).update(`phone code ${endpointId} ${code}`).digest("hex");
