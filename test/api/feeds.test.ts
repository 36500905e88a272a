import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { feedTable } from "../../functions/aws/catalog-table.ts";
import { pollStateTable } from "../../functions/aws/polling-table.ts";
import type { PollState } from "../../lib/polling/poll-state.ts";
import { slotOf } from "../../lib/polling/slots.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const add = (body: object) => api.send("POST", "/feeds", { body });

test("a feed is added with its defaults and polled from then on", async () => {
  const { status, body } = await add({ url: "https://Wire.example/feed.xml#top" });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    url: "https://wire.example/feed.xml",
    title: "wire.example",
    intervalMinutes: 5,
    paused: false,
  });
  expect(body).toMatchObject({ everyMinutes: 5, health: { state: "new", lastSuccessAt: null, warnings: [] } });
  const due = await feedTable(api.local.tables.Catalog).feedsInSlots([slotOf(body.id, 5)]);
  expect(due.map(({ id }) => id)).toContain(body.id);
});

/** The feeds that the poll queue was asked for meanwhile. */
async function askedFor(act: () => Promise<unknown>): Promise<string[]> {
  const before = api.topics.polls.length;
  await act();
  return api.topics.polls.slice(before).flatMap(({ feeds }) => feeds.map(({ id }) => id));
}

describe("a poll is asked for at once", () => {
  const path = (id: string) => `/feeds/${id}`;
  const polled: PollState = {
    ...{ version: 1, validators: {}, bodyHash: "hash", ring: new Uint8Array(), savedAt: "2026-03-01T11:00:00.000Z" },
    ...{ failing: null, warnings: [], lastNewItemAt: null },
  };

  test("when a feed is added, as it is stored; again if nobody has polled it yet, and no more once somebody has", async () => {
    const wish = { url: "https://soon.example/", title: "Soon", intervalMinutes: 1440 };
    const { body } = await add(wish);
    expect(api.topics.polls.at(-1)).toEqual({
      feeds: [{ id: body.id, owner: "olga", url: wish.url, title: "Soon", intervalMinutes: 1440, paused: false }],
    });
    expect(await askedFor(() => add(wish))).toEqual([body.id]);
    await pollStateTable(api.local.tables.Polling).save(body.id, polled);
    expect(await askedFor(() => add(wish))).toEqual([]);
  });

  test("when a feed is resumed, and not when it is paused or otherwise changed", async () => {
    const { id } = (await add({ url: "https://resume.example/" })).body;
    const change = (body: object) => askedFor(() => api.send("PATCH", path(id), { body }));
    expect(await change({ paused: true })).toEqual([]);
    expect(await askedFor(() => add({ url: "https://resume.example/" })), "it is paused").toEqual([]);
    expect(await change({ title: "Other" })).toEqual([]);
    expect(await change({ paused: false })).toEqual([id]);
    expect(api.topics.polls.at(-1)?.feeds[0]).toMatchObject({ paused: false, resumedAt: expect.any(String) });
    expect(await change({ paused: false })).toEqual([]);
  });

  test("and where the queue takes nothing the feed is there all the same, for its slot", async () => {
    api.topics.broken = true;
    const { status, body } = await add({ url: "https://untaken.example/" });
    api.topics.broken = false;
    expect(status).toBe(201);
    expect(api.faults.splice(0)).toEqual([new Error("no answer")]);
    const due = await feedTable(api.local.tables.Catalog).feedsInSlots([slotOf(body.id, 5)]);
    expect(due.map(({ id }) => id)).toContain(body.id);
  });
});

test("the same feed twice is one feed; with other settings it is a conflict that says where it is", async () => {
  const first = await add({ url: "https://twice.example/", title: "Twice" });
  const second = await add({ url: "https://twice.example", title: "Twice" });
  expect([second.status, second.body]).toEqual([200, first.body]);
  const third = await add({ url: "https://twice.example/", title: "Thrice" });
  expect(third.status).toBe(409);
  expect(third.body.detail).toContain(`/feeds/${first.body.id}`);
});

test("what isn't said of a feed that is there is no other setting, and one that has moved is known by where it is", async () => {
  const { body } = await add({ url: "https://said.example/", title: "Said", intervalMinutes: 60 });
  expect(await add({ url: "https://said.example/" })).toMatchObject({ status: 200, body: { title: "Said" } });
  expect((await add({ url: "https://said.example/", intervalMinutes: 5 })).status).toBe(409);
  await feedTable(api.local.tables.Catalog).updateFeedUrl(body.id, "https://moved.example/feed");
  for (const url of ["https://moved.example/feed", "https://said.example/"])
    expect(await add({ url })).toMatchObject({ status: 200, body: { id: body.id, url: "https://moved.example/feed" } });
});

test("of ten who add the same feed at once each gets the one feed", async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => add({ url: "https://race.example/", title: "Race" })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
});

test("a paused feed is not polled, a resumed one is", async () => {
  const { body } = await add({ url: "https://pause.example/", intervalMinutes: 60 });
  const isDue = async () =>
    (await feedTable(api.local.tables.Catalog).feedsInSlots([slotOf(body.id, 60)])).some(({ id }) => id === body.id);
  expect(await isDue()).toBe(true);
  const paused = await api.send("PATCH", `/feeds/${body.id}`, { body: { paused: true } });
  const { nextPollAt, nextPollWhy, ...health } = body.health;
  expect(Date.parse(nextPollAt)).toBeGreaterThan(api.clock.now.getTime());
  expect(nextPollWhy).toBe("every hour, as wished");
  expect(paused.body).toEqual({
    ...body,
    paused: true,
    health: { ...health, nextPollAt: null, nextPollWhy: "it is paused" },
  });
  expect(await isDue()).toBe(false);
  await api.send("PATCH", `/feeds/${body.id}`, { body: { paused: false } });
  expect(await isDue()).toBe(true);
});

test("title and interval change, the rest stays; a removed feed is gone", async () => {
  const { body } = await add({ url: "https://change.example/" });
  const path = `/feeds/${body.id}`;
  const changed = await api.send("PATCH", path, { body: { title: "Changed", intervalMinutes: 30 } });
  expect(changed.body).toMatchObject({ id: body.id, url: body.url, paused: false });
  expect(changed.body).toMatchObject({ title: "Changed", intervalMinutes: 30, everyMinutes: 30 });
  expect((await api.send("GET", path)).body).toEqual(changed.body);
  expect((await api.send("DELETE", path)).status).toBe(204);
  expect((await api.send("GET", path)).status).toBe(404);
});

describe("each feed says how polling it goes:", () => {
  const base: PollState = {
    version: 1,
    validators: {},
    bodyHash: "hash",
    ring: new Uint8Array(),
    savedAt: "2026-03-01T10:00:00.000Z",
    failing: null,
    warnings: ["repaired a bare &"],
    lastNewItemAt: "2026-03-01T09:00:00.000Z",
  };
  const since = "2026-02-27T10:00:00.000Z";
  const failing = { reason: "HTTP 403", since, count: 3, notBefore: "2026-03-01T13:00:00.000Z", lastSuccessAt: since };
  test.each<[string, Partial<PollState> | null, object]>([
    ["new", null, { lastNewItemAt: null, nextPollWhy: "every 5 minutes, as wished" }],
    ["healthy", {}, { lastNewItemAt: base.lastNewItemAt, warnings: base.warnings, reason: null, since: null }],
    ["failing", { failing }, { reason: "HTTP 403", since, lastSuccessAt: since, nextPollWhy: /3 times/ }],
    ["gone", { failing: { ...failing, pause: "gone" } }, { since, nextPollWhy: /gone/ }],
    ["silent", { silentSince: since }, { reason: null, since }],
  ])("%s", async (state, changes, expected) => {
    const { id } = (await add({ url: `https://${state}.example/` })).body;
    const { Polling } = api.local.tables;
    if (changes) await pollStateTable(Polling).save(id, { ...base, ...changes });
    const { items } = (await api.send("GET", "/feeds?limit=100")).body;
    const { health } = items.find((feed: { id: string }) => feed.id === id);
    const said = Object.entries(expected).map(([key, value]) => [
      key,
      value instanceof RegExp ? expect.stringMatching(value) : value,
    ]);
    expect(health).toMatchObject({ state, ...Object.fromEntries(said) });
    expect((await api.send("GET", `/feeds/${id}`)).body.health).toEqual(health);
  });
});

test("a feed that was paused because it is gone is merely paused once its owner has resumed it", async () => {
  const { body } = await add({ url: "https://lost.example/" });
  const table = feedTable(api.local.tables.Catalog);
  await table.pauseGoneFeed(body.id);
  const path = `/feeds/${body.id}`;
  expect((await api.send("GET", path)).body.health.nextPollWhy).toMatch(/gone; resume it/);
  expect((await api.send("PATCH", path, { body: { title: "Lost" } })).body.health.nextPollWhy).toMatch(/gone/);
  await api.send("PATCH", path, { body: { paused: false } });
  expect((await table.feedById(body.id))?.resumedAt).toMatch(/^20\d\d-/);
  const again = await api.send("PATCH", path, { body: { paused: true } });
  expect(again.body.health.nextPollWhy).toBe("it is paused");
});

test.each<[string, object, string, RegExp]>([
  ["without url", {}, "url", /expected a string, got nothing/],
  ["with a path only", { url: "/feed.xml" }, "url", /such as https/],
  ["of another scheme", { url: "ftp://wire.example/" }, "url", /expected http or https, got ftp/],
  ["with a password", { url: "https://a:b@wire.example/" }, "url", /without user name and password/],
  ["on loopback", { url: "http://127.0.0.1/feed" }, "url", /public internet, got a loopback/],
  ["on loopback in decimal", { url: "http://2130706433/feed" }, "url", /public internet/],
  ["on loopback in IPv6", { url: "http://[::1]/feed" }, "url", /public internet/],
  ["on the metadata address", { url: "http://169.254.169.254/latest" }, "url", /public internet/],
  ["on this machine by name", { url: "http://localhost:8080/" }, "url", /public internet/],
  [
    "with an interval that can't be chosen",
    { url: "https://a.example/", intervalMinutes: 7 },
    "intervalMinutes",
    /got 7/,
  ],
  ["with an interval as text", { url: "https://a.example/", intervalMinutes: "5" }, "intervalMinutes", /got "5"/],
  ["with an empty title", { url: "https://a.example/", title: " " }, "title", /at least 1 character,/],
  [
    "with a title too long",
    { url: "https://a.example/", title: "x".repeat(201) },
    "title",
    /at most 200 characters, got 201/,
  ],
  [
    "with an unknown field",
    { url: "https://a.example/", interval: 5 },
    "interval",
    /one of url, title, intervalMinutes, got an unknown field/,
  ],
])("a feed %s is refused, naming the field", async (_, body, field, detail) => {
  const { status, body: problem } = await add(body);
  expect(status).toBe(422);
  expect(problem.errors[0].field).toBe(field);
  expect(problem.detail).toMatch(detail);
});

test("a name that only begins like this machine's is not refused", async () => {
  expect((await add({ url: "https://localhost.example/" })).status).toBe(201);
});
