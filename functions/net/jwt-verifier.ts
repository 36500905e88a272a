import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import type { Caller } from "../../lib/api/route.ts";
import { type Scope, scopes } from "../../lib/api/token.ts";

export interface JwtSettings {
  issuer: string;
  audience: string;
  /** Where the issuer's keys are; else at the usual place below the issuer. */
  keysUrl?: string | undefined;
}

/** Asymmetric only: a shared secret would have to be kept here, and "none" is none. */
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];

/**
 * Returns a check of the issuer's JSON Web Tokens (RFC 7519, 9068): who calls, or null for a token that isn't theirs, isn't for
 * us, has expired or names nobody. The owner is the subject, marked, so that no issuer's subject can be an owner of our own
 * tokens; scopes are those of the claim `scope` that we know. Throws where the issuer's keys can't be had.
 */
export function jwtVerifier(
  { issuer, audience, keysUrl = `${issuer.replace(/\/+$/, "")}/.well-known/jwks.json` }: JwtSettings,
  now: () => Date,
  keys: JWTVerifyGetKey = createRemoteJWKSet(new URL(keysUrl), { timeoutDuration: 5_000 }),
): (token: string) => Promise<Caller | null> {
  return async (token) => {
    try {
      const options = { issuer, audience, algorithms, currentDate: now(), requiredClaims: ["exp", "sub"] };
      const { payload } = await jwtVerify(token, keys, options);
      return payload.sub ? { owner: `jwt:${payload.sub}`, scopes: scopesIn(payload.scope) } : null;
    } catch (fault) {
      if (fault instanceof errors.JOSEError && !(fault instanceof errors.JWKSTimeout)) return null;
      throw fault;
    }
  };
}

function scopesIn(claim: unknown): Scope[] {
  const named = typeof claim === "string" ? claim.split(" ") : [];
  return scopes.filter((scope) => named.includes(scope) || named.includes(`tieup:${scope}`));
}
