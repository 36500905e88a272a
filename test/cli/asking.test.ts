import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { watchesSchema } from "../../cli/watches-file.ts";
import { sqs } from "../../functions/aws/clients.ts";
import { deadLetterWriter } from "../../functions/aws/dead-letters.ts";
import { sqsQueue } from "../../functions/aws/queue.ts";
import { logTo } from "../../functions/log.ts";
import { readStartOptions } from "../../local/options.ts";
import { type Runner, startRunner } from "../../local/runner.ts";
import { runTieup, type Terminal } from "./run-tieup.ts";

// The command and curl against the API of the embedded default on the sample wire: nothing is stood in for.
const folder = mkdtempSync(join(tmpdir(), "tieup-asking-"));
let runner: Runner;
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

beforeAll(async () => {
  logTo(() => {});
  const state = join(folder, ".tieup");
  runner = await startRunner(readStartOptions(["--port", "0", "--speed", "60", "--state", state]), {
    posted() {},
    say() {},
  });
  vi.stubEnv("TIEUP_API", runner.apiUrl as string);
  vi.stubEnv("TIEUP_TOKEN", readFileSync(join(state, "token"), "utf8"));
  vi.stubEnv("API", runner.apiUrl as string);
  vi.stubEnv("TOKEN", process.env.TIEUP_TOKEN ?? "");
  const sent = async () =>
    expect(JSON.parse((await run("deliveries", "--state", "sent", "--json")).stdout).length).toBeGreaterThan(0);
  await vi.waitFor(sent, { timeout: 40_000, interval: 300 });
}, 60_000);
afterAll(async () => {
  await runner.stop();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const run = (...argv: string[]) => runTieup(argv);
const onTerminal = (terminal: Terminal, ...argv: string[]) => runTieup(argv, terminal);
const json = async (...argv: string[]) => JSON.parse((await run(...argv, "--json")).stdout);

describe("the tour of docs/api.md", () => {
  const document = readFileSync("docs/api.md", "utf8");
  const lines = [...document.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = ""]) => block.trim().split("\n"));

  test("has lines of both kinds", () => {
    expect(lines.filter((line) => line.startsWith("tieup ")).length).toBeGreaterThan(10);
    expect(lines.filter((line) => line.startsWith("curl ")).length).toBeGreaterThan(8);
    expect(lines.every((line) => /^(tieup|curl) /.test(line))).toBe(true);
  });

  test.each(lines.map((line) => [line.replace(/ +#.*$/, "")]))("%s", async (line) => {
    if (line.startsWith("curl ")) {
      const { stdout } = await promisify(execFile)("bash", ["-c", line.replace(/^curl /, "curl --fail-with-body ")]);
      expect(stdout.length).toBeGreaterThan(10);
      return;
    }
    const [command = "", target] = line.split(" > ");
    const argv = [...command.matchAll(/"([^"]*)"|(\S+)/g)]
      .map(([, quoted, word]) => quoted ?? (word as string))
      .slice(1);
    const inFolder = argv.map((word) => (word.endsWith(".yaml") ? join(folder, word) : word));
    const { code, stdout, stderr } = await run(...inFolder);
    expect([code, stderr.includes("expected")]).toEqual([0, false]);
    if (target) file(target, stdout);
    else expect((stdout + stderr).length).toBeGreaterThan(10);
  });
});

test("the backtest of the tour compares a change with the saved watchlist", async () => {
  const line = /^curl .*\/backtest$/m.exec(readFileSync("docs/api.md", "utf8"))?.[0] ?? "";
  const { stdout } = await promisify(execFile)("bash", ["-c", line]);
  const { hits } = JSON.parse(stdout);
  expect(hits.saved).toBeGreaterThan(hits.changed);
});

describe("the commands of README.md", () => {
  const command = "npm run -s tieup -- ";
  const lines = readFileSync("README.md", "utf8")
    .split("\n")
    .filter((line) => line.startsWith(command) && !line.includes("COMMAND"))
    .map((line) => [line.replace(/ +#.*$/, "")]);
  const items = [
    { id: "1", title: "BMW and Toyota deepen alliance", publishedAt: "2026-03-02T10:00:00Z" },
    { id: "2", title: "BMW und Toyota vertiefen Allianz", publishedAt: "2026-03-02T10:05:00Z" },
  ];
  const files: Record<string, string> = {
    "feed.xml": "<rss version='2.0'><channel><title>Wire</title><item><title>A</title></item></channel></rss>",
    "cars.yaml": "name: Cars\nentities: [BMW, Toyota, {name: General Motors, aliases: [GM]}]\n",
    "items.jsonl": items.map((item) => `${JSON.stringify(item)}\n`).join(""),
    "names.txt": "BMW\nToyota\n",
    "texts.jsonl": '{"id": "1", "text": "BMW and Toyota"}\n',
    "watches.yaml":
      "watchlists:\n  - name: Cars\n    entities: [BMW, Toyota]\n    must_match: [BMW and Toyota deepen alliance]\n",
  };

  test("are there", () => expect(lines.length).toBeGreaterThan(9));

  test.each(lines)("%s", async (line) => {
    for (const [name, text] of Object.entries(files)) file(name, text);
    const here = line.replace(/\b[a-z]+\.(?:xml|yaml|jsonl|txt)\b(?![/.])/g, (name) =>
      name in files ? join(folder, name) : name,
    );
    const asked = here.includes(" apply ") ? `${here} --yes` : here;
    const { stdout } = await promisify(execFile)("bash", [
      "-c",
      asked.replace(command, "node --import tsx cli/main.ts "),
    ]);
    expect(stdout.length).toBeGreaterThan(10);
  });
});

describe("history", () => {
  test("finds by company, pair, stage and words, as a table that fits, as JSON and as CSV", async () => {
    const hits = await json("history", "--pair", "BMW,Toyota", "--stage", "expanded");
    expect(hits.length).toBeGreaterThan(0);
    const { stdout } = await onTerminal({ columns: 60 }, "history", "--entity", "bmw");
    expect(stdout).not.toBe(stripVTControlCharacters(stdout));
    expect(stripVTControlCharacters(stdout)).toMatch(/^SEEN/);
    for (const line of stripVTControlCharacters(stdout).split("\n")) expect(line.length).toBeLessThanOrEqual(60);
    const csv = (await run("history", "--limit", "all", "--csv")).stdout.split("\r\n");
    expect(csv[0]).toMatch(/^seenAt,publishedAt,parties/);
    expect(csv.filter((line) => line.startsWith("seenAt"))).toHaveLength(1);
    expect((await run("history", "--words", "zebra")).stderr).toBe("Nothing found.\n");
  });

  test("why a hit was one", async () => {
    const [hit] = await json("history", "--pair", "BMW,Toyota");
    const { stdout } = await run("explain", "--hit", hit.id);
    expect(stdout).toMatch(/^ALERTS\n/);
    expect(stdout).toContain("“BMW” is bmw");
  });

  test("why the reports of a story are one story", async () => {
    const stories: { id: string; sources: unknown[] }[] = await json("history", "--pair", "BMW,Toyota", "--stories");
    const told = stories.find(({ sources }) => sources.length > 1);
    const { stdout } = await run("story", told?.id ?? "");
    expect(stdout).toMatch(/^BMW × Toyota|^bmw × toyota/);
    expect(stdout).toContain("because: no recent story is near\n");
    expect(stdout).toMatch(/because: (?:same parties|a copy|text \d+ %).* hours from the nearest report\n/);
  });

  test("a story's reports stand indented below it, each with its whole link, however narrow the terminal is", async () => {
    const [told]: { id: string }[] = await json("history", "--stories");
    const reports = /^ {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}\w.*\n {20}https:\/\/\w+\.example\/[\w-]+\n {20}because: /m;
    for (const columns of [200, 40]) {
      const { stdout } = await onTerminal({ columns }, "story", told?.id ?? "");
      expect(stripVTControlCharacters(stdout)).toMatch(reports);
    }
    expect((await run("story", told?.id ?? "")).stdout).toMatch(reports);
  });

  test("a pair's stages in their order, and a company's partners", async () => {
    expect((await run("pair", "BMW", "Toyota")).stdout).toContain("expanded");
    expect((await run("entities", "BMW")).stdout).toMatch(/Toyota +cooperation +expanded/);
  });

  test.each<[string, string[], number, RegExp]>([
    ["two formats", ["history", "--json", "--csv"], 2, /one of --json/],
    ["an unknown stage", ["history", "--stage", "wished"], 2, /--stage to be "rumoured"/],
    ["an unknown watchlist", ["history", "--watchlist", "Ships"], 1, /got "Ships"/],
    ["no story", ["story"], 2, /expected the id of a story/],
    ["an unknown story", ["story", "s-none"], 1, /story/],
    ["one company", ["pair", "BMW"], 2, /expected two companies/],
    ["a headline and a link", ["explain", "x", "--url", "y", "--file", "z"], 2, /got 2 of them/],
    ["nothing to backtest", ["backtest"], 2, /FILE, --watchlist ID or both/],
    ["a scope that isn't", ["tokens", "create", "x", "--scope", "all"], 2, /--scope to be/],
    ["a cadence that isn't", ["subscribers", "add", "x", "--every", "often"], 2, /--every to be/],
    ["a shell that isn't", ["completion", "fish"], 2, /bash or zsh/],
    ["an action that isn't", ["watchlists", "burn"], 2, /expected list, show, add, replace, change, .* or nothing/],
  ])("%s is told, with the exit code", async (_, argv, code, message) => {
    const ran = await run(...argv);
    expect([ran.code, ran.stdout]).toEqual([code, ""]);
    expect(ran.stderr).toMatch(message);
  });
});

test("watchlists are made, replaced, shown and removed", async () => {
  const first = file("ships.yaml", "name: Ships\nentities: [Maersk, Hapag-Lloyd]");
  expect((await run("watchlists", "add", first)).stdout).toMatch(/^made \S+ Ships, 2 companies\n$/);
  const second = file(
    "ships2.yaml",
    "name: Ships\nentities: [Maersk, Hapag-Lloyd, MSC]\nrule: {languages: [en], minSources: 2}",
  );
  expect((await run("watchlists", "replace", "Ships", second)).stdout).toContain("3 companies");
  expect(JSON.parse((await run("watchlists", "show", "Ships")).stdout).rule).toMatchObject({
    languages: ["en"],
    minSources: 2,
  });
  expect((await run("watchlists")).stdout).toMatch(/Ships +3/);
  expect((await run("watchlists", "remove", "Ships")).stdout).toMatch(/^removed/);
  expect((await run("watchlists", "show", "Ships")).code).toBe(1);
});

test("a subscriber is added, listed, paused, tested and removed", async () => {
  const added = await run(
    "subscribers",
    "add",
    "Otto",
    "--email",
    "otto@example.org",
    "--watchlist",
    "Car alliances",
    "--every",
    "monday@08:00",
  );
  expect(added.stdout).toMatch(/^added \S+ Otto\n$/);
  expect((await run("subscribers")).stdout).toMatch(/otto@example\.org +confirmed +Car alliances monday 08:00/);
  expect((await run("subscribers", "pause", "Otto", "2031-01-01")).stdout).toContain("paused until 2031-01-01");
  expect((await run("subscribers", "pause", "Otto", "none")).stdout).toContain("resumed Otto");
  expect((await run("subscribers", "test", "otto@example.org")).stdout).toContain("on its way");
  expect((await run("subscribers", "remove", "Otto")).stdout).toMatch(/^removed/);
});

test("a token is made, used and revoked", async () => {
  const { stdout } = await run("tokens", "create", "once", "--days", "1");
  expect((await run("watchlists", "--token", stdout.trim())).code).toBe(0);
  expect((await run("tokens", "revoke", "once")).stdout).toMatch(/^revoked/);
  expect((await run("watchlists", "--token", stdout.trim())).stderr).toMatch(/not revoked/);
});

test("a token for another owner sees nothing of this one's", async () => {
  const made = await run("tokens", "create", "first", "--scope", "admin", "--owner", "Press office");
  expect([made.code, made.stderr]).toEqual([0, expect.stringContaining("It is Press office's")]);
  const theirs = ["--token", made.stdout.trim()];
  expect((await run("watchlists", ...theirs)).stderr).toMatch(/^No watchlists yet/);
  const [own, ...others] = JSON.parse((await run("tokens", "--json", ...theirs)).stdout);
  expect([own.owner, others]).toEqual(["Press office", []]);
  const beyond = await run("tokens", "create", "x", "--owner", "local", ...theirs);
  expect([beyond.code, beyond.stderr]).toEqual([1, expect.stringContaining('the scope "operator"')]);
});

describe("watches as code", () => {
  const watches = (change = "") => `
feeds: [{url: "https://wire.example/rss", title: Wire, intervalMinutes: 60, paused: true}]
watchlists:
  - name: Batteries
    entities: [BMW, {name: General Motors, aliases: [GM], context: [car]}]
    rule: {stages: [agreed, expanded]}
    must_match: [BMW und General Motors vereinbaren Partnerschaft]
    must_not_match: [Grandmaster GM beats BMW driver]
subscribers:
  - name: Berta
    timeZone: Europe/Berlin
    quietHours: {from: "22:00", to: "07:00"}
    endpoints: [{email: berta@example.org, subscriptions: [{watchlist: Batteries, cadence: {every: day, at: "08:00"}}]}]
${change}`;

  test("the plan is shown, asked for, applied, and then there is nothing left to do", async () => {
    const path = file("watches.yaml", watches());
    const refused = await run("apply", path);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("expected --yes");
    expect(refused.stdout).toContain(
      "+ watchlist Batteries\n    companies: BMW, General Motors\n    backtest, 30 days,",
    );
    expect((await onTerminal({ answers: "n\n" }, "apply", path)).code).toBe(1);
    expect((await json("watchlists")).map(({ name }: { name: string }) => name)).not.toContain("Batteries");
    const applied = await onTerminal({ answers: "y\n" }, "apply", path);
    expect([applied.code, applied.stderr]).toEqual([0, expect.stringContaining("made email of Berta on Batteries")]);
    expect((await run("apply", path)).stderr).toBe("Nothing to change.\n");
  });

  test("what changes is said field by field, with what the backtest makes of it", async () => {
    const path = file(
      "changed.yaml",
      watches().replace("[agreed, expanded]", "[agreed]").replace("BMW, {", "BMW, Toyota, {").replace("08:00", "09:00"),
    );
    const { stdout, code } = await run("apply", path, "--yes");
    expect(code).toBe(0);
    expect(stdout).toContain(
      '~ watchlist Batteries\n    companies: +Toyota\n    rule.stages: ["agreed","expanded"] → ["agreed"]\n    backtest, 30 days,',
    );
    expect(stdout).toContain("~ email of Berta on Batteries");
    expect((await run("apply", path)).stderr).toBe("Nothing to change.\n");
  });

  test("a headline that fails stops the file before anything is asked or changed", async () => {
    const path = file(
      "failing.yaml",
      watches()
        .replace("[Grandmaster GM beats BMW driver]", "[BMW und General Motors kooperieren bei Akkus]")
        .replace("name: Batteries", "name: Other")
        .replace("watchlist: Batteries", "watchlist: Other"),
    );
    const { code, stdout, stderr } = await run("apply", path, "--yes");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("Other: must_not_match fails: “BMW und General Motors kooperieren bei Akkus”");
    expect(stderr).toContain("Nothing was changed.");
  });

  test("what is exported and applied changes nothing, as YAML and as JSON; headlines and settings are in it", async () => {
    const exported = (await run("export")).stdout;
    expect(parse(exported).watchlists.find(({ name }: { name: string }) => name === "Batteries")).toMatchObject({
      entities: ["BMW", "Toyota", { name: "General Motors", aliases: ["GM"] }],
      must_match: ["BMW und General Motors vereinbaren Partnerschaft"],
    });
    expect((await run("apply", file("exported.yaml", exported), "--prune")).stderr).toBe("Nothing to change.\n");
    const asJson = (await run("export", "--json")).stdout;
    expect((await run("apply", file("exported.json", asJson), "--prune")).stderr).toBe("Nothing to change.\n");
  });

  test("--prune removes what the file doesn't name, and says so first", async () => {
    const exported = parse((await run("export")).stdout);
    const without = (list: { name: string }[], name: string) => list.filter((one) => one.name !== name);
    const less = {
      ...exported,
      watchlists: without(exported.watchlists, "Batteries"),
      subscribers: without(exported.subscribers, "Berta"),
    };
    const path = file("less.json", JSON.stringify(less));
    expect((await run("apply", path, "--dry-run")).stderr).toBe("Nothing to change.\n");
    const { stdout, code } = await run("apply", path, "--prune", "--yes");
    expect(code).toBe(0);
    expect(stdout).toBe("- subscriber Berta\n- watchlist Batteries\n");
    expect((await json("watchlists")).map(({ name }: { name: string }) => name)).not.toContain("Batteries");
  });

  test.each<[string, string, RegExp]>([
    ["no YAML", "watchlists: [", /expected YAML or JSON/],
    [
      "an unknown field",
      "watchlists:\n  - name: x\n    entities: [BMW]\n    rules: {}",
      /bad\.yaml:4: watchlists\[0\]\.rules: expected one of name, entities, .*must_match.*, got an unknown field/,
    ],
    ["a broken rule", "watchlists: [{name: x, entities: [BMW], rule: {stages: [wished]}}]", /stages/],
    [
      "a name twice",
      "watchlists: [{name: x, entities: [BMW]}, {name: x, entities: [VW]}]",
      /each name once, got "x" twice/,
    ],
    [
      "a watchlist that isn't in it",
      "subscribers: [{name: a, timeZone: UTC, endpoints: [{email: a@example.org, subscriptions: [{watchlist: y, cadence: {every: hour}}]}]}]",
      /expected a watchlist of this file, got "y"/,
    ],
    [
      "two addresses in one",
      "subscribers: [{name: a, timeZone: UTC, endpoints: [{email: a@example.org, sms: '+491701234567'}]}]",
      /either email or sms/,
    ],
  ])("a file with %s is refused with its place", async (_, text, message) => {
    const { code, stdout, stderr } = await run("apply", file("bad.yaml", text), "--yes");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
  });

  test("the schema for editors is the one that checks the file", async () => {
    expect(JSON.parse((await run("apply", "--schema")).stdout)).toEqual(watchesSchema());
    expect(JSON.parse(readFileSync("docs/watches.schema.json", "utf8"))).toEqual(watchesSchema());
  });
});

describe("completion", () => {
  test("bash completes commands, actions and options", async () => {
    const { stdout } = await run("completion", "bash");
    const script = file("completion.sh", stdout);
    const complete = async (...words: string[]) => {
      const given = words.map((word) => `"${word}"`).join(" ");
      const line = `source ${script}; COMP_WORDS=(${given}); COMP_CWORD=${words.length - 1}; _tieup; echo "\${COMPREPLY[@]}"`;
      return (await promisify(execFile)("bash", ["-c", line])).stdout.trim().split(" ");
    };
    expect(await complete("tieup", "wa")).toEqual(["watchlists"]);
    expect(await complete("tieup", "feeds", "re")).toEqual(["resume", "remove"]);
    expect(await complete("tieup", "history", "--st")).toEqual(expect.arrayContaining(["--stage", "--stories"]));
  });

  test("zsh's names every command", async () => {
    const { stdout } = await run("completion", "zsh");
    expect(stdout).toMatch(/^#compdef tieup\n/);
    for (const name of ["parse", "history", "apply", "export"]) expect(stdout).toContain(`'${name}:`);
  });
});

test("every command has help with an example", async () => {
  const { stderr } = await run("help");
  const names = [...stderr.matchAll(/^ {2}(\S+) /gm)].map(([, name]) => name as string);
  expect(names).toEqual(
    expect.arrayContaining([
      "watchlists",
      "entities",
      "feeds",
      "subscribers",
      "history",
      "story",
      "pair",
      "explain",
      "backtest",
      "tokens",
      "deliveries",
      "lint",
      "apply",
      "export",
    ]),
  );
  for (const name of names) expect((await run(name, "--help")).stderr).toMatch(/Examples?:/);
});

describe("deliveries", () => {
  test("told: whether, when and in which words an endpoint was told of a story", async () => {
    const [sent] = await json("deliveries", "--state", "sent");
    const [{ storyId }] = sent.told;
    const tellings = await json("deliveries", "told", sent.endpointId, storyId);
    expect(tellings[0]).toMatchObject({ what: "news", outcome: "told", attempts: 1, text: sent.text });
    expect((await run("deliveries", "told", sent.endpointId, "s-none")).stderr).toContain("It wasn't told.");
    expect((await run("deliveries", "told", sent.endpointId)).code).toBe(2);
  });

  test("failed and retry: what makes no sense is shown with the reason and stays, the rest is taken back", async () => {
    const [{ endpointId }] = await json("deliveries");
    const client = sqs();
    await sqsQueue(client, process.env.SUMMARY_QUEUE_URL as string).send({ endpoint: "misspelt" });
    const aside = deadLetterWriter(client, process.env.SUMMARY_DEAD_LETTERS_URL as string, () => new Date());
    await aside(JSON.stringify({ endpointId }), "SNS refused the summary");
    const failed = async () => expect(await json("deliveries", "failed")).toHaveLength(2);
    await vi.waitFor(failed, { timeout: 15_000, interval: 200 });
    client.destroy();
    expect((await run("deliveries", "failed")).stdout).toContain('expected {"endpointId"');
    const retried = await run("deliveries", "retry", "--json");
    expect(JSON.parse(retried.stdout)).toMatchObject({
      retried: [{ message: JSON.stringify({ endpointId }), reason: "SNS refused the summary" }],
      left: [{ retryable: false }],
    });
    expect(retried.code).toBe(1);
  });
});
