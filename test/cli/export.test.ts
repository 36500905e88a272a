import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { kindShape, stageShape } from "../../lib/api/rule-shapes.ts";
import { pollIntervals } from "../../lib/polling/slots.ts";
import { startApi, type TestApi } from "../api/start-api.ts";
import { type Ran, runTieup } from "./run-tieup.ts";

// What the API can store, written by `tieup export`, read by `tieup apply`: through the real command and API, on two accounts.
let api: TestApi;
beforeAll(async () => {
  api = await startApi({ served: true });
  vi.stubEnv("TIEUP_API", api.url as string);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await api.stop();
});

const schema = JSON.parse(readFileSync("docs/watches.schema.json", "utf8"));
const isWatchesFile = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).compile(schema);

/** What makes YAML look up: keywords, numbers, times, signs, several lines, other scripts. */
const awkward = fc.constantFrom(
  ...[
    "yes",
    "null",
    "~x",
    "007",
    "1e3",
    "22:00",
    "2026-01-01",
    "# no comment",
    "- dash",
    "a: b",
    "{a}",
    "[b",
    "*x y",
    "&a b",
  ],
  ...[
    "'quoted'",
    '"double"',
    "tab\there",
    "Müller & Söhne",
    "東京 電力",
    "emoji 🚗 car",
    "back\\slash",
    "%percent",
    "@at",
    "!bang x",
  ],
);
const words = fc.oneof(awkward, fc.string({ minLength: 2, maxLength: 30, unit: "grapheme" }));
const sounds = (text: string) => (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= 2 && !/\p{Surrogate}/u.test(text);
const phrase = words.filter((text) => text.trim() !== "" && !/\p{Surrogate}/u.test(text));
const company = fc.oneof(
  fc.constantFrom("BMW", "Toyota", "GM", "General Motors", "Volkswagen", "Ford", "Shell", "Siemens AG", "3M", "MAN SE"),
  words.filter((text) => sounds(text) && !/^(ag|se|gmbh|inc|ltd|co|kg|sa|nv|plc|llc|corp)\.?$/i.test(text.trim())),
);
const some = <T>(value: fc.Arbitrary<T>, maxLength = 3) => fc.uniqueArray(value, { minLength: 1, maxLength });
const optional = <T extends Record<string, fc.Arbitrary<unknown>>>(fields: T) =>
  fc.record(fields, { requiredKeys: [] });

const alias = fc.oneof(company, fc.record({ text: company, caseSensitive: fc.boolean(), needsContext: fc.boolean() }));
const entity = fc.oneof(
  company,
  fc.record(
    {
      ...{ name: company, aliases: fc.array(alias, { maxLength: 3 }), context: fc.array(phrase, { maxLength: 2 }) },
      ...{ exclude: fc.array(phrase, { maxLength: 2 }), id: fc.constantFrom("own-id", "another") },
    },
    { requiredKeys: ["name"] },
  ),
);
const rule = optional({
  news: fc.constantFrom("tie-up", "any-mention"),
  parties: fc.constantFrom("any", "both-watched"),
  kinds: some(fc.constantFrom(...kindShape.options)),
  stages: some(fc.constantFrom(...stageShape.options)),
  languages: fc.oneof(fc.constant("any"), some(fc.constantFrom("de", "en", "fr"))),
  minConfidence: fc.constantFrom(0, 0.5, 0.65, 1),
  minSources: fc.integer({ min: 1, max: 20 }),
});
const watchlist = (name: string) =>
  fc.record(
    {
      ...{ name: fc.constant(name), entities: fc.array(entity, { minLength: 1, maxLength: 4 }), rule },
      ...{ mustNotMatch: some(quiet, 2) },
    },
    { requiredKeys: ["name", "entities"] },
  );
/** Headlines that hit nothing, and one that does where nobody else's companies stand around it. */
const quiet = fc.constantFrom("Wetter 'morgen': {heiter}", '- #1: "quiet" * day & night');
const sure = {
  name: "Sure",
  entities: ["BMW", "Toyota"],
  mustMatch: ["BMW and Toyota agree to build fuel cells: #1, 'soon'"],
};
const time = fc.constantFrom("00:00", "08:00", "22:30", "23:59");
const workdaysOnly = fc.constantFrom<true>(true);
const cadence = fc.oneof(
  fc.record({ every: fc.constantFrom("immediate", "hour"), workdaysOnly }, { requiredKeys: ["every"] }),
  fc.record({ every: fc.constant("day"), at: time, workdaysOnly }, { requiredKeys: ["every", "at"] }),
  fc.record({ every: fc.constant("week"), on: fc.constantFrom("monday", "sunday"), at: time }),
);
const subscription = fc.record({
  cadence,
  only: optional({ stages: some(fc.constantFrom(...stageShape.options)), sourcesMin: fc.integer({ min: 1, max: 20 }) }),
  saysSo: fc.boolean(),
  ofParty: fc.boolean(),
});
const endpoint = fc.record({
  address: fc.constantFrom("Olga.P@example.org", "o+x@münchen.example", "+49 171 5550001", "+1 212 555 0002"),
  subscriptions: fc.array(subscription, { maxLength: 2 }),
});
const subscriber = fc.record(
  {
    ...{
      name: fc.oneof(fc.constantFrom("Olga", "Otto"), phrase),
      timeZone: fc.constantFrom("UTC", "europe/berlin", "Asia/Calcutta"),
    },
    ...{ language: fc.constantFrom("de", "en"), quietHours: fc.constant({ from: "22:00", to: "07:00" }) },
    ...{
      pausedUntil: fc.constantFrom("2031-01-01", "2020-02-29"),
      messagesPerDayMax: fc.integer({ min: 1, max: 1000 }),
    },
    ...{
      smsPartsMax: fc.integer({ min: 1, max: 10 }),
      endpoints: fc.uniqueArray(endpoint, { maxLength: 3, selector: ({ address }) => address }),
    },
  },
  { requiredKeys: ["name", "timeZone", "endpoints"] },
);
const feed = fc.record(
  {
    ...{
      url: fc.constantFrom(
        "https://a.example/rss",
        "https://B.example:8443/x?y=z&a=1#top",
        "http://münchen.example/ä b",
      ),
      title: phrase,
    },
    ...{ intervalMinutes: fc.constantFrom(...pollIntervals), paused: fc.boolean() },
  },
  { requiredKeys: ["url"] },
);
const state = fc.record({
  feeds: fc.uniqueArray(feed, { maxLength: 3, selector: ({ url }) => url }),
  watchlists: fc.oneof(
    fc.constant([sure]),
    fc
      .uniqueArray(phrase, { minLength: 1, maxLength: 2, selector: (name) => name.trim().toLowerCase() })
      .chain((names) => fc.tuple(...names.map(watchlist))),
  ),
  subscribers: fc.array(subscriber, { maxLength: 3 }),
});
type State = typeof state extends fc.Arbitrary<infer Value> ? Value : never;

/** Stores it, by a client of its own: what the API refuses isn't stored, and so isn't asked for. */
async function store({ feeds, watchlists, subscribers }: State, token: string): Promise<void> {
  const ask = async (method: string, path: string, body: object) =>
    (await api.send(method, path, { token, body })).body;
  for (const { paused, ...one } of feeds) {
    const { id } = await ask("POST", "/feeds", one);
    if (paused && id) await ask("PATCH", `/feeds/${id}`, { paused });
  }
  const lists = [];
  for (const one of watchlists) lists.push(await ask("POST", "/watchlists", one));
  const kept = lists.filter(({ id }) => id !== undefined);
  for (const { endpoints, ...one } of subscribers) {
    const { id } = await ask("POST", "/subscribers", one);
    for (const { address, subscriptions } of id ? endpoints : []) {
      const channel = address.startsWith("+") ? "sms" : "email";
      const added = await ask("POST", `/subscribers/${id}/endpoints`, { channel, address });
      for (const [at, { cadence: often, only, saysSo, ofParty }] of subscriptions.entries()) {
        const list = kept[at];
        const isDigest = often.every === "day" || often.every === "week";
        const wish = { ...only, ...(ofParty ? { parties: [list?.entities[0].id] } : {}) };
        const written = { cadence: often, only: wish, ...(saysSo && isDigest ? { whenEmpty: "say-so" } : {}) };
        if (list) await ask("PUT", `/endpoints/${added.id}/subscriptions/${list.id}`, written);
      }
    }
  }
}

let owners = 0;
const newOwner = () => api.newToken(`owner ${++owners}`, ["admin"]);
const as = (token: string, argv: string[], input = ""): Promise<Ran> =>
  runTieup([...argv, "--token", token], {}, input);
const dryRun = ["apply", "-", "--dry-run", "--prune", "--days", "0"];
const nothing = { code: 0, stdout: "", stderr: "Nothing to change.\n" };

test("what is exported describes itself, changes nothing, and makes another account the same", async () => {
  const property = fc.asyncProperty(state, async (generated) => {
    const token = await newOwner();
    await store(generated, token);
    const written = await as(token, ["export"]);
    expect([written.code, written.stderr]).toEqual([0, ""]);
    expect([isWatchesFile(parse(written.stdout)), isWatchesFile.errors]).toEqual([true, null]);
    expect(await as(token, dryRun, written.stdout)).toEqual(nothing);
    expect(await as(token, dryRun, (await as(token, ["export", "--json"])).stdout)).toEqual(nothing);
    const another = await newOwner();
    const applied = await as(another, ["apply", "-", "--yes", "--days", "0", "--skip-feeds"], written.stdout);
    expect([applied.code, applied.stderr.includes("failed")]).toEqual([0, false]);
    expect(await as(another, dryRun, written.stdout)).toEqual(nothing);
    expect(sorted(parse((await as(another, ["export"])).stdout))).toEqual(sorted(parse(written.stdout)));
  });
  await fc.assert(property, { numRuns: 25, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: false });
});

/** Rows come by their ids, which are each account's own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sorted(inner)]));
}

test.each<[sentence: string, file: object]>([
  [
    "two addresses in one endpoint",
    { subscribers: [{ name: "a", timeZone: "UTC", endpoints: [{ email: "a@example.org", sms: "+491715550001" }] }] },
  ],
  ["an endpoint without address", { subscribers: [{ name: "a", timeZone: "UTC", endpoints: [{}] }] }],
  ["an interval that can't be chosen", { feeds: [{ url: "https://a.example/", intervalMinutes: 7 }] }],
  ["an unknown field", { watchlists: [{ name: "x", entities: ["BMW"], rules: {} }] }],
  ["an empty headline", { watchlists: [{ name: "x", entities: ["BMW"], must_match: [""] }] }],
  ["a stage that isn't", { watchlists: [{ name: "x", entities: ["BMW"], rule: { stages: ["wished"] } }] }],
  ["no stage at all", { watchlists: [{ name: "x", entities: ["BMW"], rule: { stages: [] } }] }],
  ["half a source", { watchlists: [{ name: "x", entities: ["BMW"], rule: { minSources: 1.5 } }] }],
  ["a language in words", { watchlists: [{ name: "x", entities: ["BMW"], rule: { languages: ["German"] } }] }],
  ["no company", { watchlists: [{ name: "x", entities: [] }] }],
])("the schema and the command both refuse %s", async (_, file) => {
  expect(isWatchesFile(file)).toBe(false);
  expect((await as(await newOwner(), dryRun, JSON.stringify(file))).code).toBe(2);
});
