import { createHash } from "node:crypto";
import { Refusal } from "./refusal.ts";
import type { Caller } from "./route.ts";
import { type Scope, scopes, type Token } from "./token.ts";

export interface TokenStore {
  tokenByHash(hash: string): Promise<Token | null>;
  /** False where the token is gone. */
  noteUse(hash: string, lastUsedAt: string): Promise<boolean>;
}

/** "Last used" is told to the hour: a busy client must not cost a write a request. */
const noteUseEveryMs = 60 * 60 * 1000;

/**
 * Who calls, by the bearer token of the Authorization header (RFC 6750 §2.1), if the token includes `needed`. Refuses
 * with 401 where there is no token, or one that is unknown or expired, and with 403 where it allows less.
 */
export async function authenticate(
  authorization: string | undefined,
  needed: Scope,
  tokens: TokenStore,
  now: Date,
): Promise<Caller> {
  const secret = /^Bearer +([\x21-\x7e]{1,256}) *$/i.exec(authorization ?? "")?.[1];
  if (!secret) throw unauthorized("expected the header Authorization: Bearer <token>", "");
  const token = await tokens.tokenByHash(hashOfToken(secret));
  if (!token) throw unauthorized("expected a token that was made here and not revoked", "invalid_token");
  if (token.expiresAt && Date.parse(token.expiresAt) <= now.getTime())
    throw unauthorized(`expected a valid token, got one that expired at ${token.expiresAt}`, "invalid_token");
  if (!token.scopes.some((scope) => scopes.indexOf(scope) >= scopes.indexOf(needed))) throw forbidden(needed, token);
  const last = token.lastUsedAt ? Date.parse(token.lastUsedAt) : 0;
  if (now.getTime() - last >= noteUseEveryMs) await tokens.noteUse(token.hash, now.toISOString());
  return { owner: token.owner, scopes: token.scopes };
}

/** What is stored of a token, and what it is found by. A plain hash will do: a token is random, not a password. */
export const hashOfToken = (secret: string): string => createHash("sha256").update(secret).digest("hex");

function unauthorized(detail: string, error: string): Refusal {
  const challenge = `Bearer realm="tieup"${error ? `, error="${error}"` : ""}`;
  return new Refusal("unauthorized", detail, { headers: { "www-authenticate": challenge } });
}

function forbidden(needed: Scope, token: Token): Refusal {
  const challenge = `Bearer realm="tieup", error="insufficient_scope", scope="${needed}"`;
  const detail = `expected a token with the scope "${needed}", got one with ${token.scopes.join(", ") || "none"}`;
  return new Refusal("forbidden", detail, { headers: { "www-authenticate": challenge } });
}
