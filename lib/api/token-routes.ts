import * as z from "zod";
import { makeToken } from "./make-token.ts";
import type { Page, PageRequest } from "./page.ts";
import { type CursorPorts, type PageQuery, pageAnswer, pageOf, pageQuery, pageRequest } from "./paging.ts";
import { type NoQuery, type Route, route } from "./route.ts";
import { scopes, type Token } from "./token.ts";
import { notFound } from "./versioned.ts";

export interface TokenPorts extends CursorPorts {
  tokens: {
    create(token: Token): Promise<boolean>;
    tokenByHash(hash: string): Promise<Token | null>;
    tokensOf(owner: string, page: PageRequest): Promise<Page<Token>>;
    revoke(hash: string): Promise<void>;
  };
  /** `tokenBytes` random bytes. */
  newTokenBytes(): Uint8Array;
  now(): Date;
}

const time = z.iso.datetime("a date and time in UTC such as 2026-12-31T00:00:00Z");
const newToken = z.strictObject({
  label: z.string().trim().min(1).max(100),
  scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
  expiresAt: time.nullable().default(null).meta({ description: "null: valid until it is revoked" }),
});
const tokenShape = z.strictObject({
  id: z.string().meta({ description: "The SHA-256 of the token" }),
  label: z.string(),
  scopes: z.array(z.enum(scopes)),
  createdAt: time,
  expiresAt: time.nullable(),
  lastUsedAt: time.nullable().meta({ description: "To the hour" }),
});

const show = ({ hash, label, scopes, createdAt, expiresAt, lastUsedAt }: Token) => ({
  id: hash,
  label,
  scopes,
  createdAt,
  expiresAt,
  lastUsedAt,
});

/** Tokens of the same owner: list, make, revoke. */
export function tokenRoutes(deps: TokenPorts): Route[] {
  const { tokens } = deps;
  return [
    route<PageQuery>({
      method: "get",
      path: "/tokens",
      summary: "Your tokens, without their secrets",
      scope: "admin",
      query: z.strictObject(pageQuery),
      answers: { 200: { description: "A page of them", schema: pageOf(tokenShape) } },
      handle: async (call) =>
        pageAnswer(await tokens.tokensOf(call.caller.owner, pageRequest(call, deps)), show, call, deps),
    }),
    route<NoQuery, z.infer<typeof newToken>>({
      method: "post",
      path: "/tokens",
      summary: "Make a token; the secret is shown this once",
      scope: "admin",
      body: newToken,
      answers: { 201: { description: "It is made", schema: tokenShape.extend({ secret: z.string() }) } },
      handle: async ({ caller, body }) => {
        const described = { ...body, owner: caller.owner, createdAt: deps.now().toISOString() };
        const { secret, token } = makeToken(deps.newTokenBytes(), described);
        await tokens.create(token);
        return { status: 201, body: { ...show(token), secret }, headers: { location: `/tokens/${token.hash}` } };
      },
    }),
    route({
      method: "delete",
      path: "/tokens/{id}",
      summary: "Revoke a token",
      scope: "admin",
      answers: { 204: { description: "It is no longer valid", schema: null } },
      handle: async ({ caller, params }) => {
        const token = await tokens.tokenByHash(params.id ?? "");
        if (token?.owner !== caller.owner) throw notFound("token");
        await tokens.revoke(token.hash);
        return { status: 204 };
      },
    }),
  ];
}
