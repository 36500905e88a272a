import { afterAll, beforeAll, expect, test } from "vitest";
import { feedTable } from "../../functions/aws/catalog-table.ts";
import { importFeedsMax } from "../../lib/api/opml-routes.ts";
import { readOpml } from "../../lib/polling/opml.ts";
import { feedsPerMessage } from "../../lib/polling/schedule-polls.ts";
import { startApi, type TestApi } from "./start-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const outline = (url: string, title: string) => `<outline type="rss" text="${title}" xmlUrl="${url}"/>`;
const opml = (...outlines: string[]) => `<opml version="2.0"><body>${outlines.join("")}</body></opml>`;
const importText = (text: string | Uint8Array, type = "text/x-opml", token = api.olga) => {
  const body = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return api.send("POST", "/feeds/import", { body, headers: { "content-type": type }, token });
};

test("each feed of a document is added once, and said to be there the second time", async () => {
  const document = opml(
    outline("https://one.example/rss", "One"),
    `<outline text="Folder">${outline("https://Two.example/rss#x", "Two &amp; more")}</outline>`,
    outline("http://10.0.0.1/rss", "Inside"),
    outline("ftp://three.example/", "Other"),
  );
  const first = await importText(document);
  expect(first.status).toBe(200);
  const asked = () => api.topics.polls.splice(0).map(({ feeds }) => feeds.map(({ url }) => url));
  expect(asked()).toEqual([["https://one.example/rss", "https://two.example/rss"]]);
  expect(first.body).toMatchObject({ added: 2, there: 0, refused: 1 });
  expect(first.body.feeds).toEqual([
    { url: "https://one.example/rss", title: "One", outcome: "added", id: expect.any(String), reason: null },
    { url: "https://two.example/rss", title: "Two & more", outcome: "added", id: expect.any(String), reason: null },
    {
      url: "http://10.0.0.1/rss",
      title: "Inside",
      outcome: "refused",
      id: null,
      reason: expect.stringContaining("public internet, got a private address"),
    },
  ]);
  expect(first.body.warnings).toEqual([expect.stringContaining("expected http or https, got ftp:")]);
  const id = first.body.feeds[0].id;
  await api.send("PATCH", `/feeds/${id}`, { body: { title: "My one", paused: true } });
  const second = await importText(document);
  expect(second.body).toMatchObject({ added: 0, there: 2, refused: 1 });
  expect(asked(), "nothing is new").toEqual([]);
  expect(second.body.feeds[0]).toMatchObject({ outcome: "there", id });
  expect((await api.send("GET", `/feeds/${id}`)).body).toMatchObject({ title: "My one", paused: true });
});

test("a feed that has the address by other means is there, too", async () => {
  const moved = {
    id: "moved",
    owner: "olga",
    url: "https://moved.example/new",
    title: "Moved",
    intervalMinutes: 5,
    paused: false,
  };
  await feedTable(api.local.tables.Catalog).create(moved);
  const { body } = await importText(opml(outline("https://moved.example/new", "New")));
  expect(body.feeds).toEqual([{ url: moved.url, title: "New", outcome: "there", id: "moved", reason: null }]);
});

test("what is exported is imported again as it is, by another owner", async () => {
  const token = await api.newToken("paul", ["write"]);
  const names = ["Ä & Ö", `"quoted" <b>`, "x"];
  for (const [n, title] of names.entries())
    await api.send("POST", "/feeds", { body: { url: `https://export.example/${n}?a=1&b=2`, title }, token });
  const exported = await api.send("GET", "/feeds.opml", { token });
  expect(exported.headers.get("content-disposition")).toContain("feeds.opml");
  expect(
    readOpml(exported.body)
      .feeds.map(({ title }) => title)
      .sort(),
  ).toEqual([...names].sort());
  const other = await api.newToken("quinn", ["write"]);
  const { body } = await importText(exported.body, "text/x-opml", other);
  expect(body).toMatchObject({ added: 3, there: 0, refused: 0, warnings: [] });
});

test("an owner without feeds exports an empty document", async () => {
  const { body } = await api.send("GET", "/feeds.opml", { token: await api.newToken("nina", ["read"]) });
  expect(readOpml(body)).toEqual({ feeds: [], warnings: [] });
});

test("a document is read in the encoding that it declares", async () => {
  const text = `<?xml version="1.0" encoding="ISO-8859-1"?>${opml(outline("https://latin.example/", "Zürich"))}`;
  const { body } = await importText(Buffer.from(text, "latin1"), "application/xml");
  expect(body.feeds[0].title).toBe("Zürich");
});

test("as many feeds as are allowed are imported, and exported page by page; one more is refused whole", async () => {
  const token = await api.newToken("mona", ["write"]);
  const many = (count: number) =>
    opml(...Array.from({ length: count }, (_, n) => outline(`https://many.example/${n}`, `F${n}`)));
  const refused = await importText(many(importFeedsMax + 1), "text/xml", token);
  expect([refused.status, refused.body.detail]).toEqual([422, "expected at most 1000 feeds at a time, got 1001"]);
  api.topics.polls.splice(0);
  expect((await importText(many(importFeedsMax), "text/xml", token)).body.added).toBe(importFeedsMax);
  expect(api.topics.polls.map(({ feeds }) => feeds.length)).toEqual(Array(importFeedsMax / feedsPerMessage).fill(40));
  const { body } = await api.send("GET", "/feeds.opml", { token });
  expect(readOpml(body).feeds).toHaveLength(importFeedsMax);
});

test.each<[sentence: string, text: string, type: string, status: number, detail: RegExp]>([
  ["as JSON", "{}", "application/json", 415, /expected content-type text\/x-opml or .*, got application\/json/],
  ["that is empty", "", "text/x-opml", 400, /got no body/],
  [
    "that is no OPML",
    "<html></html>",
    "text/xml",
    422,
    /lists feeds, got none that could be polled: expected an OPML document, got none/,
  ],
  ["without feeds", opml(), "text/xml", 422, /lists feeds, got none/],
  ["that is too large", opml("<outline/>".repeat(40_000)), "text/xml", 413, /at most 393216 bytes/],
])("a document %s is refused", async (_, text, type, status, detail) => {
  const answer = await importText(text, type);
  expect(answer.status).toBe(status);
  expect(answer.body.detail).toMatch(detail);
});

test("the OpenAPI document says which types are taken and given", async () => {
  const { paths } = (await api.send("GET", "/openapi.json")).body;
  expect(Object.keys(paths["/feeds/import"].post.requestBody.content)).toContain("text/x-opml");
  expect(Object.keys(paths["/feeds.opml"].get.responses["200"].content)).toEqual(["text/x-opml"]);
});
