import { afterAll, beforeAll, expect, test } from "vitest";
import { type StartedTieup, startTieup } from "./start-tieup.ts";

// The real command against the API of the embedded default.
let tieup: StartedTieup;
beforeAll(async () => {
  tieup = await startTieup();
  const list = tieup.file("ships.yaml", "name: Ships\nentities: [Maersk, Hapag-Lloyd]\nrule: {stages: [agreed]}");
  expect((await tieup.run("watchlists", "add", list)).code).toBe(0);
});
afterAll(() => tieup.stop());

const run = (...argv: string[]) => tieup.run("watchlists", ...argv);
const stored = async (name = "Ships") => JSON.parse((await run("show", name)).stdout);
const names = async () => (await stored()).entities.map(({ name }: { name: string }) => name);

test("change leaves alone what isn't said", async () => {
  expect((await run("change", "ships", "--min-sources", "2", "--languages", "de,en")).stdout).toMatch(
    /^changed \S+ Ships, 2/,
  );
  expect((await stored()).rule).toMatchObject({ stages: ["agreed"], minSources: 2, languages: ["de", "en"] });
  await run("change", "Ships", "--min-sources", "1", "--languages", "any", "--parties", "Maersk,Hapag-Lloyd");
  const { rule } = await stored();
  expect(rule).toMatchObject({ stages: ["agreed"], parties: { pair: ["maersk", "hapag-lloyd"] } });
  expect(rule).not.toHaveProperty("minSources");
  expect(rule).not.toHaveProperty("languages");
  await run(
    "change",
    "Ships",
    "--parties",
    "both-watched",
    "--news",
    "any-mention",
    "--min-confidence",
    "0.7",
    "--kinds",
    "stake",
  );
  expect((await stored()).rule).toMatchObject({
    ...{ parties: "both-watched", news: "any-mention", minConfidence: 0.7, kinds: ["stake"] },
  });
});

test("a file of watchlists is sent to apply, by whoever takes one watchlist", async () => {
  const file = tieup.file("watches.yaml", "watchlists: [{name: Boats, entities: [Maersk]}]");
  for (const argv of [
    ["watchlists", "add", file],
    ["lint", file],
    ["backtest", file],
  ]) {
    const { code, stdout, stderr } = await tieup.run(...argv);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`expected one watchlist, got a file of watchlists; "tieup apply ${file}" takes it`);
  }
});

test("a list of thousands has a row like the others, not all their names in it", async () => {
  const companies = Array.from({ length: 40 }, (_, n) => `Reederei ${n + 1}`);
  await run("add", tieup.file("fleet.yaml", `name: Fleet\nentities: ${JSON.stringify(companies)}`));
  const { stdout } = await run();
  expect(stdout).toMatch(/^Fleet +40 +Reederei 1, .*Reederei 12, … 28 more +tie-ups/m);
  expect(stdout).not.toContain("Reederei 13");
  expect((await run("remove", "Fleet")).code).toBe(0);
});

test("is renamed, as JSON if wanted", async () => {
  expect(JSON.parse((await run("change", "Ships", "--name", "Vessels", "--json")).stdout)).toMatchObject({
    name: "Vessels",
  });
  expect((await run("change", "Vessels", "--name", "Ships")).code).toBe(0);
});

test("companies come, get further spellings, and go", async () => {
  const added = await run("add-entity", "Ships", "MSC", "--alias", "Mediterranean Shipping", "--context", "container");
  expect([added.code, added.stdout]).toEqual([0, expect.stringMatching(/^changed \S+ Ships, 3 companies\n$/)]);
  await run("add-entity", "Ships", "MSC", "--exclude", "MSC student");
  const { entities } = await stored();
  expect(entities).toHaveLength(3);
  expect(entities[2]).toMatchObject({ name: "MSC", context: ["container"], exclude: ["MSC student"] });
  expect(entities[2].aliases.map(({ text }: { text: string }) => text)).toEqual(["MSC", "Mediterranean Shipping"]);
  const strange = await run("remove-entity", "Ships", "MSC", "BMW");
  expect([strange.code, strange.stderr]).toEqual([1, expect.stringMatching(/a company of Ships, got "BMW"/)]);
  expect(await names()).toEqual(["Maersk", "Hapag-Lloyd", "MSC"]);
  expect((await run("remove-entity", "Ships", "mediterranean shipping")).code).toBe(0);
  expect(await names()).toEqual(["Maersk", "Hapag-Lloyd"]);
});

test("changes at once are all made", async () => {
  const companies = ["Evergreen Marine", "Cosco"];
  const codes = await Promise.all(companies.map((name) => run("add-entity", "Ships", name)));
  expect(codes.map(({ code }) => code)).toEqual([0, 0]);
  expect(await names()).toEqual(expect.arrayContaining(companies));
});

test.each<[sentence: string, argv: string[], message: RegExp]>([
  ["nothing to change", ["change", "Ships"], /expected something to change/],
  [
    "a stage that isn't",
    ["change", "Ships", "--stages", "agreed,wished"],
    /--stages to be "rumoured" or .*, got "wished"/,
  ],
  ["a kind that isn't", ["change", "Ships", "--kinds", "love"], /--kinds to be/],
  ["news that isn't", ["change", "Ships", "--news", "all"], /--news to be tie-up or any-mention, got "all"/],
  ["one party", ["change", "Ships", "--parties", "Maersk"], /--parties to be both-watched, any, or a pair/],
  [
    "a pair that isn't on the list",
    ["change", "Ships", "--parties", "Maersk,BMW"],
    /expected a company of this watchlist, got "BMW"/,
  ],
  [
    "a language in words",
    ["change", "Ships", "--languages", "German"],
    /--languages to be (a language|languages) such as de/,
  ],
  ["more than certain", ["change", "Ships", "--min-confidence", "1.2"], /--min-confidence to be from 0 to 1/],
  ["too many sources", ["change", "Ships", "--min-sources", "21"], /--min-sources to be a whole number from 1 to 20/],
  ["a legal form as a company", ["add-entity", "Ships", "GmbH"], /expected a name, not only a legal form/],
  [
    "the last company",
    ["remove-entity", "Ships", "Maersk", "Hapag-Lloyd", "Evergreen Marine", "Cosco"],
    /at least one company/,
  ],
  ["a file that is no watchlist", ["add", "package.json"], /got an unknown field/],
])("%s: refused with 2", async (_, argv, message) => {
  const { code, stdout, stderr } = await run(...argv);
  expect([code, stdout, stderr]).toEqual([2, "", expect.stringMatching(message)]);
});
