import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { subscriberTable } from "../../functions/aws/catalog-table.ts";
import { confirmLinks } from "../../lib/alerting/confirm-link.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
let subscriberId: string;
beforeEach(async () => {
  api = await startApi({ limited: true, ownMails: true });
  subscriberId = (await api.send("POST", "/subscribers", { body: { name: "Olga", timeZone: "UTC" } })).body.id;
});
afterEach(() => api.stop());

const stored = () => subscriberTable(api.local.tables.Catalog);
const address = "reader@example.org";
const add = () => api.send("POST", `/subscribers/${subscriberId}/endpoints`, { body: { channel: "email", address } });
const invite = (id: string) => api.send("POST", `/endpoints/${id}/invitation`);
const shown = async (id: string) => (await api.send("GET", `/endpoints/${id}`)).body;
const pathFor = (id: string, secret = "for tests") => {
  const link = confirmLinks("https://tieup.example.org", secret)(id, api.clock.now.getTime());
  return link.slice("https://tieup.example.org".length);
};
const open = (at: string, method = "GET") => api.send(method, at, { token: null });
const press = (at: string, body = "confirm=yes") =>
  api.send("POST", at, {
    ...{ token: null, body: new TextEncoder().encode(body) },
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
const passes = (days: number) => {
  api.clock.now = new Date(api.clock.now.getTime() + days * 24 * 60 * 60 * 1000);
};

describe("an email address, where mails are our own", () => {
  test("is asked by us and no topic is made; what is there isn't asked again", async () => {
    const { status, body } = await add();
    expect([status, body.state]).toEqual([201, "pending"]);
    expect(await add()).toMatchObject({ status: 200, body: { id: body.id } });
    expect(api.topics.made).toEqual([]);
    expect(api.topics.asked).toEqual([{ endpointId: body.id, about: "invitation", invitationId: "i0" }]);
  });

  test("opening the link changes nothing, its button confirms, and what waited is told", async () => {
    const { id } = (await add()).body;
    const path = pathFor(id);
    const pages = [await open(path), await open(path, "HEAD"), await open(`${path}&utm_source=scanner`)];
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(pages[0]?.body).toContain('<button name="confirm" value="yes">Confirm</button>');
    expect(pages[0]?.body).not.toMatch(/<script|<link|<img|src=|reader@/i);
    expect(pages[0]?.headers.get("referrer-policy")).toBe("no-referrer");
    expect((await shown(id)).state).toBe("pending");
    expect((await press(path)).body).toContain("Confirmed");
    expect((await shown(id)).state).toBe("confirmed");
    expect(api.topics.asked.at(-1)).toEqual({ endpointId: id });
    const { status, body } = await press(path);
    expect([status, body.includes("<button")]).toEqual([200, false]);
    expect(api.topics.asked).toHaveLength(2);
  });

  test("the page is in its reader's language", async () => {
    await api.send("PATCH", `/subscribers/${subscriberId}`, { body: { language: "de" } });
    const { id } = (await add()).body;
    const { body } = await open(pathFor(id));
    expect(body).toContain('<html lang="de">');
    expect(body).toContain("Bestätigen");
  });

  test("a link is good for three days", async () => {
    const { id } = (await add()).body;
    const path = pathFor(id);
    passes(3);
    for (const { status, body } of [await open(path), await press(path)]) {
      expect(status).toBe(404);
      expect(body).toContain("older than 3 days");
      expect(body).toContain("älter als 3 Tage");
    }
    expect((await shown(id)).state).toBe("pending");
  });

  test("a forged link, one of another kind and one whose address is gone confirm nothing", async () => {
    const { id } = (await add()).body;
    const path = pathFor(id);
    for (const at of [pathFor(id, "guessed"), path.slice(0, -2), "/confirm", `/confirm?key=${id}`])
      expect((await press(at)).status).toBe(404);
    expect((await shown(id)).state).toBe("pending");
    await api.send("DELETE", `/endpoints/${id}`);
    expect((await press(path)).status).toBe(404);
  });

  test("who left meanwhile isn't brought back by an older mail, and is by the next invitation's", async () => {
    const { id } = (await add()).body;
    await stored().setState(id, "unsubscribed");
    expect((await press(pathFor(id))).body).toContain("was unsubscribed");
    expect((await shown(id)).state).toBe("unsubscribed");
    expect((await invite(id)).body.state).toBe("pending");
    await press(pathFor(id));
    expect((await shown(id)).state).toBe("confirmed");
  });

  test("is asked three times an hour, as before", async () => {
    const { id } = (await add()).body;
    const statuses = [await invite(id), await invite(id), await invite(id)].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 429]);
    expect(api.topics.asked).toHaveLength(3);
  });

  test("that has a topic of SNS's from before loses it when it is asked again", async () => {
    const { id } = (await add()).body;
    await api.deps.subscribers.setTopic(id, "arn:old");
    await invite(id);
    expect(api.topics.removed).toEqual(["arn:old"]);
    expect((await api.deps.subscribers.endpointById(id))?.topicArn).toBeNull();
  });
});

describe("an address that mail came back from", () => {
  const off = { at: "2026-03-01T11:00:00.000Z", detail: "Permanent, General: 550 user unknown" };

  test("says why; another invitation is a new beginning", async () => {
    const { id } = (await add()).body;
    await stored().switchOff(id, { because: "bounced", ...off });
    expect(await shown(id)).toMatchObject({ state: "unsubscribed", off: { because: "bounced", ...off } });
    expect((await invite(id)).body).not.toHaveProperty("off");
    expect(await shown(id)).toMatchObject({ state: "pending" });
    expect(await shown(id)).not.toHaveProperty("off");
  });

  test("whose reader called us spam isn't asked again", async () => {
    const { id } = (await add()).body;
    await stored().switchOff(id, { because: "complained", ...off });
    const { status, body } = await invite(id);
    expect([status, body.detail]).toEqual([409, "expected an endpoint to ask, its reader called our mail spam"]);
    expect(api.topics.asked).toHaveLength(1);
  });
});
