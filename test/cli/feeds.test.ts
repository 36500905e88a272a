import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { feedMeant } from "../../cli/feed-meant.ts";
import type { FeedRow } from "../../cli/feeds-table.ts";
import { logTo } from "../../functions/log.ts";
import { readStartOptions } from "../../local/options.ts";
import { type Runner, startRunner } from "../../local/runner.ts";
import { type FeedServer, startFeedServer } from "../support/feed-server.ts";
import { type Ran, runTieup, type Terminal } from "./run-tieup.ts";

// The command against the API of the embedded default, with feeds on loopback: nothing is stood in for.
const folder = mkdtempSync(join(tmpdir(), "tieup-feeds-"));
const state = join(folder, ".tieup");
let server: FeedServer;
let runner: Runner;

const rss = (title: string, ...headlines: string[]) =>
  `<rss version="2.0"><channel><title>${title}</title>${headlines
    .map(
      (headline, n) =>
        `<item><guid>${n}</guid><title>${headline}</title><link>/${n}</link><description>About ${headline}</description><pubDate>${new Date(Date.now() - n * 60_000).toUTCString()}</pubDate></item>`,
    )
    .join("")}</channel></rss>`;
const link = (href: string) => `<link rel="alternate" type="application/rss+xml" href="${href}">`;
const html = { "content-type": "text/html" };

// Whoever runs the tests may have these for themselves.
delete process.env.TIEUP_API;
delete process.env.TIEUP_TOKEN;

beforeAll(async () => {
  logTo(() => {});
  server = await startFeedServer({
    "/wire.rss": { body: rss("Hafenwire", "BMW und Toyota bauen Kräne") },
    "/broken.rss": { status: 403, body: "no" },
    "/one.rss": { body: rss("One", "A & B \u001b[31mred", "An older headline") },
    "/two.rss": { body: rss("Two") },
    "/page": { headers: html, body: `<html><title>Both</title>${link("/one.rss")}${link("/two.rss")}` },
    "/single": { headers: html, body: `<html>${link("/two.rss")}` },
    "/empty": { headers: html, body: "<html><title>Empty &amp; quiet</title>" },
  });
  const watched = ["/wire.rss", "/broken.rss"].flatMap((path) => ["--feed", `${server.url}${path}`]);
  const told = ["--watch", "BMW", "--email", "anna@example.org", "--allow-private", "--port", "0", "--state", state];
  runner = await startRunner(readStartOptions([...watched, ...told]), { posted() {}, say() {} });
  const polled = async () =>
    expect((await list()).map(({ health }) => health.state).sort()).toEqual(["failing", "healthy"]);
  await vi.waitFor(polled, { timeout: 15_000, interval: 100 });
});
afterAll(async () => {
  await runner.stop();
  await server.stop();
  rmSync(folder, { recursive: true });
});

const access = () => ["--api", runner.apiUrl as string, "--token", readFileSync(join(state, "token"), "utf8")];
const feeds = (argv: string[], terminal: Terminal = {}, input = "") =>
  runTieup(["feeds", ...argv, ...access()], terminal, input);
const list = async () => JSON.parse((await feeds(["--json"])).stdout) as FeedRow[];
const titles = async () => (await list()).map(({ title }) => title);

describe("tieup feeds", () => {
  test("shows each feed's state, times, interval, next poll and why then; what is wrong, and since when", async () => {
    const { code, stdout, stderr } = await feeds([]);
    expect(code).toBe(0);
    const [head, first, note, second] = stdout.split("\n");
    expect(head).toMatch(/^STATE +FEED +LAST NEWS +LAST READ +WARN +EVERY +NEXT POLL, WHY THEN +ID$/);
    expect(first).toMatch(/^failing +127\.0\.0\.1\S* +never +never +5 min +in \d+ min: .+ +[\w-]+$/);
    expect(note).toMatch(/^ {2}HTTP 403, since \w{3}, .* \d\d:\d\d; next poll in \d+ min: .+$/);
    expect(second).toMatch(/^healthy +127\.0\.0\.1\S* +just now +just now +5 min +in \d min: as wished +[\w-]+$/);
    expect(stderr).toBe("2 feeds: 1 failing, 1 healthy\n");
    expect(stdout).not.toContain("\u001b");
  });

  test.each([200, 80, 60, 40])("fits a terminal of %d columns, in colour unless that isn't wanted", async (columns) => {
    const { stdout } = await feeds([], { columns });
    expect(stdout).toContain("\u001b[31mfailing");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours
    const plain = stdout.replace(/\u001b\[\d+m/g, "");
    for (const line of plain.trimEnd().split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
    expect(plain).toMatch(/failing/);
    process.env.NO_COLOR = "1";
    const { stdout: uncoloured } = await feeds([], { columns });
    delete process.env.NO_COLOR;
    expect(uncoloured).toBe(plain);
  });

  test("--json prints what the API says of each", async () => {
    const before = Date.now();
    const [failing, healthy] = await list();
    expect(failing).toMatchObject({ paused: false, everyMinutes: 5, health: { state: "failing", reason: "HTTP 403" } });
    expect(healthy?.health).toMatchObject({ state: "healthy", reason: null, warnings: [] });
    expect(Date.parse(healthy?.health.nextPollAt ?? "")).toBeGreaterThan(before);
  });
});

describe("tieup feeds add", () => {
  test("--dry-run shows a feed as it would be polled, without what could move the cursor, and adds nothing", async () => {
    const before = await titles();
    const { code, stdout } = await feeds(["add", `${server.url}/one.rss`, "--dry-run", "--every", "30"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`One (rss, 2 items), polled every 30 minutes, as wished\n${server.url}/one.rss\n`);
    expect(stdout).toMatch(/ {2}\w{3}, \d+ \w+ \d{4}, \d\d:\d\d {2}A & B \[31mred\n {4}http:.*\/0\n {4}About A & B/);
    expect(stdout).toMatch(/warning: .*bare & escaped/);
    expect(stdout).not.toContain("\u001b");
    expect(await titles()).toEqual(before);
  });

  test("--dry-run --json prints what was found", async () => {
    const { stdout } = await feeds(["add", `${server.url}/page`, "--dry-run", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ kind: "candidates", feeds: [{ title: "One" }, { title: "Two" }] });
  });

  test("a page with several feeds is not decided without a terminal: they are listed, and how to pick", async () => {
    const before = await titles();
    const { code, stdout, stderr } = await feeds(["add", `${server.url}/page`]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("The page leads to 2 feeds:\n  1. One (rss, 2 items)\n");
    expect(stderr).toContain("--pick N");
    expect(await titles()).toEqual(before);
  });

  test("--pick takes one of them, shows it and adds it; again, it is there", async () => {
    const first = await feeds(["add", `${server.url}/page`, "--pick", "2"]);
    expect(first.stdout).toMatch(/^added [\w-]{22} Two\n$/);
    expect(first.stderr).toContain("Two (rss, 0 items), polled every 5 minutes, as wished");
    const second = await feeds(["add", `${server.url}/two.rss`]);
    expect([second.code, second.stdout]).toEqual([0, first.stdout.replace("added", "there already:")]);
    expect(await titles()).toContain("Two");
  });

  test("one that is there under another title is there, too; another title or interval is a change", async () => {
    const url = `${server.url}/two.rss`;
    await feeds(["change", url, "--title", "Zwei", "--every", "60"]);
    const again = await feeds(["add", url]);
    expect([again.code, again.stdout]).toEqual([0, expect.stringMatching(/^there already: [\w-]{22} Zwei\n$/)]);
    for (const wish of [
      ["--title", "Deux"],
      ["--every", "5"],
    ]) {
      const { code, stdout, stderr } = await feeds(["add", url, ...wish]);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toContain(
        `there already, with another title or interval; this changes it: tieup feeds change ${url}`,
      );
    }
    await feeds(["change", url, "--title", "Two", "--every", "5"]);
  });

  test("a page with one feed needs no choice", async () => {
    const { code, stdout } = await feeds(["add", `${server.url}/single`, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ url: `${server.url}/two.rss`, title: "Two" });
  });

  test("on a terminal it asks until it is answered", async () => {
    const { code, stdout, stderr } = await feeds(["add", `${server.url}/page`, "--title", "First"], {
      answers: "7\n1\n",
    });
    expect(stderr.match(/Which one\? 1 to 2/g)).toHaveLength(2);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^added [\w-]{22} First\n$/)]);
  });

  test.each([
    ["an empty line", "\n"],
    ["the end of input", ""],
  ])("on a terminal %s adds nothing", async (_, answers) => {
    const { code, stdout, stderr } = await feeds(["add", `${server.url}/page`], { answers });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("Nothing was added.");
  });

  test.each<[sentence: string, path: string, message: RegExp]>([
    ["without any feed", "/empty", /got the page “Empty & quiet”, which declares none\n14 addresses were asked/],
    ["that isn't there", "/missing", /expected a feed, or a page that leads to one, at http.*\/missing; HTTP 404/],
  ])("an address %s is said to be so", async (_, path, message) => {
    const { code, stderr } = await feeds(["add", `${server.url}${path}`]);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });

  test.each<[sentence: string, argv: string[], code: number, message: RegExp]>([
    ["no address", ["add"], 2, /expected one address of a feed or a page, got none/],
    ["a pick that there isn't", ["add", "PAGE", "--pick", "3"], 2, /expected --pick to be from 1 to 2, got 3/],
    [
      "a pick in words",
      ["add", "PAGE", "--pick", "last"],
      2,
      /expected --pick to be a whole number above zero, got "last"/,
    ],
    [
      "an interval that can't be chosen",
      ["add", "PAGE", "--every", "7"],
      2,
      /--every to be 1, 2, 5, .* minutes, got "7"/,
    ],
    ["another scheme", ["add", "ftp://wire.example/"], 2, /url: expected http or https, got ftp:/],
    ["an unknown action", ["poll"], 2, /expected list, add, change, .* or nothing, got "poll"/],
    ["an action of every object", ["constructor"], 2, /got "constructor"/],
    ["an unknown option", ["--colour"], 2, /--colour/],
    [
      "an id that there isn't",
      ["pause", "nobody"],
      1,
      /expected a feed's id, its beginning, its address or its title, got "nobody"; tieup/,
    ],
  ])("%s: refused, and said what was expected", async (_, argv, code, message) => {
    const ran = await feeds(argv.map((word) => word.replace("PAGE", `${server.url}/page`)));
    expect([ran.code, ran.stdout]).toEqual([code, ""]);
    expect(ran.stderr).toMatch(message);
  });
});

test("the beginning of two ids is refused, and both are named", () => {
  const all = ["abcd", "abce", "b"].map((id) => ({ id, url: `https://${id}.example/`, title: id }) as FeedRow);
  expect(() => feedMeant("abc", all)).toThrow(/got "abc", which 2 begin with: abcd, abce/);
  expect(feedMeant("abcd", all).id).toBe("abcd");
});

test("a feed of the command line and one that is added are one, by whatever way it comes", async () => {
  const before = (await list()).length;
  const url = (await list())[1]?.url ?? "";
  // The command would have it under the title that the feed gives itself.
  expect(await feeds(["add", url])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^there already: /) });
  const api = await fetch(`${runner.apiUrl}/feeds`, {
    method: "POST",
    headers: { authorization: `Bearer ${access()[3]}`, "content-type": "application/json" },
    body: JSON.stringify({ url: url.replace("http:", "HTTP:") }),
  });
  expect([api.status, ((await api.json()) as FeedRow).url]).toEqual([200, url]);
  expect(await list()).toHaveLength(before);
});

test("a feed that is added, or resumed, is polled at once, however seldom it is wished", async () => {
  server.route("/daily.rss", { body: rss("Daily", "Ein Kran") });
  const url = `${server.url}/daily.rss`;
  const asked = () => server.requests.filter(({ path }) => path === "/daily.rss").length;
  const added = await feeds(["add", url, "--every", "1440"]);
  expect(added.code, added.stderr).toBe(0);
  const state = async () => (await list()).find((feed) => feed.url === url)?.health.state;
  await vi.waitFor(async () => expect(await state()).toBe("healthy"), { timeout: 10_000, interval: 100 });
  await feeds(["pause", url]);
  const before = asked();
  await feeds(["resume", url]);
  await vi.waitFor(() => expect(asked()).toBe(before + 1), { timeout: 10_000, interval: 100 });
  await feeds(["remove", url]);
});

test("pause, resume and remove take an id, its beginning, or an address", async () => {
  const url = `${server.url}/single.rss`;
  const outcome = await feeds(["import", "-", "--json"], {}, `<opml><outline text="Solo" xmlUrl="${url}"/></opml>`);
  const { id } = JSON.parse(outcome.stdout).feeds[0];
  const solo = async () => (await list()).find((feed) => feed.id === id);
  expect((await feeds(["pause", id.slice(0, 8)])).stdout).toBe(`paused ${id} Solo\n`);
  expect(await solo()).toMatchObject({ paused: true, health: { nextPollWhy: "it is paused" } });
  expect((await feeds([])).stdout).toMatch(/paused +Solo .* none: it is paused/);
  expect((await feeds(["resume", url])).stdout).toBe(`resumed ${id} Solo\n`);
  expect(await solo()).toMatchObject({ paused: false });
  const misspelt = await feeds(["remove", id, "nobody"]);
  expect([misspelt.code, misspelt.stdout]).toEqual([1, ""]);
  expect((await feeds(["remove", id])).stdout).toBe(`removed ${id} Solo\n`);
  expect(await solo()).toBeUndefined();
});

describe("which API", () => {
  /** In a process of its own, where no `.tieup` lies but the folder's. */
  function spawned(cwd: string, ...argv: string[]): Promise<Ran> {
    const main = pathToFileURL(resolve("cli/main.ts")).pathname;
    const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), main, "feeds", ...argv], { cwd });
    const ran: Ran = { code: -1, stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => (ran.stdout += chunk));
    child.stderr.on("data", (chunk) => (ran.stderr += chunk));
    return new Promise((done) => child.on("close", (code) => done({ ...ran, code: code ?? -1 })));
  }

  test("an API on this machine is asked with the token that lies in .tieup", async () => {
    const { code, stdout } = await spawned(folder, "--api", runner.apiUrl as string, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).length).toBeGreaterThan(1);
  });

  test("where that token is another start's, it is said where this one's lies", async () => {
    const another = mkdtempSync(join(tmpdir(), "tieup-another-"));
    mkdirSync(join(another, ".tieup"));
    writeFileSync(join(another, ".tieup", "token"), "tieup_of_another_start");
    const { code, stderr } = await spawned(another, "--api", runner.apiUrl as string);
    rmSync(another, { recursive: true });
    expect(code).toBe(1);
    expect(stderr).toContain("doesn't know the token in .tieup/token: a start with --state FOLDER has its own");
  });

  test("where none runs, it is said how to start one", async () => {
    const stopped = await startFeedServer();
    await stopped.stop();
    const [noToken, noApi] = await Promise.all([spawned(tmpdir()), spawned(folder, "--api", stopped.url)]);
    expect([noToken.code, noApi.code]).toEqual([1, 1]);
    expect(noToken.stderr).toMatch(
      /expected Tieup's API on http:\/\/127\.0\.0\.1:8787 and its token .*: npm start starts it/,
    );
    expect(noApi.stderr).toMatch(
      /expected Tieup's API on http:\/\/127\.0\.0\.1:\d+, got connection refused: npm start starts it/,
    );
  });

  test.each<[sentence: string, argv: () => string[], code: number, message: RegExp]>([
    [
      "another machine's without a token",
      () => ["--api", "https://api.example"],
      2,
      /expected --token T with --api https:\/\/api\.example, got none/,
    ],
    [
      "something that is no address",
      () => ["--api", "here"],
      2,
      /expected --api to be an address such as .*, got "here"/,
    ],
    [
      "a token of nobody's",
      () => ["--api", runner.apiUrl as string, "--token", "x"],
      1,
      /expected a token that was made here/,
    ],
    [
      "another server's",
      () => ["--api", server.url, "--token", "x"],
      1,
      /expected Tieup's API on .*, got HTTP 404 with no content type/,
    ],
  ])("%s is refused", async (_, argv, code, message) => {
    const ran = await runTieup(["feeds", ...argv()]);
    expect([ran.code, ran.stderr]).toEqual([code, expect.stringMatching(message)]);
  });
});
