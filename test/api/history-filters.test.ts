import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hitTable, storyTable } from "../../functions/aws/news-table.ts";
import type { Hit, Story, StorySource } from "../../lib/stories/story.ts";
import type { Kind, Stage } from "../../lib/tieups/tie-up.ts";
import { startApi, type TestApi } from "./start-api.ts";

interface Told {
  name: string;
  minute: number;
  list: "cars" | "ships";
  parties: string[];
  kind: Kind;
  stage: Stage;
  feedId: string;
  lang: string;
  title: string;
  sentence: string;
}

const told: Told[] = [
  {
    ...{ name: "pact", minute: 1, list: "cars", parties: ["bmw", "toyota"], kind: "cooperation", stage: "agreed" },
    ...{
      feedId: "wire-a",
      lang: "en",
      title: "=HYPERLINK(1) BMW and Toyota agree",
      sentence: "They build fuel cells.",
    },
  },
  {
    ...{
      name: "talks",
      minute: 2,
      list: "cars",
      parties: ["bmw", "general-motors"],
      kind: "cooperation",
      stage: "ended",
    },
    ...{ feedId: "wire-b", lang: "de", title: "Gespräche beendet", sentence: 'BMW sagt: "Schluss", aus Köln.' },
  },
  {
    ...{ name: "stake", minute: 3, list: "ships", parties: ["bmw", "~acme rail"], kind: "stake", stage: "rumoured" },
    ...{ feedId: "wire-a", lang: "en", title: "A stake in Acme Rail", sentence: "BMW may buy a share of Acme Rail." },
  },
];

let api: TestApi;
const lists = { cars: "", ships: "" };
const at = (minute: number) => new Date(Date.UTC(2026, 1, 1, 0, minute)).toISOString();

beforeAll(async () => {
  api = await startApi();
  const make = async (name: string, entities: unknown[]) =>
    (await api.send("POST", "/watchlists", { body: { name, entities, rule: { parties: "any" } } })).body.id;
  lists.cars = await make("Cars", ["BMW", "Toyota", { name: "General Motors", aliases: ["GM"] }]);
  lists.ships = await make("Ships", ["BMW"]);
  for (const one of told) await keep(one);
});
afterAll(() => api.stop());

async function keep({ name, minute, list, parties, kind, stage, feedId, lang, title, sentence }: Told): Promise<void> {
  const { News } = api.local.tables;
  const times = { firstSeenAt: at(minute), lastSeenAt: at(minute + 1) };
  const facts = { parties, kind, stage, areas: [] };
  const story: Story = { id: `s-${name}`, owner: "olga", facts, revision: 1, ...times };
  const link = `https://wire.example/${name}`;
  const common = { feedId, source: "Wire", title, link, lang, publishedAt: null };
  const source: StorySource = {
    ...{ itemId: name, ...common, firstSeenAt: at(minute), sentence, trigger: "so", stage, revision: 1 },
  };
  const hit: Hit = {
    ...{ watchlistId: lists[list], owner: "olga", itemId: name, seenAt: at(minute) },
    entityIds: parties.filter((party) => !party.startsWith("~")),
    stories: [{ storyId: story.id, revision: 1 }],
    report: { ...common, statements: [{ storyId: story.id, ...facts, sentence, trigger: "so" }] },
    why: { reasons: ["because"], mentions: [], tieUps: [] },
  };
  await storyTable(News).putSource(story.id, source);
  await storyTable(News).put(story);
  await storyTable(News).listOn(lists[list], story);
  await hitTable(News).put(hit);
}

const filters: [filter: string, names: string[]][] = [
  ["", ["stake", "talks", "pact"]],
  ["watchlist=CARS", ["talks", "pact"]],
  ["watchlist=SHIPS", ["stake"]],
  ["entity=BMW", ["stake", "talks", "pact"]],
  ["entity=gm", ["talks"]],
  ["entity=general-motors", ["talks"]],
  ["entity=Volvo", []],
  ["entity=BMW&watchlist=SHIPS", ["stake"]],
  ["pair=BMW,Toyota", ["pact"]],
  ["pair=toyota, bmw", ["pact"]],
  ["pair=BMW,Toyota&watchlist=SHIPS", []],
  ["stage=ended", ["talks"]],
  ["stage=ended,agreed", ["talks", "pact"]],
  ["kind=stake", ["stake"]],
  ["kind=cooperation&stage=agreed", ["pact"]],
  ["feed=wire-a", ["stake", "pact"]],
  ["language=de", ["talks"]],
  ["language=de,en&feed=wire-b", ["talks"]],
  ["q=fuel", ["pact"]],
  ["q=KOELN schluss", ["talks"]],
  ["q=acme fuel", []],
  [`from=${at(2)}`, ["stake", "talks"]],
  [`to=${at(2)}`, ["talks", "pact"]],
  [`from=${at(2)}&to=${at(2)}&entity=BMW`, ["talks"]],
];
const queryOf = (filter: string) =>
  encodeURI(filter.replace("CARS", lists.cars).replace("SHIPS", lists.ships)).replaceAll("+", "%2B");

describe.each(filters)("of %s", (filter, names) => {
  test("there are these hits", async () => {
    const { body } = await api.send("GET", `/hits?${queryOf(filter)}`);
    expect(body.items.map(({ itemId }: { itemId: string }) => itemId)).toEqual(names);
  });

  test("there are these stories", async () => {
    const { body } = await api.send("GET", `/stories?${queryOf(filter)}`);
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual(names.map((name) => `s-${name}`));
  });
});

test("a pair with a party that nobody watches has stories, though no hit names it", async () => {
  const { body } = await api.send("GET", "/stories?pair=BMW,Acme%20Rail");
  expect(body.items.map(({ id }: { id: string }) => id)).toEqual(["s-stake"]);
});

test("another owner's watchlist is no filter", async () => {
  const token = await api.newToken("otto", ["read"]);
  for (const list of ["hits", "stories", "deliveries"]) {
    expect((await api.send("GET", `/${list}?watchlist=${lists.cars}`, { token })).status).toBe(404);
    expect((await api.send("GET", `/${list}?entity=BMW`, { token })).body.items).toEqual([]);
  }
});

test("why is told as it was decided", async () => {
  const { items } = (await api.send("GET", "/hits?limit=1")).body;
  const { body } = await api.send("GET", `/hits/${items[0].id}/why`);
  const telling = { alerts: true, sources: { wanted: 1, known: 1 } };
  expect(body).toEqual({ ...items[0], ...telling, reasons: ["because"], mentions: [], tieUps: [] });
  const token = await api.newToken("otto", ["read"]);
  for (const path of [`/hits/${items[0].id}`, `/hits/${items[0].id}/why`])
    expect((await api.send("GET", path, { token })).status).toBe(404);
  for (const id of [
    "nothing",
    Buffer.from('["a","b"]').toString("base64url"),
    Buffer.from("[1,2,3]").toString("base64url"),
  ])
    expect((await api.send("GET", `/hits/${id}`)).status).toBe(404);
});

describe("formats", () => {
  test("CSV has a head, one line a statement, names for companies, and no formulas", async () => {
    const { body, headers } = await api.send("GET", "/hits?format=csv");
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    const [head, stake, talks, pact, rest] = body.split("\r\n");
    expect(head).toBe(
      "seenAt,publishedAt,parties,kind,stage,title,sentence,source,link,lang,watchlistId,storyId,revision,id",
    );
    expect(stake).toContain("BMW × Acme Rail,stake,rumoured,A stake in Acme Rail");
    expect(talks).toContain('"BMW sagt: ""Schluss"", aus Köln."');
    expect(pact).toContain("'=HYPERLINK(1) BMW");
    expect(rest).toBe("");
  });

  test("NDJSON has the same items, one a line, and Link leads through the pages", async () => {
    const all = (await api.send("GET", "/stories")).body.items;
    const seen: unknown[] = [];
    for (let path = "/stories?format=ndjson&limit=1"; path !== ""; ) {
      const { body, headers } = await api.send("GET", path);
      expect(headers.get("content-type")).toBe("application/x-ndjson");
      seen.push(
        ...body
          .trim()
          .split("\n")
          .map((line: string) => JSON.parse(line)),
      );
      path = /<(.*)>; rel="next"/.exec(headers.get("link") ?? "")?.[1] ?? "";
    }
    expect(seen).toEqual(all);
  });

  test("deliveries and stories come as CSV, too", async () => {
    expect((await api.send("GET", "/stories?format=csv")).body).toContain("BMW × Acme Rail");
    expect((await api.send("GET", "/deliveries?format=csv")).body).toMatch(/^startedAt,state,channel/);
  });
});

describe("feeds for readers", () => {
  test("Atom and JSON Feed with a token in the address, for the filter that it names", async () => {
    const token = await api.newToken("olga", ["feed"]);
    const atom = await api.send("GET", `/stories.atom?stage=ended&token=${token}`, { token: null });
    expect(atom.status).toBe(200);
    expect(atom.body).toContain("<title>BMW × General Motors: cooperation ended</title>");
    expect(atom.body).toContain("BMW sagt: &quot;Schluss&quot;, aus Köln.");
    expect(atom.body).not.toContain(token);
    expect(atom.body.match(/<entry>/g)).toHaveLength(1);
    const json = await api.send("GET", `/stories.json?token=${token}`, { token: null });
    expect(json.body.items.map(({ id }: { id: string }) => id)).toEqual(
      ["stake", "talks", "pact"].map((name) => `urn:tieup:story:s-${name}`),
    );
    expect(json.body.items[0].url).toBe("https://wire.example/stake");
  });

  test("each owner and choice of filters is a feed of its own, the same with every token, and says where it is", async () => {
    const tokens = [await api.newToken("olga", ["feed"]), await api.newToken("olga", ["feed"])];
    const stranger = await api.newToken("another reader", ["feed"]);
    const read = async (query: string, token: string) => {
      const atom = (await api.send("GET", `/stories.atom?${query}token=${token}`, { token: null })).body as string;
      const json = (await api.send("GET", `/stories.json?${query}token=${token}`, { token: null })).body;
      const id = /<feed [^>]*>\s*<id>(.*?)<\/id>/.exec(atom)?.[1] ?? "";
      const self = /<link rel="self" [^>]*href="(.*?)"/.exec(atom)?.[1] ?? "";
      for (const said of [atom, JSON.stringify(json)]) expect(said).not.toContain(token);
      return { id, self: self.replaceAll("&amp;", "&"), url: json.feed_url as string };
    };
    const [all, again, ended, turned, strangers] = [
      await read("", tokens[0] ?? ""),
      await read("", tokens[1] ?? ""),
      await read("stage=ended&kind=stake&", tokens[0] ?? ""),
      await read("kind=stake&stage=ended&", tokens[0] ?? ""),
      await read("", stranger),
    ];
    expect(again).toEqual(all);
    expect(turned).toEqual(ended);
    for (const one of [all, ended, strangers]) {
      expect(one.id).toMatch(/^urn:tieup:stories:[\w-]{22}$/);
      expect(one.self).toMatch(/^http:\/\/localhost\/stories\.atom/);
      expect(one.url).toMatch(/^http:\/\/localhost\/stories\.json/);
    }
    expect(ended.self).toBe("http://localhost/stories.atom?kind=stake&stage=ended");
    for (const field of ["id", "url"] as const) {
      expect(new Set([all, ended, strangers].map((one) => one[field])).size).toBe(3);
    }
  });

  test("such a token is good for nothing else, no other is good in an address, and it can be revoked", async () => {
    const { body } = await api.send("POST", "/tokens", { body: { label: "reader", scopes: ["feed"] } });
    const read = (token: string) => api.send("GET", `/stories.atom?token=${token}`, { token: null });
    expect((await read(body.secret)).status).toBe(200);
    expect((await api.send("GET", "/stories", { token: body.secret })).status).toBe(403);
    expect((await api.send("GET", `/stories?token=${body.secret}`, { token: null })).status).toBe(401);
    expect((await read(await api.newToken("olga", ["admin"]))).status).toBe(401);
    expect((await read(await api.newToken("olga", ["feed"], "2026-03-01T11:00:00.000Z"))).status).toBe(401);
    await api.send("DELETE", `/tokens/${body.id}`);
    expect((await read(body.secret)).status).toBe(401);
    expect((await api.send("GET", "/stories.json")).status).toBe(200);
  });
});

describe("companies", () => {
  test("those of the watchlists are listed once, page by page", async () => {
    const first = (await api.send("GET", "/entities?limit=2")).body;
    const second = (await api.send("GET", `/entities?limit=2&cursor=${first.nextCursor}`)).body;
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(ids).toEqual(["bmw", "general-motors", "toyota"]);
    expect(second.items[0].aliases).toEqual(["Toyota"]);
  });

  test("partners come with since when and in what stage, the newest news first", async () => {
    const { body } = await api.send("GET", "/entities/bmw/partners");
    expect(body.entity).toEqual({ id: "bmw", name: "BMW" });
    expect(
      body.items.map(({ partner, stage }: { partner: { name: string }; stage: string }) => [partner.name, stage]),
    ).toEqual([
      ["Acme Rail", "rumoured"],
      ["General Motors", "ended"],
      ["Toyota", "agreed"],
    ]);
    expect(body.items[2]).toMatchObject({ since: at(1), lastSeenAt: at(2), kind: "cooperation", storyId: "s-pact" });
    expect((await api.send("GET", "/entities/Acme%20Rail/partners")).body.items[0].partner.name).toBe("BMW");
    expect((await api.send("GET", "/entities/Nobody/partners")).status).toBe(404);
  });

  test("a newer story changes a partner's stage, an older one doesn't, and since when stays", async () => {
    const { News } = api.local.tables;
    const story = (id: string, stage: Stage, minute: number): Story => ({
      ...{ id, owner: "olga", revision: 1, firstSeenAt: at(minute), lastSeenAt: at(minute) },
      facts: { parties: ["man", "scania"], kind: "supply", stage, areas: [] },
    });
    for (const one of [story("p1", "agreed", 10), story("p2", "ended", 30), story("p3", "expanded", 20)])
      await storyTable(News).put(one);
    expect(await api.deps.history.partners("olga", "man", 10)).toMatchObject([
      { partner: "scania", since: at(10), stage: "ended", storyId: "p2" },
    ]);
  });

  test("a pair's time line has its stages with their reports, whichever company is named first", async () => {
    const { News } = api.local.tables;
    const later: StorySource = {
      ...{ itemId: "pact-2", feedId: "wire-b", source: "Blatt", title: "Ausgebaut", link: null, lang: "de" },
      ...{
        publishedAt: null,
        firstSeenAt: at(5),
        sentence: "Sie bauen aus.",
        trigger: "bauen aus",
        stage: "expanded",
        revision: 2,
      },
    };
    await storyTable(News).putSource("s-pact", later);
    for (const path of ["/pairs/BMW/Toyota", "/pairs/toyota/bmw"]) {
      const { body } = await api.send("GET", path);
      expect(body.items).toHaveLength(1);
      const { stages } = body.items[0];
      expect(stages.map(({ stage, since }: { stage: string; since: string }) => [stage, since])).toEqual([
        ["agreed", at(1)],
        ["expanded", at(5)],
      ]);
      expect(stages[1].sources[0].sentence).toBe("Sie bauen aus.");
    }
    expect((await api.send("GET", "/pairs/BMW/Acme%20Rail")).body.pair[1]).toEqual({
      id: "~acme rail",
      name: "Acme Rail",
    });
    expect((await api.send("GET", "/pairs/BMW/Volvo")).body.items).toEqual([]);
    expect((await api.send("GET", "/pairs/Nobody/Nothing")).status).toBe(404);
  });
});
