import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { reconcileEndpoint } from "../../lib/alerting/reconcile-endpoint.ts";
import { unsubscribeLinks } from "../../lib/alerting/unsubscribe-link.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
let ids: { subscriber: string; endpoint: string; cars: string; trucks: string };
let path: string;
let count = 0;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

beforeEach(async () => {
  const post = async (to: string, body: object) => (await api.send("POST", to, { body })).body.id as string;
  const cars = await post("/watchlists", { name: `Cars & <b>more</b> ${++count}`, entities: ["BMW", "Toyota"] });
  const trucks = await post("/watchlists", { name: `Trucks ${count}`, entities: ["MAN", "Scania"] });
  const subscriber = await post("/subscribers", { name: "Olga", timeZone: "UTC" });
  const endpoint = await post(`/subscribers/${subscriber}/endpoints`, { channel: "email", address: "o@example.org" });
  for (const id of [cars, trucks])
    await api.send("PUT", `/endpoints/${endpoint}/subscriptions/${id}`, { body: { cadence: { every: "hour" } } });
  await api.deps.subscribers.setTopic(endpoint, "arn:topic");
  await states().setState(endpoint, "confirmed");
  ids = { subscriber, endpoint, cars, trucks };
  path = pathOf(unsubscribeLinks("https://tieup.example.org", "for tests")(endpoint));
});
const states = () => api.deps.subscribers as unknown as Parameters<typeof reconcileEndpoint>[1]["states"];
const pathOf = (link: string) => link.slice(new URL(link).origin.length);
const open = (method = "GET", at = path) => api.send(method, at, { token: null });
const form = "application/x-www-form-urlencoded";
const post = (body: string, { type = form, at = path } = {}) =>
  api.send("POST", at, { token: null, body: new TextEncoder().encode(body), headers: { "content-type": type } });
const oneClick = "List-Unsubscribe=One-Click";
const stateOf = async () => (await api.send("GET", `/endpoints/${ids.endpoint}`)).body.state;
const subscribed = async () => {
  const { items } = (await api.send("GET", `/endpoints/${ids.endpoint}/subscriptions`)).body;
  return items.map(({ watchlistId }: { watchlistId: string }) => watchlistId).sort();
};
const both = () => [ids.cars, ids.trucks].sort();

test("opening the link shows what reaches the address and changes nothing, however often scanners do it", async () => {
  const opened = [await open(), await open("HEAD"), await open(), await open("GET", `${path}&utm_source=scanner`)];
  expect(opened.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const page = opened[0]?.body as string;
  expect(page).toContain('<html lang="en">');
  expect(page).toContain("Cars &amp; &lt;b&gt;more&lt;/b&gt;");
  expect(page).toContain("Trucks");
  expect(page).not.toContain("o@example.org");
  expect(page).not.toMatch(/<script|<link|<img|src=/i);
  expect(opened[1]?.body).toBeNull();
  expect([await stateOf(), await subscribed()]).toEqual(["confirmed", both()]);
});

test("the page keeps its address to itself", async () => {
  const { headers } = await open();
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("content-security-policy")).toContain("form-action 'self'");
});

test("it is in the subscriber's language", async () => {
  await api.send("PATCH", `/subscribers/${ids.subscriber}`, { body: { language: "de" } });
  const { body } = await open();
  expect(body).toContain('<html lang="de">');
  expect(body).toContain("Alles abbestellen");
});

test("one watchlist's news ends by its button; the rest stays", async () => {
  const { body } = await open();
  expect(body).toContain(`<form method="post"><button name="watchlist" value="${ids.cars}">`);
  const ended = await post(`watchlist=${ids.cars}`);
  expect(ended.status).toBe(200);
  expect(ended.body).toContain("Done.");
  expect(ended.body).not.toContain("Cars");
  expect([await stateOf(), await subscribed()]).toEqual(["confirmed", [ids.trucks]]);
  expect((await post(`watchlist=${ids.cars}`)).status).toBe(200);
  expect(await subscribed()).toEqual([ids.trucks]);
  expect((await post(`watchlist=${ids.trucks}`)).body).toContain("No watchlist reaches this address.");
});

describe("everything ends", () => {
  const boundary = "----tieup";
  const multipart = `--${boundary}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${boundary}--\r\n`;
  test.each<[string, string, string]>([
    ["a mail program's one click (RFC 8058)", oneClick, form],
    ["the same as multipart/form-data", multipart, `multipart/form-data; boundary=${boundary}`],
    ["the page's button", "List-Unsubscribe=One-Click", `${form}; charset=utf-8`],
  ])("by %s, and again it is as it was", async (_, body, type) => {
    for (let n = 0; n < 2; n++) {
      const ended = await post(body, { type });
      expect(ended.status).toBe(200);
      expect(ended.body).toContain("Nothing is sent to this address any more.");
      expect(await stateOf()).toBe("unsubscribed");
    }
    expect(api.topics.removed).toContain("arn:topic");
    expect((await open()).body).not.toContain("<form");
  });

  test("and it stays so when it is asked what SNS knows, until the person agrees anew", async () => {
    await post(oneClick);
    const gone = { ensure: async () => "arn:topic", stateOf: async () => "no-topic" as const };
    const endpoint = await api.deps.subscribers.endpointById(ids.endpoint);
    if (!endpoint) throw new Error("expected the endpoint, found none");
    expect(await reconcileEndpoint(endpoint, { states: states(), topics: gone })).toBe("unsubscribed");
    const again = await api.send("POST", `/subscribers/${ids.subscriber}/endpoints`, {
      body: { channel: "email", address: "o@example.org" },
    });
    expect(again.body.state).toBe("unsubscribed");
    await api.send("POST", `/endpoints/${ids.endpoint}/invitation`);
    expect(await stateOf()).toBe("pending");
  });
});

test.each<[string, string, string, number]>([
  ["names nothing", "x=y", form, 422],
  ["names no watchlist", "watchlist=", form, 422],
  ["says it in another case", "list-unsubscribe=one-click", form, 422],
  ["is no form, whatever it says", "x", "multipart/form-data", 422],
  ["is JSON", '{"List-Unsubscribe":"One-Click"}', "application/json", 415],
  ["is empty", "", form, 400],
])("a request that %s changes nothing and is told so", async (_, body, type, status) => {
  expect((await post(body, { type })).status).toBe(status);
  expect([await stateOf(), await subscribed()]).toEqual(["confirmed", both()]);
});

test("another's watchlist, or none, is no fault and ends nothing", async () => {
  expect((await post("watchlist=another")).status).toBe(200);
  expect(await subscribed()).toEqual(both());
});

test("a forged link, one that was cut off and one whose address is gone get a page that says so in both languages", async () => {
  const forged = pathOf(unsubscribeLinks("https://tieup.example.org", "guessed")(ids.endpoint));
  for (const at of [forged, path.slice(0, -3), "/unsubscribe", `/unsubscribe?key=${ids.endpoint}`]) {
    for (const { status, body } of [await open("GET", at), await post(oneClick, { at })]) {
      expect(status).toBe(404);
      expect(body).toContain("This link is not valid");
      expect(body).toContain("Dieser Link ist nicht");
    }
  }
  expect(await stateOf()).toBe("confirmed");
  await api.send("DELETE", `/endpoints/${ids.endpoint}`);
  expect([(await open()).status, (await post(oneClick)).status]).toEqual([404, 404]);
});
