import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { subscriberTable } from "../../functions/aws/catalog-table.ts";
import { collect } from "../../functions/aws/versioned-rows.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
/** No two watchlists of an owner have one name. */
let count = 0;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const olga = { name: "Olga", language: "de", timeZone: "Europe/Berlin" };
const aSubscriber = async () => (await api.send("POST", "/subscribers", { body: olga })).body.id as string;
const addEndpoint = (id: string, body: object) => api.send("POST", `/subscribers/${id}/endpoints`, { body });
const anEndpoint = async (subscriberId: string, address = "olga@example.org") =>
  (await addEndpoint(subscriberId, { channel: "email", address })).body.id as string;
const aWatchlist = async () =>
  (await api.send("POST", "/watchlists", { body: { name: `Cars ${++count}`, entities: ["BMW", "Toyota"] } })).body
    .id as string;
const subscribe = (endpointId: string, watchlistId: string, cadence: unknown) =>
  api.send("PUT", `/endpoints/${endpointId}/subscriptions/${watchlistId}`, { body: { cadence } });

describe("subscribers", () => {
  test("are made, read, listed and changed", async () => {
    const { status, body } = await api.send("POST", "/subscribers", { body: olga });
    expect(status).toBe(201);
    expect(body).toMatchObject(olga);
    const changed = await api.send("PATCH", `/subscribers/${body.id}`, { body: { language: "en" } });
    expect(changed.body).toEqual({ ...body, language: "en" });
    expect((await api.send("GET", `/subscribers/${body.id}`)).body).toEqual(changed.body);
    expect((await api.send("GET", "/subscribers?limit=100")).body.items).toContainEqual(changed.body);
  });

  test("a time zone is taken in any case, kept in its usual one", async () => {
    const { body } = await api.send("POST", "/subscribers", { body: { ...olga, timeZone: "europe/berlin" } });
    expect(body.timeZone).toBe("Europe/Berlin");
  });

  test.each<[string, object, string]>([
    ["without name", { timeZone: "UTC" }, "name"],
    ["without time zone", { name: "x" }, "timeZone"],
    ["with an unknown time zone", { ...olga, timeZone: "Europe/Atlantis" }, "timeZone"],
    ["with an offset for a time zone", { ...olga, timeZone: "+02:00" }, "timeZone"],
    ["with an unknown language", { ...olga, language: "fr" }, "language"],
    ["with quiet hours that never end", { ...olga, quietHours: { from: "22:00", to: "22:00" } }, "quietHours.to"],
    ["with quiet hours at no time", { ...olga, quietHours: { from: "22:00", to: "7" } }, "quietHours.to"],
    ["with quiet hours without end", { ...olga, quietHours: { from: "22:00" } }, "quietHours.to"],
    ["paused until no day", { ...olga, pausedUntil: "2026-02-30" }, "pausedUntil"],
    ["paused until a moment", { ...olga, pausedUntil: "2026-03-01T08:00:00Z" }, "pausedUntil"],
    ["with no message a day", { ...olga, messagesPerDayMax: 0 }, "messagesPerDayMax"],
    ["with an SMS of eleven parts", { ...olga, smsPartsMax: 11 }, "smsPartsMax"],
    ["with an unknown field", { ...olga, email: "olga@example.org" }, "email"],
  ])("%s are refused, naming the field", async (_, body, field) => {
    const { status, body: problem } = await api.send("POST", "/subscribers", { body });
    expect(status).toBe(422);
    expect(problem.errors[0].field).toBe(field);
  });

  test("have quiet hours and a pause, by which they are woken, until they take them away", async () => {
    const quietHours = { from: "22:00", to: "07:00" };
    const { body } = await api.send("POST", "/subscribers", { body: { ...olga, quietHours } });
    expect(body).toEqual({ id: body.id, ...olga, quietHours });
    const endpointId = await anEndpoint(body.id, "night@example.org");
    const { endpointsToWake } = subscriberTable(api.local.tables.Catalog);
    const woken = async (at: string) =>
      (await collect(endpointsToWake(`WAKE#Europe/Berlin#${at}`))).flatMap(({ endpoints }) =>
        endpoints.map(({ id }) => id),
      );
    expect(await woken("07:00")).toContain(endpointId);
    const patch = (changes: object) => api.send("PATCH", `/subscribers/${body.id}`, { body: changes });
    const paused = await patch({ quietHours: null, pausedUntil: "2026-03-14" });
    // What the quiet hours held is asked for at once, and not a day later.
    expect(api.topics.asked.at(-1)).toEqual({ endpointId });
    expect(paused.body).toEqual({ id: body.id, ...olga, pausedUntil: "2026-03-14" });
    expect([await woken("07:00"), await woken("00:00")].map((ids) => ids.includes(endpointId))).toEqual([false, true]);
    expect((await patch({ pausedUntil: null })).body).toEqual({ id: body.id, ...olga });
    expect(await woken("00:00")).not.toContain(endpointId);
  });

  test("keep since when they wish what holds news, and show it to nobody; other changes leave it", async () => {
    const { body } = await api.send("POST", "/subscribers", { body: olga });
    const stored = async () =>
      (await subscriberTable(api.local.tables.Catalog).subscriberById(body.id))?.wishesChangedAt ?? null;
    const patch = async (changes: object, at: string) => {
      api.clock.now = new Date(at);
      const { body: answer } = await api.send("PATCH", `/subscribers/${body.id}`, { body: changes });
      expect(answer).not.toHaveProperty("wishesChangedAt");
      return stored();
    };
    const [first, second, third] = ["2026-03-01T12:01:00.000Z", "2026-03-01T12:02:00.000Z", "2026-03-01T12:03:00.000Z"];
    expect(await stored()).toBeNull();
    expect(await patch({ name: "Olga O." }, first)).toBeNull();
    expect(await patch({ pausedUntil: "2026-03-14" }, first)).toBe(first);
    expect(await patch({ pausedUntil: "2026-03-14", language: "de" }, second)).toBe(first);
    for (const wish of [
      { pausedUntil: null },
      { timeZone: "Asia/Tokyo" },
      { quietHours: { from: "22:00", to: "07:00" } },
      { messagesPerDayMax: 3 },
    ])
      expect(await patch(wish, third)).toBe(third);
  });

  test("are deleted with their endpoints and subscriptions", async () => {
    const [subscriberId, watchlistId] = [await aSubscriber(), await aWatchlist()];
    const endpointId = await anEndpoint(subscriberId);
    await subscribe(endpointId, watchlistId, { every: "hour" });
    expect((await api.send("DELETE", `/subscribers/${subscriberId}`)).status).toBe(204);
    expect(api.topics.removed).toContain(`arn:topic:${endpointId}`);
    const { endpointById, subscriptionsOfEndpoint } = subscriberTable(api.local.tables.Catalog);
    expect(await endpointById(endpointId)).toBeNull();
    expect(await subscriptionsOfEndpoint(endpointId)).toEqual([]);
    expect((await api.send("GET", `/subscribers/${subscriberId}`)).status).toBe(404);
  });
});

describe("endpoints", () => {
  test("are added, with their topic, and pending until confirmed", async () => {
    const id = await aSubscriber();
    const { status, body } = await addEndpoint(id, { channel: "sms", address: "+49 151 1234 5678" });
    expect(status).toBe(201);
    expect(body).toMatchObject({ subscriberId: id, channel: "sms", address: "+4915112345678", state: "pending" });
    const { endpointById, setState } = subscriberTable(api.local.tables.Catalog);
    expect((await endpointById(body.id))?.topicArn).toBe(`arn:topic:${body.id}`);
    await setState(body.id, "confirmed");
    expect((await api.send("GET", `/endpoints/${body.id}`)).body.state).toBe("confirmed");
    expect((await api.send("GET", `/subscribers/${id}/endpoints`)).body.items).toHaveLength(1);
  });

  test("the same address twice is one endpoint and one topic", async () => {
    const id = await aSubscriber();
    const first = await addEndpoint(id, { channel: "email", address: "olga@example.org" });
    const second = await addEndpoint(id, { channel: "email", address: "olga@EXAMPLE.org" });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
    expect(api.topics.made.filter((made) => made === first.body.id)).toHaveLength(1);
  });

  test("a topic that could not be made is made by the repeated request", async () => {
    const id = await aSubscriber();
    api.topics.broken = true;
    const failed = await addEndpoint(id, { channel: "email", address: "again@example.org" });
    api.topics.broken = false;
    expect(failed.status).toBe(500);
    expect(api.faults.splice(0)).toHaveLength(1);
    expect(JSON.stringify(failed.body)).not.toContain("no answer");
    const { body } = await addEndpoint(id, { channel: "email", address: "again@example.org" });
    expect(api.topics.made).toContain(body.id);
  });

  test("that the channel refuses are not kept", async () => {
    const id = await aSubscriber();
    api.topics.refusing = true;
    const { status, body } = await addEndpoint(id, { channel: "sms", address: "+4915112345678" });
    api.topics.refusing = false;
    expect([status, body.errors[0].field]).toEqual([422, "address"]);
    expect((await api.send("GET", `/subscribers/${id}/endpoints`)).body.items).toEqual([]);
  });

  test.each<[string, object, string, RegExp]>([
    ["with a phone number without country code", { channel: "sms", address: "0151 12345678" }, "address", /E\.164/],
    ["with a phone number for email", { channel: "email", address: "+4915112345678" }, "address", /without "@"/],
    ["with an address for SMS", { channel: "sms", address: "olga@example.org" }, "address", /"\+"/],
    ["without address", { channel: "sms" }, "address", /got nothing/],
    ["on an unknown channel", { channel: "fax", address: "1" }, "channel", /"email" or "sms", got "fax"/],
  ])("%s are refused, and the number is not repeated", async (_, body, field, detail) => {
    const { status, body: problem } = await addEndpoint(await aSubscriber(), body);
    expect(status).toBe(422);
    expect(problem.errors[0].field).toBe(field);
    expect(problem.detail).toMatch(detail);
    expect(JSON.stringify(problem)).not.toMatch(/12345678|olga@/);
  });

  test("of nobody are refused", async () => {
    expect((await addEndpoint("nobody", { channel: "email", address: "olga@example.org" })).status).toBe(404);
  });
});

describe("subscriptions", () => {
  test.each<[string, object]>([
    ["at once", { every: "immediate" }],
    ["hourly", { every: "hour" }],
    ["daily", { every: "day", at: "08:00" }],
    ["weekly", { every: "week", on: "monday", at: "23:59" }],
    ["daily on workdays", { every: "day", at: "08:00", workdaysOnly: true }],
  ])("%s: are made, read and listed", async (_, cadence) => {
    const [endpointId, watchlistId] = [await anEndpoint(await aSubscriber()), await aWatchlist()];
    const { status, body } = await subscribe(endpointId, watchlistId, cadence);
    expect(status).toBe(201);
    expect(body).toEqual({ watchlistId, endpointId, cadence, createdAt: api.clock.now.toISOString() });
    expect((await api.send("GET", `/endpoints/${endpointId}/subscriptions`)).body.items).toEqual([body]);
    expect((await api.send("GET", `/endpoints/${endpointId}/subscriptions/${watchlistId}`)).body).toEqual(body);
  });

  test("a changed cadence keeps the beginning, so that what came in between is still told", async () => {
    const [endpointId, watchlistId] = [await anEndpoint(await aSubscriber()), await aWatchlist()];
    const first = await subscribe(endpointId, watchlistId, { every: "day", at: "08:00" });
    const before = api.clock.now;
    api.clock.now = new Date(before.getTime() + 86_400_000);
    const second = await subscribe(endpointId, watchlistId, { every: "immediate" });
    api.clock.now = before;
    expect(second.status).toBe(200);
    expect(second.body.createdAt).toBe(first.body.createdAt);
  });

  test("a change is known by its time, as nothing was due before it by the new cadence; a repeat is none", async () => {
    const [endpointId, watchlistId] = [await anEndpoint(await aSubscriber()), await aWatchlist()];
    const { subscription } = subscriberTable(api.local.tables.Catalog);
    const changedAt = async () => (await subscription(endpointId, watchlistId))?.changedAt;
    const put = (body: object) => api.send("PUT", `/endpoints/${endpointId}/subscriptions/${watchlistId}`, { body });
    const cadence = { every: "day", at: "08:00", workdaysOnly: true };
    const before = api.clock.now;
    for (const stages of [["agreed"], ["agreed"]]) {
      await put({ cadence, only: { stages } });
      expect(await changedAt()).toBeUndefined();
      api.clock.now = new Date(api.clock.now.getTime() + 60_000);
    }
    const changed = api.clock.now.toISOString();
    await put({ cadence, only: { stages: ["ended"] } });
    api.clock.now = new Date(api.clock.now.getTime() + 60_000);
    await put({ cadence, only: { stages: ["ended"] }, whenEmpty: "say-so" });
    api.clock.now = before;
    expect(await changedAt()).toBe(changed);
  });

  test("another time zone of the subscriber moves them in the schedule", async () => {
    const subscriberId = await aSubscriber();
    const [endpointId, watchlistId] = [await anEndpoint(subscriberId), await aWatchlist()];
    await subscribe(endpointId, watchlistId, { every: "day", at: "05:55" });
    await api.send("PATCH", `/subscribers/${subscriberId}`, { body: { timeZone: "Asia/Tokyo" } });
    const { subscriptionsInSlot } = subscriberTable(api.local.tables.Catalog);
    expect(await collect(subscriptionsInSlot("SEND#Europe/Berlin#05:55"))).toEqual([]);
    expect(await collect(subscriptionsInSlot("SEND#Asia/Tokyo#05:55"))).toMatchObject([{ endpointId, watchlistId }]);
  });

  test("want all stories or only some", async () => {
    const [endpointId, watchlistId] = [await anEndpoint(await aSubscriber()), await aWatchlist()];
    const entities = (await api.send("GET", `/watchlists/${watchlistId}`)).body.entities as { id: string }[];
    const put = (only: unknown) =>
      api.send("PUT", `/endpoints/${endpointId}/subscriptions/${watchlistId}`, {
        body: { cadence: { every: "immediate" }, only },
      });
    const only = { stages: ["agreed"], parties: [entities[0]?.id], sourcesMin: 2 };
    expect((await put(only)).body.only).toEqual(only);
    expect((await put(undefined)).body).not.toHaveProperty("only");
    const refused = async (wanted: unknown) => (await put(wanted)).body.errors?.[0].field;
    expect(await refused({ parties: ["nobody"] })).toBe("only.parties[0]");
    expect(await refused({ stages: ["over"] })).toBe("only.stages[0]");
    expect(await refused({ sourcesMin: 0 })).toBe("only.sourcesMin");
    expect(await refused({ outlets: ["dpa"] })).toBe("only.outlets");
  });

  test("say so when a digest is empty, and only a digest", async () => {
    const [endpointId, watchlistId] = [await anEndpoint(await aSubscriber()), await aWatchlist()];
    const put = (cadence: object) =>
      api.send("PUT", `/endpoints/${endpointId}/subscriptions/${watchlistId}`, {
        body: { cadence, whenEmpty: "say-so" },
      });
    expect((await put({ every: "day", at: "08:00" })).body.whenEmpty).toBe("say-so");
    expect((await put({ every: "immediate" })).body.errors[0].field).toBe("whenEmpty");
  });

  test("removed ones are gone", async () => {
    const [endpointId, watchlistId] = [await anEndpoint(await aSubscriber()), await aWatchlist()];
    await subscribe(endpointId, watchlistId, { every: "hour" });
    const path = `/endpoints/${endpointId}/subscriptions/${watchlistId}`;
    expect((await api.send("DELETE", path)).status).toBe(204);
    expect((await api.send("DELETE", path)).status).toBe(404);
    expect((await api.send("GET", path)).status).toBe(404);
  });

  test.each<[string, unknown, string, RegExp]>([
    ["at an hour that is none", { every: "day", at: "24:00" }, "cadence.at", /time of day from 00:00 to 23:59/],
    ["at a time without leading zero", { every: "day", at: "8:00" }, "cadence.at", /such as 08:00, got "8:00"/],
    ["daily without time", { every: "day" }, "cadence.at", /got nothing/],
    [
      "at once, but at a time",
      { every: "immediate", at: "08:00" },
      "cadence.at",
      /expected one of every, workdaysOnly, got an unknown field/,
    ],
    [
      "weekly on workdays",
      { every: "week", on: "monday", at: "08:00", workdaysOnly: true },
      "cadence.workdaysOnly",
      /expected one of every, on, at, got an unknown field/,
    ],
    ["weekly on no day", { every: "week", on: "someday", at: "08:00" }, "cadence.on", /"monday" or .*got "someday"/],
    ["fortnightly", { every: "fortnight" }, "cadence.every", /"immediate" or .*got "fortnight"/],
    ["as a word", "daily", "cadence", /an object, got "daily"/],
  ])("%s: are refused, naming the field", async (_, cadence, field, detail) => {
    const { status, body } = await subscribe(await anEndpoint(await aSubscriber()), await aWatchlist(), cadence);
    expect(status).toBe(422);
    expect(body.errors[0].field).toBe(field);
    expect(body.detail).toMatch(detail);
  });

  test("to a watchlist that isn't there are refused", async () => {
    const endpointId = await anEndpoint(await aSubscriber());
    expect((await subscribe(endpointId, "nothing", { every: "hour" })).status).toBe(404);
  });
});
