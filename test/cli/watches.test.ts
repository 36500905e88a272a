import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { watchesSchema } from "../../cli/watches-file.ts";
import type { Terminal } from "./run-tieup.ts";
import { type StartedTieup, startTieup } from "./start-tieup.ts";

// The real command against the API of the embedded default.
let tieup: StartedTieup;
beforeAll(async () => {
  tieup = await startTieup("--speed", "60");
});
afterAll(() => tieup.stop());

const run = (...argv: string[]) => tieup.run(...argv);
const onTerminal = (terminal: Terminal, ...argv: string[]) => tieup.onTerminal(terminal, ...argv);
const json = (...argv: string[]) => tieup.json(...argv);
const file = (name: string, text: string) => tieup.file(name, text);

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
