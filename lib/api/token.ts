export const scopes = ["feed", "read", "write", "admin", "operator"] as const;
/**
 * Each includes those before it. `feed` is for the addresses of feed readers: the newest stories, and nothing else. `admin` makes
 * tokens of its own owner, `operator` of any.
 */
export type Scope = (typeof scopes)[number];

/** A bearer token as stored: its SHA-256 only. The token itself is shown once, when it is made. */
export interface Token {
  /** SHA-256 of the token, 64 lower-case hexadecimal digits. */
  hash: string;
  owner: string;
  /** What the owner calls it ("laptop"). */
  label: string;
  scopes: Scope[];
  /** ISO 8601 UTC, as are the other two. */
  createdAt: string;
  /** null: until it is revoked. */
  expiresAt: string | null;
  lastUsedAt: string | null;
}
