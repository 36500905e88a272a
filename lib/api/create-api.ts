import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
// As a namespace throughout lib/api: `import { z }` would bundle all of zod, 350 KB more of the function.
import * as z from "zod";
import { type AccessPorts, authenticate } from "./authenticate.ts";
import { type BacktestPorts, backtestRoutes } from "./backtest-routes.ts";
import { type CanaryPorts, canaryRoutes } from "./canary-routes.ts";
import { type CompanyPorts, companyRoutes } from "./company-routes.ts";
import { type ConfirmPorts, confirmRoutes } from "./confirm-routes.ts";
import { type DeadLetterPorts, deadLetterRoutes } from "./dead-letter-routes.ts";
import { type DeliveryPorts, deliveryRoutes } from "./delivery-routes.ts";
import { type DiscoveryPorts, discoveryRoutes } from "./discovery-routes.ts";
import { docsPage, docsPolicy } from "./docs-page.ts";
import { type ExplainPorts, explainRoutes } from "./explain-routes.ts";
import { type FeedPorts, feedRoutes } from "./feed-routes.ts";
import { type HitPorts, hitRoutes } from "./hit-routes.ts";
import { openApi } from "./open-api.ts";
import { type OpmlPorts, opmlRoutes } from "./opml-routes.ts";
import type { RateLimit } from "./rate-limit.ts";
import {
  bodyBytesMax,
  documentBody,
  idempotencyKeyOf,
  idsOf,
  jsonBody,
  parsed,
  queryOf,
  tooLarge,
  versionOf,
} from "./read-request.ts";
import { problemResponse, Refusal } from "./refusal.ts";
import type { Answer, Caller, Route } from "./route.ts";
import { type StoryPorts, storyRoutes } from "./story-routes.ts";
import { type SubscriberPorts, subscriberRoutes } from "./subscriber-routes.ts";
import { type TellingPorts, tellingRoutes } from "./telling-routes.ts";
import { type TokenPorts, tokenRoutes } from "./token-routes.ts";
import { type UnsubscribePorts, unsubscribeRoutes } from "./unsubscribe-routes.ts";
import { type WatchlistPorts, watchlistRoutes } from "./watchlist-routes.ts";

export type ApiDependencies = WatchlistPorts &
  FeedPorts &
  DiscoveryPorts &
  OpmlPorts &
  SubscriberPorts &
  UnsubscribePorts &
  ConfirmPorts &
  HitPorts &
  StoryPorts &
  CompanyPorts &
  DeliveryPorts &
  CanaryPorts &
  TellingPorts &
  DeadLetterPorts &
  ExplainPorts &
  BacktestPorts &
  TokenPorts &
  AccessPorts & {
    rateLimit: RateLimit;
    /** Told of every 500: what was asked for and what went wrong. Nothing in it comes from a body or a header. */
    reportFault(fault: unknown, request: { method: string; route: string }): void;
  };

/** All operations, in the order of the documentation. */
export const apiRoutes = (deps: ApiDependencies): Route[] => [
  ...healthRoutes,
  ...watchlistRoutes(deps),
  ...feedRoutes(deps),
  ...discoveryRoutes(deps),
  ...opmlRoutes(deps),
  ...subscriberRoutes(deps),
  ...unsubscribeRoutes(deps),
  ...confirmRoutes(deps),
  ...hitRoutes(deps),
  ...storyRoutes(deps),
  ...companyRoutes(deps),
  ...deliveryRoutes(deps),
  ...canaryRoutes(deps),
  ...tellingRoutes(deps),
  ...deadLetterRoutes(deps),
  ...explainRoutes(deps),
  ...backtestRoutes(deps),
  ...tokenRoutes(deps),
];

/**
 * The HTTP API. Every row has an owner, and a caller meets only the owner's rows: another's is answered like one that
 * isn't there. Everything that is wrong with a request comes back as problem details (RFC 9457), never as a 500.
 */
export function createApi(deps: ApiDependencies): Hono {
  const app = new Hono();
  const routes = apiRoutes(deps);
  // Made when first asked for: describing every schema takes longer than all the rest of a cold start.
  let made: object | undefined;
  const document = () => (made ??= openApi(routes));
  app.onError((fault, context) => answerFault(fault, context, deps));
  app.notFound((context) =>
    problemResponse(new Refusal("not-found", `nothing is at ${context.req.path.slice(0, 200)}`)),
  );
  app.use(bodyLimit({ maxSize: bodyBytesMax, onError: () => problemResponse(tooLarge()) }));
  for (const route of routes) {
    app.on(route.method.toUpperCase(), honoPath(route.path), (context) => serve(route, context, deps));
  }
  app.get("/openapi.json", (context) => context.json(document()));
  app.get("/docs", (context) => context.html(docsPage(document()), 200, { "content-security-policy": docsPolicy }));
  for (const path of new Set([...routes.map((route) => route.path), "/openapi.json", "/docs"]))
    refuseOtherMethods(app, path, routes);
  return app;
}

const healthRoutes: Route[] = [
  {
    method: "get",
    path: "/health",
    summary: "Whether the API answers",
    scope: null,
    answers: { 200: { description: "It does", schema: z.strictObject({ status: z.literal("ok") }) } },
    handle: async () => ({ status: 200, body: { status: "ok" } }),
  },
];

const honoPath = (path: string): string => path.replace(/\{(\w+)\}/g, ":$1");

const noQuery = z.strictObject({});

async function serve(route: Route, context: Context, deps: ApiDependencies): Promise<Response> {
  const { req } = context;
  const nobody: Caller = { owner: "", scopes: [] };
  const asked = queryOf(req.url);
  const caller = route.scope
    ? await authenticate(credentialOf(route, req.header("authorization"), asked), route.scope, deps)
    : nobody;
  const waitSeconds = route.scope ? deps.rateLimit(caller.owner) : null;
  if (waitSeconds !== null) throw tooOften(waitSeconds);
  const params = idsOf(req.param());
  const answer = await route.handle({
    caller,
    params,
    query: parsed(route.query ?? noQuery, asked),
    asked,
    path: req.path,
    origin: originOf(req.url, req.header("x-forwarded-proto")),
    body: await bodyOf(route, req),
    ifMatch: versionOf(req.header("if-match")),
    idempotencyKey: idempotencyKeyOf(req.header("idempotency-key")),
    list: listOf(caller, req.path, asked),
  });
  return responseOf(answer, route);
}

/** The gateway, which ends TLS, says by which scheme it was asked. */
const originOf = (url: string, forwardedProto: string | undefined): string => {
  const { protocol, host } = new URL(url);
  return `${/^https?$/.test(forwardedProto ?? "") ? `${forwardedProto}:` : protocol}//${host}`;
};

function tooOften(waitSeconds: number): Refusal {
  const headers = { "retry-after": String(waitSeconds) };
  return new Refusal("too-many-requests", `expected fewer requests; try again in ${waitSeconds} s`, { headers });
}

const credentialOf = ({ tokenInQuery }: Route, authorization: string | undefined, { token }: Record<string, string>) =>
  tokenInQuery && authorization === undefined && token !== undefined
    ? { secret: token, from: "query" as const }
    : { authorization, from: "header" as const };

async function bodyOf({ body, documentTypes }: Route, req: Context["req"]): Promise<unknown> {
  const contentType = req.header("content-type");
  if (documentTypes) return documentBody(documentTypes, contentType, await req.arrayBuffer());
  return body ? parsed(body, jsonBody(contentType, await req.arrayBuffer())) : undefined;
}

/** A cursor is for one owner's list with the same filters; the page's size may change on the way. */
function listOf(
  { owner }: Caller,
  path: string,
  { cursor: _cursor, limit: _limit, format: _format, ...filters }: Record<string, string>,
) {
  return JSON.stringify([owner, path, Object.entries(filters).sort()]);
}

function responseOf({ status, body, text, headers }: Answer, { answers }: Route): Response {
  const always = { "cache-control": "no-store", ...headers };
  if (status === 204) return new Response(null, { status, headers: always });
  const type = answers[status]?.type ?? "application/json";
  return new Response(text ?? JSON.stringify(body), { status, headers: { "content-type": type, ...always } });
}

function refuseOtherMethods(app: Hono, path: string, routes: Route[]): void {
  const methods = routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
  const allow = [...(methods.length > 0 ? methods : ["GET"])].join(", ");
  app.all(honoPath(path), (context) => {
    const detail = `expected ${allow}, got ${context.req.method}`;
    return problemResponse(new Refusal("method-not-allowed", detail, { headers: { allow } }));
  });
}

function answerFault(fault: unknown, context: Context, deps: ApiDependencies): Response {
  if (fault instanceof Refusal) return problemResponse(fault);
  deps.reportFault(fault, { method: context.req.method, route: context.req.routePath });
  return problemResponse(new Refusal("fault", "something went wrong on our side; asking again is safe"));
}
