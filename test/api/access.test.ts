import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jwtVerifier } from "../../functions/net/jwt-verifier.ts";
import { hashOfToken } from "../../lib/api/authenticate.ts";
import { type Scope, scopes } from "../../lib/api/token.ts";
import { everyRequest, type Requests, requestNames, sendRequest } from "./every-request.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
let ids: Record<string, string>;
let requestOf: Requests;

beforeAll(async () => {
  api = await startApi();
  ({ ids, requestOf } = await everyRequest(api));
});
afterAll(() => api.stop());

/** These make or list what belongs to whoever asks, so that another's token is as good. */
const meansOnlyTheCaller =
  /^(get|post) \/(watchlists|feeds|feeds\.opml|feeds\/discover|feeds\/import|subscribers|entities|canaries|tokens|deliveries\/failed|deliveries\/retry)$/;

const ask = (name: string, token: string | null) => sendRequest(api, requestOf, name, token);

/** What the document says of each operation: a route that isn't in it isn't served. */
async function operations(): Promise<Record<string, { security?: { token?: Scope[] }[] }>> {
  const { paths } = (await api.send("GET", "/openapi.json", { token: null })).body;
  return Object.fromEntries(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods as object).map(([method, operation]) => [`${method} ${path}`, operation]),
    ),
  );
}

test("every operation of the document is asked for here, and only /health, the link in a mail and a canary's feed want no token", async () => {
  const all = Object.entries(await operations());
  const secured = all.filter(([, { security }]) => security !== undefined).map(([name]) => name);
  expect(secured.sort()).toEqual(requestNames.toSorted());
  const open = all.filter(([, { security }]) => security === undefined).map(([name]) => name);
  expect(open).toEqual([
    ...["get /health", "get /unsubscribe", "post /unsubscribe", "get /confirm", "post /confirm"],
    "get /canaries/{id}/feed",
  ]);
});

describe.each(requestNames)("%s", (name) => {
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

describe("tokens of other owners", () => {
  const make = async (scopes: Scope[], body: object) =>
    api.send("POST", "/tokens", { token: await api.newToken("opal", scopes), body: { label: "made", ...body } });

  test("are made with the scope operator, and are then the other's alone", async () => {
    const { status, body } = await make(["operator"], { scopes: ["admin"], owner: "petra" });
    expect([status, body.owner]).toEqual([201, "petra"]);
    await api.send("POST", "/watchlists", { token: body.secret, body: { name: "Petra's", entities: ["BMW"] } });
    const lists = (await api.send("GET", "/watchlists", { token: body.secret })).body.items;
    expect(lists.map(({ name }: { name: string }) => name)).toEqual(["Petra's"]);
    const opals = (await api.send("GET", "/tokens", { token: await api.newToken("opal", ["operator"]) })).body.items;
    expect(opals.map(({ id }: { id: string }) => id)).not.toContain(body.id);
    expect((await api.send("DELETE", `/tokens/${body.id}`, { token: body.secret })).status).toBe(204);
  });

  test.each<[sentence: string, scopes: Scope[], body: object, detail: RegExp]>([
    [
      "an administrator for another owner",
      ["admin"],
      { scopes: ["read"], owner: "petra" },
      /"operator" to make one for/,
    ],
    ["an administrator an operator's", ["admin"], { scopes: ["operator"] }, /"operator" to make one with it/],
  ])("are refused: %s", async (_, scopes, body, detail) => {
    const got = await make(scopes, body);
    expect([got.status, got.body.detail]).toEqual([403, expect.stringMatching(detail)]);
  });

  test("an administrator may name themselves; a name that would divide a key is refused", async () => {
    expect((await make(["admin"], { scopes: ["read"], owner: "opal" })).status).toBe(201);
    expect((await make(["operator"], { scopes: ["read"], owner: "opal#ENTITY" })).status).toBe(422);
  });
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

  test.each([
    ["a moment ago", "2026-03-01T11:59:59.000Z"],
    ["now", "2026-03-01T12:00:00.000Z"],
  ])("that expired %s are not made", async (_, expiresAt) => {
    const { status, body } = await api.send("POST", "/tokens", { body: { label: "x", scopes: ["read"], expiresAt } });
    expect([status, body.errors[0].field]).toEqual([422, "expiresAt"]);
    expect(body.detail).toContain("a time to come");
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
