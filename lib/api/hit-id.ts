import type { Hit } from "../stories/story.ts";

/** The id of a hit, which says where it lies: base64url. */
export const hitId = ({ watchlistId, seenAt, itemId }: Pick<Hit, "watchlistId" | "seenAt" | "itemId">): string =>
  Buffer.from(JSON.stringify([watchlistId, seenAt, itemId])).toString("base64url");

/** What `hitId` was given, or null for anything else. */
export function readHitId(id: string): Pick<Hit, "watchlistId" | "seenAt" | "itemId"> | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(id, "base64url").toString());
    if (!Array.isArray(parts) || parts.length !== 3 || !parts.every(isKeyPart)) return null;
    const [watchlistId, seenAt, itemId] = parts as [string, string, string];
    return { watchlistId, seenAt, itemId };
  } catch {
    return null;
  }
}

const partCharsMax = 128;
const isKeyPart = (part: unknown): boolean =>
  typeof part === "string" && part !== "" && part.length <= partCharsMax && part.isWellFormed();
