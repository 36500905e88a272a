import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bodyBytesMax } from "../../lib/api/read-request.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const cars = { name: "Car alliances", entities: ["BMW", { name: "General Motors", aliases: ["GM"] }] };
let count = 0;
/** Each under a name of its own. */
const made = async (body: object = cars) =>
  (await api.send("POST", "/watchlists", { body: { ...body, name: `List ${++count}` } })).body;

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
  await api.send("PATCH", path, { body: { name: "Renamed again" } });
  await api.send("PATCH", path, { body: { entities: [...cars.entities, "Toyota"] } });
  expect(api.missed).toEqual([]);
  await api.send("PUT", path, {
    body: { name: "Makers", entities: ["BMW", { name: "General Motors", aliases: ["GM", "GMC"] }] },
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

describe("a name", () => {
  test("that one of the owner's watchlists has is refused, and said which; another owner may have it", async () => {
    const token = await api.newToken("nina", ["write"]);
    const send = (body: object) => api.send("POST", "/watchlists", { body, token });
    const first = (await send({ ...cars, name: "Mine" })).body;
    const { status, body, headers } = await send({ ...cars, name: " Mine " });
    expect([status, headers.get("location")]).toEqual([409, `/watchlists/${first.id}`]);
    expect(body.detail).toContain(`"Mine", which /watchlists/${first.id} has`);
    expect((await api.send("GET", "/watchlists", { token })).body.items).toHaveLength(1);
    expect((await api.send("POST", "/watchlists", { body: { ...cars, name: "Mine" } })).status).toBe(201);
  });

  test("is refused for a rename, too, but not for a list that has it already", async () => {
    const one = await made();
    const other = await made();
    const path = `/watchlists/${one.id}`;
    expect((await api.send("PATCH", path, { body: { name: other.name } })).status).toBe(409);
    expect((await api.send("PUT", path, { body: { ...cars, name: other.name } })).status).toBe(409);
    expect((await api.send("GET", path)).body.name).toBe(one.name);
    expect((await api.send("PUT", path, { body: { ...cars, name: one.name } })).status).toBe(200);
  });
});

test("lists go page by page through all, and a cursor is only good for its own list", async () => {
  const token = await api.newToken("lister", ["write"]);
  const ids = [];
  for (let n = 0; n < 5; n++) {
    const body = { ...cars, name: `List ${n}` };
    ids.push((await api.send("POST", "/watchlists", { body, token })).body.id);
  }
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
  ["with an unknown field", { ...cars, entitys: [] }, "entitys", /got an unknown field; did you mean "entities"/],
  [
    "with an unknown field in the rule",
    { ...cars, rule: { kind: [] } },
    "rule.kind",
    /got an unknown field; did you mean "kinds"/,
  ],
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
  ["with an owner of the client's choice", { ...cars, owner: "otto" }, "owner", /the token's, got "otto"/],
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

test("everything that is wrong is said at once, and unknown fields propose none that a client can't use", async () => {
  const body = { ownr: "otto", owner: "otto", entities: ["BMW", 7], rule: { minSources: null, kinds: ["romance"] } };
  for (const [method, path] of [
    ["POST", "/watchlists"],
    ["PUT", `/watchlists/${(await made()).id}`],
  ] as const) {
    const { status, body: problem } = await api.send(method, path, { body });
    expect(status).toBe(422);
    expect(problem.errors.map(({ field }: { field: string }) => field)).toEqual([
      ...["name", "owner", "entities[1]", "rule.kinds[0]", "rule.minSources", "ownr"],
    ]);
    expect(problem.errors.at(-1).expected).toBe("one of name, entities, rule, mustMatch, mustNotMatch");
  }
});

test("a patch takes away with null what may be left out, and is told what may not", async () => {
  const rule = { stages: ["agreed"], minSources: 3, languages: ["de"], minConfidence: 0.9 };
  const { id, name } = await made({ ...cars, rule, mustMatch: ["BMW and GM agree"] });
  const path = `/watchlists/${id}`;
  const some = (await api.send("PATCH", path, { body: { rule: { minSources: null, stages: null } } })).body.rule;
  expect(some).toMatchObject({ languages: ["de"], minConfidence: 0.9 });
  expect(some.minSources).toBeUndefined();
  expect(some.stages).toContain("ended");
  const all = (await api.send("PATCH", path, { body: { rule: null, mustMatch: null } })).body;
  expect(all).toMatchObject({ name, rule: { minConfidence: 0.5 } });
  expect([all.rule.languages, all.mustMatch]).toEqual([undefined, undefined]);
  const { status, body } = await api.send("PATCH", path, { body: { name: null, entities: null } });
  expect(status).toBe(422);
  expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(["name", "entities"]);
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
