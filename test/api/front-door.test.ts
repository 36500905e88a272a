import { afterAll, beforeAll, expect, test } from "vitest";
import { bodyBytesMax } from "../../lib/api/read-request.ts";
import { kinds, stages } from "../../lib/tieups/tie-up.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const bytes = (text: string) => new TextEncoder().encode(text);
const post = (body: Uint8Array, headers: Record<string, string> = {}) =>
  api.send("POST", "/watchlists", { body, headers });

test("health needs no token", async () => {
  expect((await api.send("GET", "/health", { token: null })).body).toEqual({ status: "ok" });
});

test.each<[string, Uint8Array, Record<string, string>, number, RegExp]>([
  ["that is no JSON", bytes("{name:"), {}, 400, /JSON document, got other text/],
  ["that is empty", bytes(""), {}, 400, /got no body/],
  ["that is not UTF-8", new Uint8Array([0x22, 0xff, 0x22]), {}, 400, /not UTF-8/],
  [
    "that is a form",
    bytes("name=x"),
    { "content-type": "application/x-www-form-urlencoded" },
    415,
    /got application\/x-www/,
  ],
  [
    "whose type only begins like JSON",
    bytes("{}"),
    { "content-type": "application/json5" },
    415,
    /got application\/json5/,
  ],
  ["that is too large", bytes(JSON.stringify({ name: "x".repeat(bodyBytesMax) })), {}, 413, /at most 393216 bytes/],
  ["that is nested very deep", bytes("[".repeat(100_000) + "]".repeat(100_000)), {}, 422, /got a list of 1/],
])("a body %s is refused", async (_, body, headers, status, detail) => {
  const answer = await post(body, headers);
  expect(answer.status).toBe(status);
  expect(answer.body.detail).toMatch(detail);
});

test("JSON with a charset is JSON", async () => {
  const body = bytes('{"name":"Cars","entities":["BMW"]}');
  expect((await post(body, { "content-type": "application/json; charset=utf-8" })).status).toBe(201);
});

test("an unknown address is not found; another method is told which ones there are", async () => {
  expect((await api.send("GET", "/nothing")).status).toBe(404);
  expect((await api.send("GET", "/watchlists/x/y")).status).toBe(404);
  const { status, headers } = await api.send("DELETE", "/watchlists");
  expect([status, headers.get("allow")]).toEqual([405, "GET, POST"]);
});

test.each([
  ["too long for a key", "x".repeat(2000)],
  ["with a control character", "a%00b"],
  ["with a broken escape", "%E0%A4%A"],
  ["that is a prototype's field", "__proto__"],
])("an id %s leads nowhere", async (_, id) => {
  for (const path of [`/watchlists/${id}`, `/feeds/${id}`, `/subscribers/${id}`, `/endpoints/${id}`, `/stories/${id}`])
    expect((await api.send("GET", path)).status).toBe(404);
});

const subscriber = { name: "Olga", timeZone: "UTC" };
test.each<[string, string, unknown, string]>([
  [
    "a day that isn't one",
    "GET /hits?from=2026-02-30",
    undefined,
    "from: expected a date such as 2026-03-01, or a date and time",
  ],
  [
    "a date in words",
    "POST /subscribers",
    { ...subscriber, pausedUntil: "soon" },
    "pausedUntil: expected a date such as 2026-03-14, got",
  ],
  [
    "a time without a zone",
    "POST /tokens",
    { label: "x", scopes: ["read"], expiresAt: "2027-01-01" },
    "expiresAt: expected a date and time in UTC",
  ],
  [
    "a user name in a URL",
    "POST /feeds",
    { url: "https://me@a.example/" },
    "url: expected a URL without user name and password, got another one",
  ],
  ["no web address", "POST /feeds", { url: "ftp://a.example/" }, "url: expected http or https, got ftp:"],
  [
    "a text where a list belongs",
    "POST /tokens",
    { label: "x", scopes: "read" },
    'scopes: expected a list, got "read"',
  ],
  ["a list where an object belongs", "POST /tokens", [], "expected an object, got a list of 0"],
  ["one company twice", "GET /hits?pair=BMW,BMW", undefined, 'pair: expected two different companies, got "BMW" twice'],
  [
    "one company by two names",
    "GET /stories?pair=Renault,RENAULT",
    undefined,
    'pair: expected two different companies, got "Renault" and "RENAULT", which are the same',
  ],
  [
    "one company's time line with itself",
    "GET /pairs/BMW/BMW",
    undefined,
    'b: expected two different companies, got "BMW" twice',
  ],
  [
    "a night without hours",
    "POST /subscribers",
    { ...subscriber, quietHours: { from: "22:00", to: "22:00" } },
    "quietHours.to: expected another time than `from`, got the same",
  ],
  [
    "no time of day",
    "POST /subscribers",
    { ...subscriber, quietHours: { from: "22:00" } },
    "quietHours.to: expected a time of day from 00:00 to 23:59, such as 08:00, got nothing",
  ],
  [
    "no address of an API",
    "POST /canaries",
    { apiUrl: "here" },
    'apiUrl: expected a URL such as https://api.example.org, got "here"',
  ],
  [
    "a language in capitals",
    "GET /hits?language=DE",
    undefined,
    'language[0]: expected a language such as de, got "DE"',
  ],
  ["half a pair", "GET /hits?pair=BMW", undefined, "pair: expected two companies such as BMW,Toyota, got"],
  ["an unknown stage", "GET /hits?stage=over", undefined, 'stage[0]: expected "rumoured"'],
  ["too large a page", "GET /hits?limit=101", undefined, "limit: expected a whole number from 1 to 100, got 101"],
])("%s is said in words", async (_, request, body, detail) => {
  const [method = "", path = ""] = request.split(" ");
  const { status, body: problem } = await api.send(method, path, { body });
  expect([status, problem.detail.slice(0, detail.length)]).toEqual([422, detail]);
});

test("each wrong field of a token is said, its end, too", async () => {
  const { body } = await api.send("POST", "/tokens", {
    body: { label: "", scopes: [], expiresAt: "2020-01-01T00:00:00Z" },
  });
  expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(["label", "scopes", "expiresAt"]);
});

test("a token's end that is no time is one problem, not two", async () => {
  const { body } = await api.send("POST", "/tokens", { body: { label: "x", scopes: ["read"], expiresAt: "soon" } });
  expect(body.errors).toEqual([
    { field: "expiresAt", expected: "a date and time in UTC such as 2026-12-31T00:00:00Z", got: '"soon"' },
  ]);
});

test("a parameter of an address that takes none is said to be one too many", async () => {
  const { body } = await api.send("GET", "/health?verbose=1");
  expect(body.detail).toBe("verbose: expected no field here, got an unknown field");
});

test("deliveries of a subscriber that isn't there are not found", async () => {
  expect((await api.send("GET", "/deliveries?subscriber=none")).status).toBe(404);
});

test("a fault is told to the log and not to the client", async () => {
  const { feeds } = api.deps;
  const { readFeed } = feeds;
  feeds.readFeed = async () => {
    throw new Error("the table with the secret name is gone");
  };
  const { status, body } = await api.send("GET", "/feeds/any");
  feeds.readFeed = readFeed;
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain("secret");
  expect(String(api.faults.splice(0)[0])).toContain("secret name");
});

test("the OpenAPI document describes every route, with what it takes and answers", async () => {
  const { body } = await api.send("GET", "/openapi.json", { token: null });
  expect(body.openapi).toBe("3.1.0");
  const described = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method} ${path}`),
  );
  expect(described.sort()).toEqual(api.routes.map(({ method, path }) => `${method} ${path}`).sort());
  const operations = Object.values(body.paths).flatMap((methods) => Object.values(methods as object));
  const operationIds = operations.map(({ operationId }) => operationId);
  expect(new Set(operationIds).size).toBe(operationIds.length);
  const hits = body.paths["/hits"].get;
  expect(hits.security).toEqual([{ token: ["read"] }]);
  expect(hits.parameters).toContainEqual(expect.objectContaining({ name: "watchlist", in: "query", required: false }));
  expect(Object.keys(hits.responses[200].content)).toEqual([
    "application/json",
    "text/csv; charset=utf-8; header=present",
    "application/x-ndjson",
  ]);
  const feed = body.paths["/feeds"].post.requestBody.content["application/json"].schema;
  expect(feed).toMatchObject({ type: "object", required: ["url"], additionalProperties: false });
  expect(body.paths["/watchlists/{id}"].patch.parameters.map(({ name }: { name: string }) => name)).toEqual([
    "id",
    "If-Match",
  ]);
  expect(body.components.schemas.Problem.required).toEqual(["type", "title", "status", "detail"]);
});

test("the kinds and stages that the document names are those that there are", async () => {
  const { body } = await api.send("GET", "/openapi.json", { token: null });
  const { properties } = body.paths["/watchlists/{id}"].get.responses["200"].content["application/json"].schema;
  expect(properties.rule.properties.kinds.items.enum.sort()).toEqual([...kinds].sort());
  expect(properties.rule.properties.stages.items.enum.sort()).toEqual([...stages].sort());
});

test("the page for people shows every operation, loads nothing from elsewhere and runs no script", async () => {
  const { body, headers } = await api.send("GET", "/docs", { token: null });
  expect(headers.get("content-security-policy")).toBe("default-src 'none'; style-src 'unsafe-inline'");
  for (const { method, path } of api.routes) expect(body).toContain(`id="${method}${path}"`);
  expect(body).not.toMatch(/<script|<link|<img|@import|src=/i);
});
