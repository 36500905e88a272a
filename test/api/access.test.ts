import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hitTable, storyTable } from "../../functions/aws/news-table.ts";
import { jwtVerifier } from "../../functions/net/jwt-verifier.ts";
import { hashOfToken } from "../../lib/api/authenticate.ts";
import { hitId } from "../../lib/api/hit-id.ts";
import { type Scope, scopes } from "../../lib/api/token.ts";
import type { Hit } from "../../lib/stories/story.ts";
import { storyOf } from "../alerting/sample-news.ts";
import { plainHit } from "../support/plain-hit.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
let ids: Record<string, string>;

beforeAll(async () => {
  api = await startApi();
  const post = async (path: string, body: object) => (await api.send("POST", path, { body })).body;
  const watchlist = (await post("/watchlists", { name: "Cars", entities: ["BMW", "Toyota", "Quandt Motors"] })).id;
  const feed = (await post("/feeds", { url: "https://wire.example/" })).id;
  const subscriber = (await post("/subscribers", { name: "Olga", timeZone: "UTC" })).id;
  const endpoint = (await post(`/subscribers/${subscriber}/endpoints`, { channel: "email", address: "o@example.org" }))
    .id;
  await api.send("PUT", `/endpoints/${endpoint}/subscriptions/${watchlist}`, { body: { cadence: { every: "hour" } } });
  const token = (await post("/tokens", { label: "other", scopes: ["read"] })).id;
  const { hit, story } = await aHitAndStory(watchlist);
  ids = { watchlist, feed, subscriber, endpoint, token, hit, story };
});

async function aHitAndStory(watchlistId: string) {
  const seenAt = "2026-02-01T00:00:00.000Z";
  const hit: Hit = { ...plainHit, owner: "olga", watchlistId, itemId: "i1", seenAt, entityIds: ["bmw"], stories: [] };
  const story = { ...storyOf("s-owned", { parties: ["bmw", "toyota"] }), owner: "olga" };
  await hitTable(api.local.tables.News).put(hit);
  await storyTable(api.local.tables.News).put(story);
  return { hit: hitId(hit), story: story.id };
}
afterAll(() => api.stop());

const opml = `<opml version="2.0"><body><outline xmlUrl="https://listed.example/"/></body></opml>`;

/** A request that would succeed with the owner's own token, for every route that wants one. */
const requestOf: Record<string, () => [path: string, body?: object]> = {
  "get /watchlists": () => ["/watchlists"],
  "post /watchlists": () => ["/watchlists", { name: "More", entities: ["BMW"] }],
  "get /watchlists/{id}": () => [`/watchlists/${ids.watchlist}`],
  "put /watchlists/{id}": () => [`/watchlists/${ids.watchlist}`, { name: "Cars", entities: ["BMW", "Toyota"] }],
  "patch /watchlists/{id}": () => [`/watchlists/${ids.watchlist}`, { name: "Renamed" }],
  "delete /watchlists/{id}": () => [`/watchlists/${ids.watchlist}`],
  "get /feeds": () => ["/feeds"],
  "post /feeds": () => ["/feeds", { url: "https://another.example/" }],
  "get /feeds/{id}": () => [`/feeds/${ids.feed}`],
  "patch /feeds/{id}": () => [`/feeds/${ids.feed}`, { title: "Renamed" }],
  "delete /feeds/{id}": () => [`/feeds/${ids.feed}`],
  "get /feeds.opml": () => ["/feeds.opml"],
  "post /feeds/discover": () => ["/feeds/discover", { url: "https://nowhere.example/" }],
  "post /feeds/import": () => ["/feeds/import", new TextEncoder().encode(opml)],
  "get /subscribers": () => ["/subscribers"],
  "post /subscribers": () => ["/subscribers", { name: "Otto", timeZone: "UTC" }],
  "get /subscribers/{id}": () => [`/subscribers/${ids.subscriber}`],
  "patch /subscribers/{id}": () => [`/subscribers/${ids.subscriber}`, { name: "Renamed" }],
  "delete /subscribers/{id}": () => [`/subscribers/${ids.subscriber}`],
  "get /subscribers/{id}/endpoints": () => [`/subscribers/${ids.subscriber}/endpoints`],
  "post /subscribers/{id}/endpoints": () => [
    `/subscribers/${ids.subscriber}/endpoints`,
    { channel: "email", address: "more@example.org" },
  ],
  "get /endpoints/{id}": () => [`/endpoints/${ids.endpoint}`],
  "delete /endpoints/{id}": () => [`/endpoints/${ids.endpoint}`],
  "get /endpoints/{id}/subscriptions": () => [`/endpoints/${ids.endpoint}/subscriptions`],
  "get /endpoints/{id}/subscriptions/{watchlistId}": () => [
    `/endpoints/${ids.endpoint}/subscriptions/${ids.watchlist}`,
  ],
  "put /endpoints/{id}/subscriptions/{watchlistId}": () => [
    `/endpoints/${ids.endpoint}/subscriptions/${ids.watchlist}`,
    { cadence: { every: "hour" } },
  ],
  "delete /endpoints/{id}/subscriptions/{watchlistId}": () => [
    `/endpoints/${ids.endpoint}/subscriptions/${ids.watchlist}`,
  ],
  "post /endpoints/{id}/invitation": () => [`/endpoints/${ids.endpoint}/invitation`],
  "post /endpoints/{id}/confirmation": () => [`/endpoints/${ids.endpoint}/confirmation`, { code: "123456" }],
  "post /endpoints/{id}/test-messages": () => [`/endpoints/${ids.endpoint}/test-messages`],
  "get /hits": () => [`/hits?watchlist=${ids.watchlist}`],
  "get /hits/{id}": () => [`/hits/${ids.hit}`],
  "get /hits/{id}/why": () => [`/hits/${ids.hit}/why`],
  "get /stories": () => [`/stories?watchlist=${ids.watchlist}`],
  "get /stories.atom": () => [`/stories.atom?watchlist=${ids.watchlist}`],
  "get /stories.json": () => [`/stories.json?watchlist=${ids.watchlist}`],
  "get /stories/{id}": () => [`/stories/${ids.story}`],
  "get /entities": () => ["/entities"],
  "get /entities/{id}/partners": () => ["/entities/Quandt%20Motors/partners"],
  "get /pairs/{a}/{b}": () => ["/pairs/Quandt%20Motors/Nobody"],
  "get /deliveries": () => [`/deliveries?endpoint=${ids.endpoint}`],
  "post /explain": () => ["/explain", { watchlistId: ids.watchlist, title: "BMW and Toyota" }],
  "post /backtest": () => ["/backtest", { watchlistId: ids.watchlist, days: 1 }],
  "get /tokens": () => ["/tokens"],
  "post /tokens": () => ["/tokens", { label: "more", scopes: ["read"] }],
  "delete /tokens/{id}": () => [`/tokens/${ids.token}`],
};

/** These make or list what belongs to whoever asks, so that another's token is as good. */
const meansOnlyTheCaller =
  /^(get|post) \/(watchlists|feeds|feeds\.opml|feeds\/discover|feeds\/import|subscribers|entities|tokens)$/;

async function ask(name: string, token: string | null) {
  const request = requestOf[name];
  if (!request) throw new Error(`expected a request for ${name} in this test, got none`);
  const [path, body] = request();
  const headers = body instanceof Uint8Array ? { "content-type": "text/x-opml" } : {};
  return api.send(name.split(" ")[0]?.toUpperCase() ?? "", path, { token, headers, ...(body ? { body } : {}) });
}

/** What the document says of each operation: a route that isn't in it isn't served. */
async function operations(): Promise<Record<string, { security?: { token?: Scope[] }[] }>> {
  const { paths } = (await api.send("GET", "/openapi.json", { token: null })).body;
  return Object.fromEntries(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods as object).map(([method, operation]) => [`${method} ${path}`, operation]),
    ),
  );
}

test("every operation of the document is asked for here, and only /health wants no token", async () => {
  const all = Object.entries(await operations());
  const secured = all.filter(([, { security }]) => security !== undefined).map(([name]) => name);
  expect(secured.sort()).toEqual(Object.keys(requestOf).sort());
  const open = all.filter(([, { security }]) => security === undefined).map(([name]) => name);
  expect(open).toEqual(["get /health"]);
});

describe.each(Object.keys(requestOf))("%s", (name) => {
  test.each<[string, () => Promise<string | null>]>([
    ["no token", async () => null],
    ["a token that nobody made", async () => "tieup_made_up"],
    ["an expired token", () => api.newToken("olga", ["admin"], "2026-03-01T11:59:59.000Z")],
    ["a token that expires now", () => api.newToken("olga", ["admin"], "2026-03-01T12:00:00.000Z")],
  ])("is refused with %s", async (_, token) => {
    const { status, headers } = await ask(name, await token());
    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toMatch(/^Bearer /);
  });

  test("is refused with a token whose scope is too small", async () => {
    const needed = (await operations())[name]?.security?.[0]?.token?.[0] as Scope;
    const smaller = await api.newToken("olga", scopes.slice(0, scopes.indexOf(needed)));
    const { status, body } = await ask(name, smaller);
    expect(status).toBe(403);
    expect(body.detail).toContain(`"${needed}"`);
  });

  test("meets nothing of the owner's with another owner's token", async () => {
    const { status, body } = await ask(name, await api.newToken(`stranger to ${name}`, ["admin"]));
    if (!meansOnlyTheCaller.test(name)) return expect(status).toBe(404);
    expect(status).toBeLessThan(300);
    for (const id of Object.values(ids)) expect(JSON.stringify(body)).not.toContain(id);
  });
});

test("after all that, everything is still the owner's and as it was", async () => {
  for (const name of ["get /watchlists/{id}", "get /feeds/{id}", "get /subscribers/{id}", "get /endpoints/{id}"])
    expect((await ask(name, api.olga)).status).toBe(200);
  expect((await ask("get /watchlists/{id}", api.olga)).body.name).toBe("Cars");
  expect((await ask("get /endpoints/{id}/subscriptions/{watchlistId}", api.olga)).status).toBe(200);
  expect((await ask("delete /tokens/{id}", api.olga)).status).toBe(204);
});

describe("tokens", () => {
  test("work from their making until they are revoked, and the secret isn't kept", async () => {
    const { body } = await api.send("POST", "/tokens", { body: { label: "script", scopes: ["read"] } });
    expect(body.secret).toMatch(/^tieup_[\w-]{43}$/);
    expect(body.id).toBe(hashOfToken(body.secret));
    expect((await api.send("GET", "/watchlists", { token: body.secret })).status).toBe(200);
    const items: { label: string }[] = [];
    for (let cursor = "", more = true; more; ) {
      const page = (await api.send("GET", `/tokens?limit=100${cursor}`)).body;
      items.push(...page.items);
      more = page.nextCursor !== null;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(items.map(({ label }) => label)).toContain("script");
    expect(JSON.stringify(items)).not.toContain(body.secret);
    await api.send("DELETE", `/tokens/${body.id}`);
    expect((await api.send("GET", "/watchlists", { token: body.secret })).status).toBe(401);
  });

  test("say when they were last used, to the hour", async () => {
    const before = api.clock.now;
    const secret = await api.newToken("user", ["admin"]);
    const lastUse = async (minutes: number) => {
      api.clock.now = new Date(before.getTime() + minutes * 60_000);
      await api.send("GET", "/watchlists", { token: secret });
      return (await api.deps.tokens.tokenByHash(hashOfToken(secret)))?.lastUsedAt;
    };
    expect([await lastUse(0), await lastUse(59), await lastUse(60)]).toEqual([
      "2026-03-01T12:00:00.000Z",
      "2026-03-01T12:00:00.000Z",
      "2026-03-01T13:00:00.000Z",
    ]);
    api.clock.now = before;
  });

  test.each([
    ["Basic", "Basic b2xnYTpvbGdh"],
    ["without a token", "Bearer"],
    ["with two tokens", "Bearer a b"],
    ["of 5000 characters", `Bearer ${"a".repeat(5000)}`],
  ])("an Authorization header %s is refused", async (_, authorization) => {
    expect((await api.send("GET", "/watchlists", { token: null, headers: { authorization } })).status).toBe(401);
  });
});

type SigningKey = Parameters<SignJWT["sign"]>[0];

describe("JSON Web Tokens of a configured issuer", () => {
  const issuer = "https://login.example/";
  const now = new Date("2026-03-01T12:00:00.000Z");
  const seconds = (at: string) => Math.floor(Date.parse(at) / 1000);
  let jwtApi: TestApi;
  let sign: (change?: Record<string, unknown>, by?: SigningKey) => Promise<string>;
  let other: SigningKey;

  beforeAll(async () => {
    const { privateKey, publicKey } = await generateKeyPair("ES256");
    other = (await generateKeyPair("ES256")).privateKey;
    const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: "ES256" }] });
    jwtApi = await startApi({ verifyJwt: jwtVerifier({ issuer, audience: "tieup" }, () => now, keys) });
    const claims = {
      iss: issuer,
      aud: "tieup",
      sub: "olga",
      scope: "openid tieup:write",
      exp: seconds("2026-03-01T13:00:00Z"),
    };
    sign = (change = {}, by = privateKey) =>
      new SignJWT({ ...claims, ...change }).setProtectedHeader({ alg: "ES256" }).sign(by);
  });
  afterAll(() => jwtApi.stop());

  test("are good for their subject's own, within their scopes", async () => {
    const token = await sign();
    const body = { name: "Cars", entities: ["BMW"] };
    expect((await jwtApi.send("POST", "/watchlists", { body, token })).status).toBe(201);
    expect((await jwtApi.send("GET", "/watchlists", { token })).body.items).toHaveLength(1);
    // The owner "olga" of our own tokens is somebody else.
    expect((await jwtApi.send("GET", "/watchlists")).body.items).toEqual([]);
    expect((await jwtApi.send("GET", "/tokens", { token })).status).toBe(403);
  });

  test.each<[string, () => Promise<string>]>([
    ["of another issuer", () => sign({ iss: "https://other.example/" })],
    ["for somebody else", () => sign({ aud: "other" })],
    ["that has expired", () => sign({ exp: seconds("2026-03-01T11:00:00Z") })],
    ["that never expires", () => sign({ exp: undefined })],
    ["without a subject", () => sign({ sub: undefined })],
    ["signed by another key", () => sign({}, other)],
    ["that nobody signed", async () => `${Buffer.from('{"alg":"none"}').toString("base64url")}.e30.AA`],
  ])("are refused: one %s", async (_, token) => {
    expect((await jwtApi.send("GET", "/watchlists", { token: await token() })).status).toBe(401);
  });

  test("are refused where none is configured", async () => {
    expect((await api.send("GET", "/watchlists", { token: await sign() })).status).toBe(401);
  });
});

test("a caller who asks without end is told to wait, and others are not", async () => {
  const limited = await startApi({ rate: { burst: 3, perSecond: 0.5 } });
  const ask = (token: string) => limited.send("GET", "/watchlists", { token });
  const [mine, others] = [await limited.newToken("a", ["read"]), await limited.newToken("b", ["read"])];
  expect([await ask(mine), await ask(mine), await ask(mine)].map(({ status }) => status)).toEqual([200, 200, 200]);
  const { status, headers } = await ask(mine);
  expect([status, headers.get("retry-after")]).toEqual([429, "2"]);
  expect((await ask(others)).status).toBe(200);
  limited.clock.now = new Date(limited.clock.now.getTime() + 2_000);
  expect((await ask(mine)).status).toBe(200);
  await limited.stop();
});
