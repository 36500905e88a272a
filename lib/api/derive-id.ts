import { createHash } from "node:crypto";

/** An id that follows from the parts, so that making the same thing again finds it made: 22 characters of base64url. */
export const deriveId = (...parts: string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
