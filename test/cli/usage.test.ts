import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { displayWidth } from "../../cli/terminal-text.ts";
import { runTieup } from "./run-tieup.ts";

// Nobody listens where the API is said to be: whatever exits with 2 here was refused before anything was asked.
beforeAll(() => {
  vi.stubEnv("TIEUP_API", "http://127.0.0.1:1");
  vi.stubEnv("TIEUP_TOKEN", "tieup_none");
});
afterAll(() => void vi.unstubAllEnvs());

const add = ["subscribers", "add", "Olga"];
const change = ["watchlists", "change", "Cars"];
const subscribe = ["subscribers", "subscribe", "olga@example.org", "Cars"];

/** Of each command every option that can be wrong by itself. */
const wrong: [command: string, argv: string[]][] = [
  ...["history", "deliveries"].flatMap((command): [string, string[]][] => [
    [command, ["--stage", "nope"]],
    [command, ["--stage", "agreed,nope"]],
    [command, ["--kind", "love"]],
    [command, ["--pair", "BMW"]],
    [command, ["--entity", ""]],
    [command, ["--watchlist", ""]],
    [command, ["--feed", ""]],
    [command, ["--language", "German"]],
    [command, ["--words", " "]],
    [command, ["--since", "yesterday"]],
    [command, ["--until", "2026-02-30"]],
    [command, ["--since", "2026-03-02", "--until", "2026-03-01"]],
    [command, ["--limit", "0"]],
    [command, ["--limit", "many"]],
  ]),
  ["history", ["--json", "--csv"]],
  ["history", ["--ndjson", "--csv"]],
  ["deliveries", ["--state", "lost"]],
  ["deliveries", ["--channel", "fax"]],
  ["deliveries", ["--subscriber", ""]],
  ["deliveries", ["--endpoint", ""]],
  ["deliveries", ["told", "olga@example.org"]],
  ["backtest", ["--watchlist", "Cars", "--days", "700"]],
  ["backtest", ["--watchlist", "Cars", "--days", "1.5"]],
  ["backtest", ["--watchlist", "Cars", "--zone", "Mars/Base"]],
  ["backtest", ["--watchlist", "Cars", "--sms-price", "cheap"]],
  ["backtest", ["--watchlist", "Cars", "--sms-price", "11"]],
  ["backtest", []],
  ["explain", ["x", "--watchlist", "Cars", "--language", "german!"]],
  ["explain", ["x"]],
  ["explain", ["x", "--watchlist", "Cars", "--file", "cars.yaml"]],
  ["explain", ["https://wire.example/1", "--watchlist", "Cars", "--text", "y"]],
  ["explain", ["--url", "https://wire.example/1", "--hit", "h"]],
  ["explain", ["--hit", "h", "--watchlist", "Cars"]],
  ["tokens", ["create", "x", "--scope", "all"]],
  ["tokens", ["create", "x", "--days", "0"]],
  ["tokens", ["create", "x", "--owner", "a#b"]],
  ["tokens", ["create", ""]],
  ["tokens", ["revoke"]],
  ["canary", ["--wait", "long"]],
  ["apply", ["package.json"]],
  ["apply", ["--days", "91", "package.json"]],
  ["apply", []],
  ["feeds", ["add", "https://wire.example/", "--every", "7"]],
  ["feeds", ["add", "https://wire.example/", "--pick", "0"]],
  ["feeds", ["add", "https://wire.example/", "--title", " "]],
  ["feeds", ["change", "x"]],
  ["feeds", ["change", "x", "--every", "0"]],
  ["feeds", ["pause"]],
  ...[
    "--zone Mars",
    "--language fr",
    "--quiet late",
    "--paused-until soon",
    "--messages-per-day 0",
    "--sms-parts 11",
  ].map((setting): [string, string[]] => ["subscribers", [...add.slice(1), ...setting.split(" ")]]),
  ...["--email olga", "--sms 0171", "--every never", "--every 24:00", "--every day@08:00", "--stages nope"].map(
    (setting): [string, string[]] => ["subscribers", [...add.slice(1), ...setting.split(" ")]],
  ),
  ...["--min-sources 0", "--when-empty maybe", "--every monday@08:00 --workdays-only"].map(
    (setting): [string, string[]] => ["subscribers", [...subscribe.slice(1), ...setting.split(" ")]],
  ),
  ["subscribers", ["change", "Olga", "--name", ""]],
  ["subscribers", ["confirm", "olga@example.org", "12345"]],
  ["subscribers", ["pause", "Olga", "tomorrow"]],
  ...["--news all", "--parties BMW", "--kinds love", "--stages nope", "--languages German", "--min-confidence 2"].map(
    (setting): [string, string[]] => ["watchlists", [...change.slice(1), ...setting.split(" ")]],
  ),
  ["watchlists", ["change", "Cars", "--min-sources", "21"]],
  ["watchlists", ["change", "Cars"]],
  ["watchlists", ["change", "Cars", "--name", ""]],
  ["watchlists", ["add", "nowhere.yaml"]],
  ["watchlists", ["add-entity", "Cars"]],
  ["parse", ["--url", "wire.example"]],
  ["analyze", ["--watchlist", "nowhere.yaml"]],
  ["group", ["--watchlist", "nowhere.yaml"]],
  ["match", ["--names", "nowhere.txt"]],
  ["lint", ["nowhere.yaml"]],
  ["completion", ["fish"]],
  ["pair", ["BMW"]],
  ["story", []],
  ["entities", ["BMW", "Toyota"]],
  ["export", ["watches.yaml"]],
];

test.each(wrong)("tieup %s %j makes no sense: 2, told in words, before anything is asked", async (command, argv) => {
  const { code, stdout, stderr } = await runTieup([command, ...argv]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^tieup \w+: .*expected /);
  expect(stderr).not.toMatch(/Invalid|Too small|undefined|connection refused|bad port/);
});

describe.each(["--api=ftp://x", "--token=", "--token=a b", "--nope", "--api"])("%s", (option) => {
  test.each(["watchlists", "history", "subscribers", "tokens", "export"])(
    "makes no sense to tieup %s",
    async (command) => {
      const { code, stderr } = await runTieup([command, option]);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/^tieup \w+: expected /)]);
    },
  );
});

/** Whatever their value, it can't be wrong by itself. */
const free = [
  "--api",
  "--token",
  "--text",
  "--alias",
  "--context",
  "--exclude",
  "--names",
  "--corpus",
  "--content-type",
];

test("every option with a value is tried with one that makes no sense", async () => {
  const { stderr } = await runTieup(["help"]);
  const tried = new Set(wrong.flatMap(([command, argv]) => argv.map((word) => `${command} ${word}`)));
  for (const [, command] of stderr.matchAll(/^ {2}(\S+) /gm)) {
    const help = (await runTieup(["help", command as string])).stderr;
    const valued = [...help.matchAll(/(?<![\w-])(--[a-z][a-z-]*) (?=[A-Z])/g)].map(([, option]) => option as string);
    // What two commands share is tried with one of them: subscribers' wishes with "add" or "subscribe".
    const untried = new Set(valued.filter((option) => !free.includes(option) && !tried.has(`${command} ${option}`)));
    const shared = ["--watchlist", "--file", "--hit", "--parties"];
    expect([command, [...untried].filter((option) => !shared.includes(option))]).toEqual([command, []]);
  }
});

describe("help", () => {
  test.each([80, 40])(
    "fits a terminal of %d columns but for commands, which can be copied as they are",
    async (columns) => {
      const overview = (await runTieup(["help"], { columns })).stderr;
      for (const line of overview.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(columns, 52));
      for (const [, command] of overview.matchAll(/^ {2}(\S+) /gm)) {
        const whole = (await runTieup([command as string, "--help"])).stderr;
        const { stderr, code } = await runTieup([command as string, "--help"], { columns });
        expect(code).toBe(0);
        const wide = stderr.split("\n").filter((line) => displayWidth(line) > columns);
        expect(wide.filter((line) => !/^(Usage: |Example: | {2}| {7})?.*(tieup|[{[])/.test(line))).toEqual([]);
        // Nothing is lost on the way.
        expect(stderr.replace(/\s+/g, " ")).toBe(whole.replace(/\s+/g, " "));
      }
    },
  );

  test("of a command by its name, and what version it is", async () => {
    expect((await runTieup(["help", "pair"])).stderr).toBe((await runTieup(["pair", "--help"])).stderr);
    const { version } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(await runTieup(["--version"])).toEqual({ code: 0, stdout: `tieup ${version}\n`, stderr: "" });
    expect((await runTieup(["help", "nope"])).code).toBe(2);
  });

  test("what stands after -- asks for none", async () => {
    expect((await runTieup(["pair", "--", "--help"])).code).toBe(2);
  });
});

test("every command has help with an example", async () => {
  const { stderr } = await runTieup(["help"]);
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
  for (const name of names) expect((await runTieup([name, "--help"])).stderr).toMatch(/Examples?:/);
});
