import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

let count = 0;
const minuteMs = 60_000;

interface Made {
  path: string;
  body: object;
  other: object;
  list: string;
}
const things: [what: string, of: () => Made][] = [
  [
    "watchlist",
    () => ({
      path: "/watchlists",
      body: { name: `Cars ${++count}`, entities: ["BMW"] },
      other: { name: `Ships ${count}`, entities: ["BMW"] },
      list: "/watchlists?limit=100",
    }),
  ],
  [
    "subscriber",
    () => ({
      path: "/subscribers",
      body: { name: `Olga ${++count}`, timeZone: "UTC" },
      other: { name: `Otto ${count}`, timeZone: "UTC" },
      list: "/subscribers?limit=100",
    }),
  ],
  [
    "token",
    () => ({
      path: "/tokens",
      body: { label: `script ${++count}`, scopes: ["read"] },
      other: { label: `script ${count}`, scopes: ["write"] },
      list: "/tokens?limit=100",
    }),
  ],
];

describe.each(things)("a %s", (_, of) => {
  const send = ({ path }: Made, body: object, key: string, token = api.olga) =>
    api.send("POST", path, { body, headers: { "idempotency-key": key }, token });
  const size = async ({ list }: Made) => (await api.send("GET", list)).body.items.length;

  test("is made once with a key, however often it is asked for, and once more by another owner", async () => {
    const made = of();
    const before = await size(made);
    const first = await send(made, made.body, `once ${count}`);
    const second = await send(made, made.body, `once ${count}`);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.id).toBe(first.body.id);
    expect(await size(made)).toBe(before + 1);
    const other = await send(made, made.body, `once ${count}`, await api.newToken(`owner ${count}`, ["admin"]));
    expect(other.status).toBe(201);
    expect(other.body.id).not.toBe(first.body.id);
  });

  test("is not made by a key that was sent with another body, and the first stays", async () => {
    const made = of();
    await send(made, made.body, `two ${count}`);
    const before = await size(made);
    const { status, body } = await send(made, made.other, `two ${count}`);
    expect([status, body.errors[0].field]).toEqual([422, "Idempotency-Key"]);
    expect(body.detail).toMatch(/first sent with another body/);
    expect(await size(made)).toBe(before);
  });

  test("is made once by ten requests at the same time; the others are told to wait or what was made", async () => {
    const made = of();
    const before = await size(made);
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(made, made.body, `ten ${count}`)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { status } of answers) expect([200, 201, 409]).toContain(status);
    expect(await size(made)).toBe(before + 1);
  });

  test("that was refused can be asked for again with the same key", async () => {
    const made = of();
    expect((await send(made, {}, `again ${count}`)).status).toBe(422);
    expect((await send(made, made.body, `again ${count}`)).status).toBe(201);
  });

  test("is made by a key that a process died with, when its time is over", async () => {
    const made = of();
    const { put } = api.deps.keys;
    api.deps.keys.put = async () => {};
    const first = await send(made, made.body, `died ${count}`);
    api.deps.keys.put = put;
    const meanwhile = await send(made, made.body, `died ${count}`);
    expect([meanwhile.status, meanwhile.headers.get("retry-after")]).toEqual([409, "1"]);
    api.clock.now = new Date(api.clock.now.getTime() + minuteMs);
    const again = await send(made, made.body, `died ${count}`);
    expect([200, 201]).toContain(again.status);
    // Its secret was lost with the process: only a token is made anew.
    if (made.path !== "/tokens") expect(again.body.id).toBe(first.body.id);
  });

  test("that is gone meanwhile is not made again by its key", async () => {
    const made = of();
    const { body } = await send(made, made.body, `gone ${count}`);
    await api.send("DELETE", `${made.path}/${body.id}`);
    const { status, body: problem } = await send(made, made.body, `gone ${count}`);
    expect([status, problem.detail]).toEqual([409, expect.stringContaining("is gone")]);
  });
});

test("a token's secret is shown once, and stands in no row", async () => {
  const ask = () =>
    api.send("POST", "/tokens", {
      body: { label: "ci", scopes: ["read"] },
      headers: { "idempotency-key": "a secret once" },
    });
  const [first, second] = [(await ask()).body, (await ask()).body];
  expect(first.secret).toMatch(/^tieup_/);
  expect(second).toEqual({ ...first, secret: null });
  expect((await api.send("GET", "/watchlists", { token: first.secret })).status).toBe(200);
});

test("the document says which operations honour a key and a version", async () => {
  const { paths } = (await api.send("GET", "/openapi.json", { token: null })).body;
  const named = (header: string) =>
    Object.entries(paths as Record<string, Record<string, { parameters: { name: string }[] }>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods)
          .filter(([, { parameters }]) => parameters.some(({ name }) => name === header))
          .map(([method]) => `${method} ${path}`),
    );
  expect(named("Idempotency-Key")).toEqual(["post /watchlists", "post /subscribers", "post /tokens"]);
  const versioned = ["/watchlists/{id}", "/feeds/{id}", "/subscribers/{id}"];
  expect(named("If-Match")).toEqual(
    versioned.flatMap((path) =>
      [...(path === "/watchlists/{id}" ? ["put"] : []), "patch", "delete"].map((m) => `${m} ${path}`),
    ),
  );
});
