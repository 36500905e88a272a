import { afterEach, beforeEach, expect, test } from "vitest";
import { ledgerTable } from "../../functions/aws/ledger-table.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
let endpointId: string;
beforeEach(async () => {
  api = await startApi();
  endpointId = await anEndpoint(api.olga);
});
afterEach(() => api.stop());

async function anEndpoint(token: string): Promise<string> {
  const { body } = await api.send("POST", "/subscribers", { body: { name: "Olga", timeZone: "UTC" }, token });
  const address = { channel: "email", address: "olga@example.org" };
  return (await api.send("POST", `/subscribers/${body.id}/endpoints`, { body: address, token })).body.id;
}

const startedAt = "2026-03-01T11:00:00.000Z";
const words = { channel: "email", subject: "BMW × Toyota: partnership expanded", text: "1  BMW × Toyota …" } as const;

async function tells(storyId: string, revision: number, state: "sent" | "claimed" | "unknown", hasRecord = true) {
  const { claims, deliveries } = ledgerTable(api.local.tables.News);
  const deliveryId = `d-${storyId}-${revision}`;
  const told = { storyId, revision };
  await claims.claim({ endpointId, ...told, state, deliveryId, startedAt, leaseUntil: startedAt, attempts: 1 });
  const record = { state: "sent" as const, told: [told], messageId: "m", reason: null };
  if (hasRecord) await deliveries.begin({ id: deliveryId, endpointId, startedAt, ...words, ...record });
}

const asked = (storyId: string, token = api.olga) =>
  api.send("GET", `/endpoints/${endpointId}/stories/${storyId}`, { token });

test("was X told about Y, when, and with which words? is one request", async () => {
  await tells("s-1", 1, "sent");
  await tells("s-1", 2, "unknown");
  await tells("s-1 correction", 2, "claimed", false);
  await tells("s-11", 1, "sent");
  const { status, body } = await asked("s-1");
  expect(status).toBe(200);
  const common = { attempts: 1, at: startedAt };
  const said = { subject: words.subject, text: words.text };
  expect(body.items).toEqual([
    { what: "news", revision: 1, outcome: "told", deliveryId: "d-s-1-1", ...common, ...said },
    { what: "news", revision: 2, outcome: "unknown", deliveryId: "d-s-1-2", ...common, ...said },
    {
      ...{ what: "correction", revision: 2, outcome: "being-told", deliveryId: "d-s-1 correction-2", ...common },
      ...{ subject: null, text: null },
    },
  ]);
});

test("who wasn't told has no line; another owner's endpoint is none", async () => {
  await tells("s-1", 1, "sent");
  expect((await asked("s-2")).body).toEqual({ items: [] });
  expect((await asked("s-1", await api.newToken("oleg", ["admin"]))).status).toBe(404);
});

test("what was put aside is shown with the reason and taken back, to each owner theirs", async () => {
  const olegs = await api.newToken("oleg", ["write"]);
  const theirs = await anEndpoint(olegs);
  const failedAt = "2026-03-01T11:59:00.000Z";
  const letter = (message: unknown, reason: string | null) => {
    const body = typeof message === "string" ? message : JSON.stringify(message);
    api.topics.failed.push({ body, reason, failedAt, handle: body });
  };
  letter({ endpointId }, "SNS refused the summary: Throttled");
  letter({ endpointId: theirs }, null);
  letter({ feedsOf: "oleg" }, "no table");
  letter("not JSON", "expected …");
  letter({ endpointId: "gone" }, "found none");
  const { body } = await api.send("GET", "/deliveries/failed");
  expect(body.items).toEqual([
    {
      message: JSON.stringify({ endpointId }),
      reason: "SNS refused the summary: Throttled",
      failedAt,
      retryable: true,
    },
    { message: "not JSON", reason: "expected …", failedAt, retryable: false },
    { message: JSON.stringify({ endpointId: "gone" }), reason: "found none", failedAt, retryable: false },
  ]);
  api.topics.asked.length = 0;
  const done = (await api.send("POST", "/deliveries/retry")).body;
  expect([done.retried.length, done.left.length]).toEqual([1, 2]);
  expect(api.topics.asked).toEqual([{ endpointId }]);
  // Oleg is no administrator, and sees his own only.
  const his = (await api.send("POST", "/deliveries/retry", { token: olegs })).body;
  expect(his).toMatchObject({ retried: [{ reason: null }, { reason: "no table" }], left: [] });
  expect(api.topics.asked).toEqual([{ endpointId }, { endpointId: theirs }, { feedsOf: "oleg" }]);
  expect(api.topics.failed.map(({ body }) => body)).toEqual(["not JSON", '{"endpointId":"gone"}']);
});

test("a canary's feed is one item that names two companies of its own watchlist; whoever doesn't know its id gets none", async () => {
  const { status, body } = await api.send("POST", "/canaries", { body: { apiUrl: "https://api.example.org/" } });
  expect(status).toBe(201);
  const [{ feeds: [feed] = [] } = { feeds: [] }] = api.topics.polls;
  expect(feed).toMatchObject({ url: `https://api.example.org/canaries/${body.id}/feed`, owner: "olga" });
  const steps = async () => (await api.send("GET", `/canaries/${body.id}`)).body.steps;
  expect((await steps()).map(({ ageSeconds }: { ageSeconds: number | null }) => ageSeconds)).toEqual([
    0,
    ...Array(5).fill(null),
  ]);
  api.clock.now = new Date(api.clock.now.getTime() + 2_500);
  const { status: found, body: rss } = await api.send("GET", `/canaries/${body.id}/feed`, { token: null });
  expect([found, (await steps())[1]]).toMatchObject([200, { step: "fetched", ageSeconds: 2.5 }]);
  expect(rss).toMatch(/<title>Kanarvik \w+ and Zeisholm \w+ agree on a partnership<\/title>/);
  expect((await api.send("GET", "/canaries/none/feed", { token: null })).status).toBe(404);
  expect((await api.send("POST", "/canaries", { body: { apiUrl: "file:///etc" } })).status).toBe(422);
  // Given up after 2.5 seconds; removed again, it says nothing more.
  for (const _ of [1, 2]) expect((await api.send("DELETE", `/canaries/${body.id}`)).status).toBe(204);
  expect(api.canaryAges).toEqual([2.5]);
  expect((await api.send("GET", `/subscribers/canary-${body.id}`)).status).toBe(404);
});
