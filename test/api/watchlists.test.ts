import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bodyBytesMax } from "../../lib/api/read-request.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const cars = { name: "Car alliances", entities: ["BMW", { name: "General Motors", aliases: ["GM"] }] };
const made = async (body: unknown = cars) => (await api.send("POST", "/watchlists", { body })).body;

test("a watchlist is made with its defaults, and read again under its address", async () => {
  const { status, body, headers } = await api.send("POST", "/watchlists", { body: cars });
  expect(status).toBe(201);
  expect(body).toMatchObject({ name: "Car alliances", rule: { news: "tie-up", parties: "both-watched" } });
  expect(body.entities.map(({ name }: { name: string }) => name)).toEqual(["BMW", "General Motors"]);
  const again = await api.send("GET", headers.get("location") ?? "");
  const { warnings, ...watchlist } = body;
  expect(warnings).toEqual(expect.any(Array));
  expect(again.body).toEqual(watchlist);
  expect(again.headers.get("etag")).toBe('"1"');
});

test("saving warns about names that will match more than the company, and saves all the same", async () => {
  const { id, warnings } = await made({ name: "Fuel", entities: ["Shell", "Toyota"] });
  expect(warnings).toMatchObject([
    { entity: "Shell", alias: "Shell", problem: "common", proposal: { needsContext: true } },
  ]);
  const { body } = await api.send("PUT", `/watchlists/${id}`, { body: { name: "Fuel", entities: ["Toyota"] } });
  expect(body.warnings).toEqual([]);
});

test("what the watchlist is read as can be written back", async () => {
  const body = await made();
  const { status, body: written } = await api.send("PUT", `/watchlists/${body.id}`, { body });
  expect(status).toBe(200);
  expect(written).toEqual(body);
});

test("replacing takes what is given and the defaults for the rest", async () => {
  const { id } = await made({ ...cars, rule: { news: "any-mention" } });
  const { body } = await api.send("PUT", `/watchlists/${id}`, { body: { name: "Cars", entities: ["Toyota"] } });
  expect(body).toMatchObject({ id, name: "Cars", rule: { news: "tie-up", parties: "any" } });
});

test("patching changes only what is given, in the rule too", async () => {
  const before = await made({ ...cars, rule: { stages: ["agreed"], minConfidence: 0.7 } });
  const patch = { name: "Renamed", rule: { minConfidence: 0.9 } };
  const { body } = await api.send("PATCH", `/watchlists/${before.id}`, { body: patch });
  expect(body).toEqual({ ...before, name: "Renamed", rule: { ...before.rule, minConfidence: 0.9 } });
});

test("a name that a company is given is passed on, to find what was missed under it; other changes aren't", async () => {
  const { id } = await made();
  const path = `/watchlists/${id}`;
  api.missed.length = 0;
  await api.send("PATCH", path, { body: { name: "Renamed" } });
  await api.send("PATCH", path, { body: { entities: [...cars.entities, "Toyota"] } });
  expect(api.missed).toEqual([]);
  await api.send("PUT", path, {
    body: { ...cars, entities: ["BMW", { name: "General Motors", aliases: ["GM", "GMC"] }] },
  });
  const addedAt = api.clock.now.toISOString();
  const said = { watchlistId: id, owner: "olga", added: { "general-motors": ["GMC"] }, addedAt, delaySeconds: 60 };
  expect(api.missed).toEqual([said]);
});

test("a change for another version than the stored one is refused, one for this version is made", async () => {
  const { id } = await made();
  const patch = (ifMatch: string, name: string) =>
    api.send("PATCH", `/watchlists/${id}`, { body: { name }, headers: { "if-match": ifMatch } });
  expect((await patch('"1"', "second")).headers.get("etag")).toBe('"2"');
  expect((await patch('"1"', "third")).status).toBe(412);
  expect((await patch("*", "third")).status).toBe(200);
  expect((await patch("nonsense", "fourth")).status).toBe(422);
  expect((await api.send("GET", `/watchlists/${id}`)).body.name).toBe("third");
});

test("of ten changes of the same version one is made", async () => {
  const { id } = await made();
  const change = (n: number) =>
    api.send("PATCH", `/watchlists/${id}`, { body: { name: `by ${n}` }, headers: { "if-match": '"1"' } });
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => change(n)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 409 || status === 412)).toHaveLength(9);
});

test("the same Idempotency-Key makes one watchlist, however often; another owner's makes another", async () => {
  const headers = { "idempotency-key": "once" };
  const first = await api.send("POST", "/watchlists", { body: cars, headers });
  const second = await api.send("POST", "/watchlists", { body: cars, headers });
  expect([first.status, second.status]).toEqual([201, 200]);
  expect(second.body).toEqual(first.body);
  const token = await api.newToken("otto", ["write"]);
  const other = await api.send("POST", "/watchlists", { body: cars, headers, token });
  expect(other.status).toBe(201);
  expect(other.body.id).not.toBe(first.body.id);
});

test("lists go page by page through all, and a cursor is only good for its own list", async () => {
  const token = await api.newToken("lister", ["write"]);
  const ids = [];
  for (let n = 0; n < 5; n++) ids.push((await api.send("POST", "/watchlists", { body: cars, token })).body.id);
  const first = await api.send("GET", "/watchlists?limit=3", { token });
  const second = await api.send("GET", `/watchlists?limit=100&cursor=${first.body.nextCursor}`, { token });
  const listed = [...first.body.items, ...second.body.items].map(({ id }) => id);
  expect(second.body.nextCursor).toBeNull();
  expect(listed.sort()).toEqual(ids.sort());
  expect((await api.send("GET", `/watchlists?cursor=${first.body.nextCursor}`)).status).toBe(422);
  expect((await api.send("GET", `/feeds?cursor=${first.body.nextCursor}`, { token })).status).toBe(422);
});

test("deleting takes the subscriptions along, and a second time there is nothing", async () => {
  const { id } = await made();
  const { putSubscription, subscriptionsOfEndpoint } = api.deps.subscribers as never as {
    putSubscription(subscription: object, zone: string): Promise<void>;
    subscriptionsOfEndpoint(id: string): Promise<object[]>;
  };
  const common = {
    watchlistId: id,
    subscriberId: "s",
    cadence: { every: "hour" },
    createdAt: "2026-01-01T00:00:00.000Z",
  };
  for (const endpointId of ["e1", "e2"]) await putSubscription({ ...common, endpointId }, "UTC");
  expect((await api.send("DELETE", `/watchlists/${id}`)).status).toBe(204);
  expect(await subscriptionsOfEndpoint("e1")).toEqual([]);
  expect(await subscriptionsOfEndpoint("e2")).toEqual([]);
  expect((await api.send("DELETE", `/watchlists/${id}`)).status).toBe(404);
});

test.each<[string, unknown, string, RegExp]>([
  ["without name", { entities: ["BMW"] }, "name", /expected a text, got nothing/],
  ["without entities", { name: "x" }, "entities", /expected a list, got nothing/],
  ["with no entity", { name: "x", entities: [] }, "entities", /at least one/],
  ["with an unknown field", { ...cars, entitys: [] }, "entitys", /no such field/],
  ["with an unknown field in the rule", { ...cars, rule: { kind: [] } }, "rule.kind", /no such field/],
  [
    "with an unknown kind",
    { ...cars, rule: { kinds: ["romance"] } },
    "rule.kinds[0]",
    /"cooperation" or .*got "romance"/,
  ],
  ["with a bad confidence", { ...cars, rule: { minConfidence: 2 } }, "rule.minConfidence", /from 0 to 1, got 2/],
  ["with a language in words", { ...cars, rule: { languages: ["German"] } }, "rule.languages[0]", /such as de/],
  ["with no language", { ...cars, rule: { languages: [] } }, "rule.languages", /"any" or a list/],
  ["with half a source", { ...cars, rule: { minSources: 1.5 } }, "rule.minSources", /from 1 to 20, got 1.5/],
  ["with a number as entity", { name: "x", entities: [5] }, "entities[0]", /got 5/],
  ["with one letter as entity", { name: "x", entities: ["B"] }, "entities[0].name", /two letters/],
  ["with an owner of the client's choice", { ...cars, owner: "otto" }, "owner", /no such field/],
  ["with an id of the client's choice", { ...cars, id: "mine" }, "id", /got "mine"/],
  [
    "with too many entities",
    { name: "x", entities: Array(10_001).fill("BMW") },
    "entities",
    /at most 10000 entries, got 10001/,
  ],
  ["that is a list", [cars], "", /got a list of 1/],
  ["that is null", null, "", /got null/],
  ["with a null patch of a list", { ...cars, entities: null }, "entities", /got null/],
])("a watchlist %s is refused, naming the field", async (_, body, field, detail) => {
  const { status, body: problem } = await api.send("POST", "/watchlists", { body });
  expect(status).toBe(422);
  expect(problem.errors[0].field).toBe(field);
  expect(problem.detail).toMatch(detail);
});

test("a watchlist of more than 2,000 entities is refused, with the limit", async () => {
  const entities = Array.from({ length: 2_001 }, (_, n) => `Firma ${n}`);
  const { status, body } = await api.send("POST", "/watchlists", { body: { name: "Many", entities } });
  expect(status).toBe(422);
  expect(body.errors).toMatchObject([{ field: "entities", expected: "at most 2000 entities", got: "2001" }]);
});

test("a watchlist of 2,000 entities with aliases is stored and comes back whole", async () => {
  const entities = Array.from({ length: 2000 }, (_, n) => ({
    name: `Maker ${n} Industries`,
    aliases: [`Maker${n}`, `MKR${n}`],
  }));
  const { id } = await made({ name: "Many", entities });
  expect((await api.send("GET", `/watchlists/${id}`)).body.entities).toHaveLength(2000);
});

test("a watchlist as large as a body may be fits into the store, even if its names hardly compress", async () => {
  const entities = Array.from({ length: 100 }, (_, n) => ({
    name: `Maker ${n}`,
    aliases: Array.from({ length: 98 }, (_, a) => ideographs(9, `${n} ${a}`)),
  }));
  const left = bodyBytesMax - Buffer.byteLength(JSON.stringify({ name: "Dense", entities })) - 1000;
  const context = Array.from({ length: Math.floor(left / 303) }, (_, n) => ideographs(100, `context ${n}`));
  const body = { name: "Dense", entities: [...entities, { name: "Padding", context }] };
  expect(Buffer.byteLength(JSON.stringify(body))).toBeGreaterThan(bodyBytesMax * 0.99);
  expect((await api.send("POST", "/watchlists", { body })).status).toBe(201);
});

/** Such that they hardly compress; the same for the same seed. */
function ideographs(length: number, seed: string): string {
  const bytes = Buffer.concat(
    Array.from({ length: Math.ceil(length / 32) }, (_, n) => createHash("sha512").update(`${seed} ${n}`).digest()),
  );
  return String.fromCharCode(...Array.from({ length }, (_, n) => 0x4e00 + (bytes.readUInt16LE(n * 2) % 20_000)));
}

test("languages and sources of a rule come back as they were given, and go when they are taken back", async () => {
  const { id } = await made({ ...cars, rule: { languages: ["de"], minSources: 2 } });
  expect((await api.send("GET", `/watchlists/${id}`)).body.rule).toMatchObject({ languages: ["de"], minSources: 2 });
  const body = { rule: { languages: "any", minSources: 1 } };
  const { rule } = (await api.send("PATCH", `/watchlists/${id}`, { body })).body;
  expect([rule.languages, rule.minSources]).toEqual([undefined, undefined]);
});
