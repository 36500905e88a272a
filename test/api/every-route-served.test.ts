import { afterAll, beforeAll, expect, test } from "vitest";
import { everyRequest, type Requests, requestNames, sendRequest } from "./every-request.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
let requestOf: Requests;
beforeAll(async () => {
  api = await startApi({ served: true });
  ({ requestOf } = await everyRequest(api));
});
afterAll(() => api.stop());

// What takes things away comes last, from the leaves to the root.
const leaves = ["subscriptions", "endpoints", "subscribers", "feeds", "watchlists", "tokens"];
const isRemoval = (name: string) => name.startsWith("delete ");
const rank = (name: string) => leaves.findIndex((leaf) => name.includes(`/${leaf}/{`));
const removals = requestNames.filter(isRemoval).sort((a, b) => rank(a) - rank(b));

/** Nobody has clicked the link in the mail, and there was no code. */
const asksSomebody = /\/(confirmation|test-messages)$/;

test.each([...requestNames.filter((name) => !isRemoval(name)), ...removals])(
  "%s succeeds over HTTP, as the document promises",
  async (name) => {
    const { status, body } = await sendRequest(api, requestOf, name, api.olga);
    const expected = asksSomebody.test(name) ? [409, 422] : [200, 201, 202, 204];
    expect(expected, JSON.stringify(body)).toContain(status);
  },
);

test("what nobody may see is in no log, whatever goes wrong", async () => {
  const address = "secret.person@example.org";
  const number = "+4917100000001";
  const secret = await api.newToken("olga", ["admin"]);
  const subscriber = (await api.send("POST", "/subscribers", { body: { name: "Ida", timeZone: "UTC" } })).body.id;
  const path = `/subscribers/${subscriber}/endpoints`;
  const answers = [
    await api.send("POST", path, { body: { channel: "email", address: `${address} `, extra: number } }),
    await api.send("POST", path, { body: { channel: "sms", address: `${number}x` } }),
    await api.send("POST", path, { body: { channel: "email", address: `<${address}>` } }),
    await api.send("GET", `/stories.atom?token=${secret}`, { token: null }),
    await api.send("GET", "/watchlists", { token: `${secret}x` }),
    await api.send("GET", `/nothing/${secret}`.slice(0, 20)),
  ];
  api.topics.broken = true;
  answers.push(await api.send("POST", path, { body: { channel: "email", address } }));
  api.topics.broken = false;
  expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 401, 401, 404, 500]);
  const told = JSON.stringify([
    answers.map(({ body, headers }) => [body, [...headers]]),
    api.faults.splice(0).map(String),
  ]);
  for (const one of [address, number, secret]) expect(told).not.toContain(one);
});
