import { createHash } from "node:crypto";

/** The same item has the same id whoever polls it, however often. */
export const itemId = (feedId: string, key: string): string =>
  createHash("sha256").update(`${feedId}\n${key}`).digest("base64url").slice(0, 22);
