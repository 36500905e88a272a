import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Route } from "../../lib/api/route.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
const known: string[] = [];

beforeAll(async () => {
  api = await startApi();
  const post = async (path: string, body: object) => (await api.send("POST", path, { body })).body.id;
  const watchlist = await post("/watchlists", { name: "Cars", entities: ["BMW", "Toyota"] });
  const subscriber = await post("/subscribers", { name: "Olga", timeZone: "UTC" });
  const endpoint = await post(`/subscribers/${subscriber}/endpoints`, { channel: "email", address: "o@example.org" });
  known.push(watchlist, subscriber, endpoint, await post("/feeds", { url: "https://wire.example/" }));
});
afterAll(() => api.stop());

const fields = [
  ...["name", "entities", "rule", "kinds", "stages", "parties", "pair", "aliases", "context", "id", "owner", "text"],
  ...["url", "title", "intervalMinutes", "paused", "language", "timeZone", "channel", "address", "cadence", "every"],
  ...[
    "at",
    "on",
    "watchlistId",
    "watchlist",
    "lang",
    "label",
    "scopes",
    "expiresAt",
    "news",
    "minConfidence",
    "__proto__",
  ],
];
const words = [
  "BMW",
  "email",
  "sms",
  "day",
  "week",
  "08:00",
  "monday",
  "read",
  "de",
  "UTC",
  "+4915112345678",
  "o@example.org",
  "2026-03-01",
  "9999-12-31T23:59:59-12:00",
  "0000-01-01",
  "BMW,Toyota",
  "agreed",
  "csv",
  ",",
];
const text = fc.oneof(
  fc.constantFrom(...words),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom("\ud800", "\0"),
);
const { body: anyBody } = fc.letrec((tie) => ({
  body: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text,
    fc.constantFrom<unknown>(null, true, 0, -1, 1e308, 5, 0.5),
    fc.array(tie("body"), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...fields), text), tie("body"), { maxKeys: 5 }),
  ),
}));
const anyId = () => fc.oneof(fc.constantFrom(...known, "nobody", "%", "%00", ".."), text.map(encodeText));
const encodeText = (raw: string) => encodeURIComponent(raw.toWellFormed()) || "x";
const parameters = [
  ...[
    "limit",
    "cursor",
    "from",
    "to",
    "watchlist",
    "endpoint",
    "subscriber",
    "entity",
    "pair",
    "stage",
    "kind",
    "feed",
  ],
  ...["language", "q", "format", "token", "channel", "state", "__proto__", "x"],
];
const anyQuery = fc.dictionary(fc.constantFrom(...parameters), text, { maxKeys: 4 }).map((query) =>
  Object.entries(query)
    .map(([name, value]) => `${name}=${encodeText(value)}`)
    .join("&"),
);
const anyHeaders = fc.record(
  {
    "if-match": fc.constantFrom('"1"', "*", "W/x", '"999999999999999999"', ""),
    "idempotency-key": fc.constantFrom("k", "k".repeat(300), ""),
    "content-type": fc.constantFrom("application/json", "text/plain", "application/merge-patch+json"),
  },
  { requiredKeys: [] },
);

const requests = (route: Route) =>
  fc.record({
    path: fc.tuple(anyId(), anyId()).map(([a, b]) => route.path.replace(/\{\w+\}/, a).replace(/\{\w+\}/, b)),
    query: anyQuery,
    body: anyBody,
    headers: anyHeaders,
  });

test("no request, whatever is in it, is answered with a 500 or with what the route doesn't promise", async () => {
  for (const route of api.routes) {
    const takesBody = ["post", "put", "patch"].includes(route.method);
    await fc.assert(
      fc.asyncProperty(requests(route), async ({ path, query, body, headers }) => {
        const sent = takesBody ? { body, headers } : { headers };
        const asked = query ? `${path}?${query}` : path;
        const { status, body: answered } = await api.send(route.method.toUpperCase(), asked, sent);
        expect(status).not.toBe(500);
        for (const { expected, got } of answered?.errors ?? []) {
          expect(expected).not.toMatch(/^(expected|Invalid|Too|Unrecognized|Expected|a [aeiou])/);
          expect(got).not.toMatch(/^(expected|Invalid|got)/);
        }
        expect(api.faults).toEqual([]);
      }),
      { numRuns: 30, interruptAfterTimeLimit: 2_000, markInterruptAsFailure: false },
    );
  }
});
