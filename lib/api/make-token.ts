import { hashOfToken } from "./authenticate.ts";
import type { Token } from "./token.ts";

/** Guessing one of 2^256 is out of the question. */
export const tokenBytes = 32;

/**
 * A new token: the secret, to be shown once, and what is stored of it. `random` are `tokenBytes` random bytes. The secret
 * begins with a word, so that scanners for leaked secrets know it.
 */
export function makeToken(
  random: Uint8Array,
  described: Pick<Token, "owner" | "label" | "scopes" | "createdAt" | "expiresAt">,
): { secret: string; token: Token } {
  if (random.length !== tokenBytes) throw new RangeError(`expected ${tokenBytes} random bytes, got ${random.length}`);
  const secret = `tieup_${Buffer.from(random).toString("base64url")}`;
  return { secret, token: { ...described, hash: hashOfToken(secret), lastUsedAt: null } };
}
