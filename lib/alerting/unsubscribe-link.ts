import { createHmac, timingSafeEqual } from "node:crypto";

/** So much of the HMAC-SHA256 is enough against guessing and keeps links short. */
const signatureBytes = 16;

/** Makes the link under which whoever reads an endpoint's mail can end it. */
export type UnsubscribeLink = (endpointId: string) => string;

/**
 * The links of an installation whose API is at `publicUrl`, signed with `secret`. A link says which endpoint it is for, no
 * address, and can't be made from the id without the secret. It is good for as long as secret and endpoint are there. The key
 * stands in the query, which no log of ours holds.
 */
export function unsubscribeLinks(publicUrl: string, secret: string): UnsubscribeLink {
  const base = publicUrl.replace(/\/+$/, "");
  return (endpointId) => `${base}/unsubscribe?key=${keyOf(endpointId, secret)}`;
}

/** The id of the endpoint that a link's key was made for, or null for a key that wasn't made with `secret`. */
export function endpointOfKey(key: string, secret: string): string | null {
  const [, encoded = "", given = ""] = /^([\w-]{1,400})\.([\w-]{22})$/.exec(key) ?? [];
  const endpointId = Buffer.from(encoded, "base64url").toString();
  const signed = Buffer.from(given, "base64url");
  return signed.length === signatureBytes && timingSafeEqual(signed, signature(endpointId, secret)) ? endpointId : null;
}

const keyOf = (endpointId: string, secret: string): string =>
  `${Buffer.from(endpointId).toString("base64url")}.${signature(endpointId, secret).toString("base64url")}`;

/** The word keeps it apart from what else is signed with the same secret. */
const signature = (endpointId: string, secret: string): Buffer =>
  createHmac("sha256", secret).update(`unsubscribe\n${endpointId}`).digest().subarray(0, signatureBytes);
