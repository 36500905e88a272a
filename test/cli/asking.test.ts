import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sqs } from "../../functions/aws/clients.ts";
import { deadLetterWriter } from "../../functions/aws/dead-letters.ts";
import { sqsQueue } from "../../functions/aws/queue.ts";
import type { Terminal } from "./run-tieup.ts";
import { type StartedTieup, startTieupWithNews } from "./start-tieup.ts";

// The command against the API of the embedded default on the sample wire: nothing is stood in for.
let tieup: StartedTieup;
beforeAll(async () => {
  tieup = await startTieupWithNews();
});
afterAll(() => tieup.stop());

const run = (...argv: string[]) => tieup.run(...argv);
const onTerminal = (terminal: Terminal, ...argv: string[]) => tieup.onTerminal(terminal, ...argv);
const json = (...argv: string[]) => tieup.json(...argv);
const file = (name: string, text: string) => tieup.file(name, text);

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
