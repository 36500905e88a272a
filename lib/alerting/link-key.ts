import { createHmac, timingSafeEqual } from "node:crypto";

/** So much of the HMAC-SHA256 is enough against guessing and keeps links short. */
const signatureBytes = 16;

/** A key for a link: `about` and its signature, for one purpose, which keeps it apart from what else the secret signs. */
export const keyFor = (purpose: string, about: string, secret: string): string =>
  `${Buffer.from(about).toString("base64url")}.${signature(purpose, about, secret).toString("base64url")}`;

/** What the key is about, or null for one that wasn't made for this purpose with this secret. */
export function aboutOfKey(purpose: string, key: string, secret: string): string | null {
  const [, encoded = "", given = ""] = /^([\w-]{1,400})\.([\w-]{22})$/.exec(key) ?? [];
  const about = Buffer.from(encoded, "base64url").toString();
  const signed = Buffer.from(given, "base64url");
  return signed.length === signatureBytes && timingSafeEqual(signed, signature(purpose, about, secret)) ? about : null;
}

const signature = (purpose: string, about: string, secret: string): Buffer =>
  createHmac("sha256", secret).update(`${purpose}\n${about}`).digest().subarray(0, signatureBytes);
