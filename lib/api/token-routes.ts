import * as z from "zod";
import { type IdempotencyPorts, once } from "./idempotency.ts";
import { makeToken } from "./make-token.ts";
import type { Page, PageRequest } from "./page.ts";
import { type CursorPorts, listRoute } from "./paging.ts";
import { Refusal } from "./refusal.ts";
import { type Answer, type Call, type Caller, type NoQuery, type Route, route } from "./route.ts";
import { scopes, type Token } from "./token.ts";
import { notFound } from "./versioned.ts";

export interface TokenPorts extends CursorPorts, IdempotencyPorts {
  tokens: {
    create(token: Token): Promise<boolean>;
    tokenByHash(hash: string): Promise<Token | null>;
    tokensOf(owner: string, page: PageRequest): Promise<Page<Token>>;
    revoke(hash: string): Promise<void>;
  };
  /** `tokenBytes` random bytes. */
  newTokenBytes(): Uint8Array;
}

const time = z.iso.datetime({ error: "a date and time in UTC such as 2026-12-31T00:00:00Z", abort: true });
/** Part of keys, whose parts "#" divides. */
export const ownerName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^#\p{C}]*$/u, "a name without # and control characters");
/** What its owner calls a token. */
export const tokenLabel = z.string().trim().min(1).max(100);
const newToken = (now: () => Date) =>
  z.strictObject({
    label: tokenLabel,
    scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
    expiresAt: time
      .refine((text) => Date.parse(text) > now().getTime(), "a time to come, or null")
      .nullable()
      .default(null)
      .meta({ description: "null: valid until it is revoked" }),
    owner: ownerName.optional().meta({
      description: "Whose it is: yours if not given, another's with the scope operator only. A new name is a new owner",
    }),
  });
type NewToken = z.infer<ReturnType<typeof newToken>>;
const tokenShape = z.strictObject({
  id: z.string().meta({ description: "The SHA-256 of the token" }),
  owner: z.string(),
  label: z.string(),
  scopes: z.array(z.enum(scopes)),
  createdAt: time,
  expiresAt: time.nullable(),
  lastUsedAt: time.nullable().meta({ description: "To the hour" }),
});

const show = ({ hash, owner, label, scopes, createdAt, expiresAt, lastUsedAt }: Token) => ({
  id: hash,
  owner,
  label,
  scopes,
  createdAt,
  expiresAt,
  lastUsedAt,
});

/** Nobody gives what they haven't: not another's things, and not more than they may themselves. */
function refuseBeyond(caller: Caller, asked: NewToken): void {
  const reach = Math.max(...caller.scopes.map((scope) => scopes.indexOf(scope)));
  const beyond = asked.scopes.find((scope) => scopes.indexOf(scope) > reach);
  const isAnothers = asked.owner !== undefined && asked.owner !== caller.owner;
  const needed = beyond ?? (isAnothers && !caller.scopes.includes("operator") ? "operator" : null);
  if (needed === null) return;
  const what = beyond ? `one with it` : "one for another owner";
  throw new Refusal(
    "forbidden",
    `expected a token with the scope "${needed}" to make ${what}, got ${caller.scopes.join(", ")}`,
  );
}

/** Tokens of the same owner: list, make, revoke. */
export function tokenRoutes(deps: TokenPorts): Route[] {
  const { tokens } = deps;
  return [
    listRoute(
      {
        ...{ path: "/tokens", summary: "Your tokens, without their secrets", scope: "admin", shape: tokenShape },
        ...{ read: tokens.tokensOf, show },
      },
      deps,
    ),
    route<NoQuery, NewToken>({
      method: "post",
      path: "/tokens",
      summary: "Make a token; the secret is shown this once",
      scope: "admin",
      body: newToken(deps.now),
      makesOnce: true,
      answers: {
        200: {
          description: "It was made before with this Idempotency-Key; its secret was shown then and is kept nowhere",
          schema: tokenShape.extend({ secret: z.null() }),
        },
        201: { description: "It is made", schema: tokenShape.extend({ secret: z.string() }) },
      },
      handle: (call) => create(call, deps),
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

async function create(call: Call<NoQuery, NewToken>, deps: TokenPorts): Promise<Answer> {
  const { caller, body } = call;
  refuseBeyond(caller, body);
  return once(call, "token", deps, {
    // By its secret, not by the id that it is given: a process that dies here leaves a token whose secret nobody has seen.
    async make() {
      const described = { ...body, owner: body.owner ?? caller.owner, createdAt: deps.now().toISOString() };
      const { secret, token } = makeToken(deps.newTokenBytes(), described);
      await deps.tokens.create(token);
      const headers = { location: `/tokens/${token.hash}` };
      return { id: token.hash, answer: { status: 201, body: { ...show(token), secret }, headers } };
    },
    async again(hash) {
      const token = await deps.tokens.tokenByHash(hash);
      return token && { status: 200, body: { ...show(token), secret: null } };
    },
  });
}
