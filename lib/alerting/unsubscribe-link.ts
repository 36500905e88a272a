import { aboutOfKey, keyFor } from "./link-key.ts";

/** Makes the link under which whoever reads an endpoint's mail can end it. */
export type UnsubscribeLink = (endpointId: string) => string;

const purpose = "unsubscribe";

/**
 * The links of an installation whose API is at `publicUrl`, signed with `secret`. A link says which endpoint it is for, no
 * address, and can't be made from the id without the secret. It is good for as long as secret and endpoint are there. The key
 * stands in the query, which no log of ours holds.
 */
export function unsubscribeLinks(publicUrl: string, secret: string): UnsubscribeLink {
  const base = publicUrl.replace(/\/+$/, "");
  return (endpointId) => `${base}/unsubscribe?key=${keyFor(purpose, endpointId, secret)}`;
}

/** The id of the endpoint that a link's key was made for, or null for a key that wasn't made with `secret`. */
export const endpointOfKey = (key: string, secret: string): string | null => aboutOfKey(purpose, key, secret);
