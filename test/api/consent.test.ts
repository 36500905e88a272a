import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { subscriberTable } from "../../functions/aws/catalog-table.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
let subscriberId: string;
beforeEach(async () => {
  api = await startApi({ limited: true });
  subscriberId = await aSubscriber();
});
afterEach(() => api.stop());

const minuteMs = 60_000;
const phone = "+4917139200123";
const aSubscriber = async (token = api.olga) => {
  const { body } = await api.send("POST", "/subscribers", { body: { name: "Olga", timeZone: "UTC" }, token });
  return body.id as string;
};
const add = (channel: string, address: string, of = subscriberId, token = api.olga) =>
  api.send("POST", `/subscribers/${of}/endpoints`, { body: { channel, address }, token });
const aPhone = async () => (await add("sms", phone)).body.id as string;
const confirm = (id: string, code: unknown) => api.send("POST", `/endpoints/${id}/confirmation`, { body: { code } });
const invite = (id: string) => api.send("POST", `/endpoints/${id}/invitation`);
const stateOf = async (id: string) => (await api.send("GET", `/endpoints/${id}`)).body.state;
const passes = (minutes: number) => {
  api.clock.now = new Date(api.clock.now.getTime() + minutes * minuteMs);
};

describe("a phone", () => {
  test("is sent a code, and confirmed by it; the code is stored nowhere", async () => {
    api.topics.codes.push("042517");
    const id = await aPhone();
    expect(api.topics.published).toEqual([
      { channel: "sms", topicArn: `arn:topic:${id}`, subject: null, text: expect.stringContaining("042517") },
    ]);
    expect(await stateOf(id)).toBe("pending");
    const { status, body } = await confirm(id, " 042 517 ");
    expect([status, body.state, await stateOf(id)]).toEqual([200, "confirmed", "confirmed"]);
    expect(api.topics.asked, "what came since the invitation is told").toContainEqual({ endpointId: id });
    const row = await api.local.tables.Polling.get(`CODE#${id}`, "CODE");
    expect(JSON.stringify(row)).not.toContain("042517");
  });

  test.each<[string, unknown, RegExp]>([
    ["another code", "111111", /sent last/],
    ["five digits", "12345", /six digits/],
    ["letters", "12345a", /six digits/],
    ["a number", 123_456, /string/],
  ])("is not confirmed by %s", async (_, code, detail) => {
    api.topics.codes.push("042517");
    const id = await aPhone();
    const { status, body } = await confirm(id, code);
    expect([status, body.errors[0].field, await stateOf(id)]).toEqual([422, "code", "pending"]);
    expect(body.detail).toMatch(detail);
  });

  test("is not confirmed by a code after ten minutes, nor by the one before the last", async () => {
    api.topics.codes.push("042517", "999999");
    const id = await aPhone();
    passes(10);
    expect((await confirm(id, "042517")).body.detail).toMatch(/last ten minutes/);
    expect((await invite(id)).status).toBe(200);
    expect((await confirm(id, "042517")).body.detail).toMatch(/sent last/);
    expect((await confirm(id, "999999")).status).toBe(200);
  });

  test("is not confirmed by the right code at the sixth try, whoever tries at once", async () => {
    api.topics.codes.push("042517", "555555");
    const id = await aPhone();
    const tries = await Promise.all(["1", "2", "3", "4", "5", "6", "7"].map((digit) => confirm(id, digit.repeat(6))));
    expect(tries.filter(({ body }) => /tried too often/.test(body.detail))).toHaveLength(2);
    expect((await confirm(id, "042517")).body.detail).toMatch(/tried too often/);
    await invite(id);
    expect((await confirm(id, "555555")).status).toBe(200);
  });

  test("that was never asked has no code; one that is confirmed needs none", async () => {
    const id = await aPhone();
    await subscriberTable(api.local.tables.Catalog).setState(id, "confirmed");
    expect((await confirm(id, "123456")).status).toBe(200);
    expect((await invite(id)).status).toBe(409);
  });

  test("that left is pending again when it is asked again", async () => {
    const id = await aPhone();
    await subscriberTable(api.local.tables.Catalog).setState(id, "unsubscribed");
    api.topics.codes.push("777777");
    expect((await invite(id)).body.state).toBe("pending");
    expect(await stateOf(id)).toBe("pending");
    expect((await confirm(id, "777777")).body.state).toBe("confirmed");
  });

  test("has a code that isn't an email address's", async () => {
    const { body } = await add("email", "olga@example.org");
    expect((await confirm(body.id, "000000")).body.detail).toMatch(/link in its mail/);
    expect(api.topics.published).toEqual([]);
  });
});

describe("nobody is bombed through us", () => {
  test.each(["email", "sms"])("an address is asked by %s three times an hour, five times a day", async (channel) => {
    const address = channel === "sms" ? phone : "victim@example.org";
    const { body } = await add(channel, address);
    const statuses: number[] = [];
    for (const minutes of [0, 0, 0, 60, 0, 0]) {
      passes(minutes);
      statuses.push((await invite(body.id)).status);
    }
    expect(statuses).toEqual([200, 200, 429, 200, 200, 429]);
    expect(api.topics.made).toHaveLength(5);
  });

  test("nor under the name of another subscriber or owner, nor after being removed", async () => {
    const olegs = await api.newToken("oleg", ["admin"]);
    const adding: [string, string][] = [
      [subscriberId, api.olga],
      [await aSubscriber(), api.olga],
      [await aSubscriber(olegs), olegs],
    ];
    for (const [of, token] of adding) {
      const { status, body } = await add("email", "victim@example.org", of, token);
      expect(status).toBe(201);
      expect((await api.send("DELETE", `/endpoints/${body.id}`, { token })).status).toBe(204);
    }
    const { status, headers, body } = await add("email", "Victim@EXAMPLE.org".replace("V", "v"));
    expect(status).toBe(429);
    expect(Number(headers.get("retry-after"))).toBe(3_600);
    expect(body.detail).toBe(
      "expected fewer messages to people who can't tell us to stop; again from 2026-03-01T13:00:00.000Z on",
    );
    // No row either: `reconcile-subscriptions` would write to it.
    expect((await api.send("GET", `/subscribers/${subscriberId}/endpoints`)).body.items).toEqual([]);
  });

  test("a caller has thirty people an hour asked, together with all that ask at once", async () => {
    const asked = await Promise.all(Array.from({ length: 34 }, (_, n) => add("email", `reader-${n}@example.org`)));
    expect(asked.filter(({ status }) => status === 201)).toHaveLength(30);
    expect(asked.filter(({ status }) => status === 429)).toHaveLength(4);
    expect(api.topics.made).toHaveLength(30);
    const olegs = await api.newToken("oleg", ["admin"]);
    expect((await add("email", "another@example.org", await aSubscriber(olegs), olegs)).status).toBe(201);
  });

  test("a repeated request for what is there asks nobody and counts nothing", async () => {
    for (let n = 0; n < 5; n++) await add("email", "olga@example.org");
    expect(api.topics.made).toHaveLength(1);
  });
});

describe("a test message", () => {
  const ask = (id: string) => api.send("POST", `/endpoints/${id}/test-messages`);

  test("is put on the queue that alerts go through, for those who agreed, three times an hour", async () => {
    const id = await aPhone();
    expect((await ask(id)).status).toBe(409);
    await subscriberTable(api.local.tables.Catalog).setState(id, "confirmed");
    const asked = [await ask(id), await ask(id), await ask(id), await ask(id)];
    expect(asked.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    const ids = asked.slice(0, 3).map(({ body }) => body.id);
    expect(api.topics.asked).toEqual(ids.map((testId) => ({ endpointId: id, about: "test", testId })));
    expect(new Set(ids).size).toBe(3);
  });

  test("of another owner's endpoint is none", async () => {
    const id = await aPhone();
    const token = await api.newToken("oleg", ["admin"]);
    for (const path of ["test-messages", "invitation", "confirmation"]) {
      const body = path === "confirmation" ? { code: "123456" } : undefined;
      expect((await api.send("POST", `/endpoints/${id}/${path}`, { token, body })).status).toBe(404);
    }
  });
});
