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

/** What a request says who it is from: an Authorization header, or a token in its address. */
export type Credential = { from: "header"; authorization: string | undefined } | { from: "query"; secret: string };

/**
 * Who calls, by the bearer token of the Authorization header (RFC 6750 §2.1), if the token includes `needed`. Refuses
 * with 401 where there is no token, or one that is unknown or expired, and with 403 where it allows less. In an address a token
 * counts only if it is good for nothing but feeds: addresses are logged, shared and kept.
 */
export async function authenticate(
  credential: Credential,
  needed: Scope,
  { tokens, verifyJwt, now }: AccessPorts,
): Promise<Caller> {
  const secret = secretOf(credential);
  if (!secret) throw unauthorized("expected the header Authorization: Bearer <token>", "");
  const caller =
    verifyJwt && credential.from === "header" && isJwt(secret)
      ? await verifyJwt(secret)
      : await callerOfToken(secret, credential, { tokens, now });
  if (!caller) throw unauthorized(expectedOf[credential.from], "invalid_token");
  if (!caller.scopes.some((scope) => scopes.indexOf(scope) >= scopes.indexOf(needed))) throw forbidden(needed, caller);
  return caller;
}

/** What asking who calls needs. */
export interface AccessPorts {
  tokens: TokenStore;
  /** Where an issuer is configured: who its token is from, or null for any other. */
  verifyJwt?: ((token: string) => Promise<Caller | null>) | undefined;
  now(): Date;
}

/** Three parts with dots between them (RFC 7515 §7.1); ours have none. */
const isJwt = (secret: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(secret);

async function callerOfToken(
  secret: string,
  credential: Credential,
  { tokens, now }: Pick<AccessPorts, "tokens" | "now">,
): Promise<Caller | null> {
  const token = await tokens.tokenByHash(hashOfToken(secret));
  if (!token || (credential.from === "query" && !isForFeedsAlone(token))) return null;
  const at = now();
  if (token.expiresAt && Date.parse(token.expiresAt) <= at.getTime())
    throw unauthorized(`expected a valid token, got one that expired at ${token.expiresAt}`, "invalid_token");
  const last = token.lastUsedAt ? Date.parse(token.lastUsedAt) : 0;
  if (at.getTime() - last >= noteUseEveryMs) await tokens.noteUse(token.hash, at.toISOString());
  return { owner: token.owner, scopes: token.scopes };
}

const expectedOf = {
  header: "expected a token that was made here and not revoked",
  query: "expected a token that was made here with the scope feed alone, and not revoked",
};

const isForFeedsAlone = ({ scopes }: Token): boolean => scopes.every((scope) => scope === "feed");

const secretOf = (credential: Credential): string | undefined =>
  credential.from === "query"
    ? credential.secret
    : /^Bearer +([\x21-\x7e]{1,4096}) *$/i.exec(credential.authorization ?? "")?.[1];

/** What is stored of a token, and what it is found by. A plain hash will do: a token is random, not a password. */
export const hashOfToken = (secret: string): string => createHash("sha256").update(secret).digest("hex");

function unauthorized(detail: string, error: string): Refusal {
  const challenge = `Bearer realm="tieup"${error ? `, error="${error}"` : ""}`;
  return new Refusal("unauthorized", detail, { headers: { "www-authenticate": challenge } });
}

function forbidden(needed: Scope, caller: Caller): Refusal {
  const challenge = `Bearer realm="tieup", error="insufficient_scope", scope="${needed}"`;
  const detail = `expected a token with the scope "${needed}", got one with ${caller.scopes.join(", ") || "none"}`;
  return new Refusal("forbidden", detail, { headers: { "www-authenticate": challenge } });
}
