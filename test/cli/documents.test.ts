import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type StartedTieup, startTieupWithNews } from "./start-tieup.ts";

// What the documents tell their readers to type, typed: the command and curl against the API of the embedded default.
let tieup: StartedTieup;
beforeAll(async () => {
  tieup = await startTieupWithNews();
  vi.stubEnv("API", tieup.apiUrl);
  vi.stubEnv("TOKEN", tieup.token);
});
afterAll(() => tieup.stop());

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
    const inFolder = argv.map((word) => (word.endsWith(".yaml") ? join(tieup.folder, word) : word));
    const { code, stdout, stderr } = await tieup.run(...inFolder);
    expect([code, stderr.includes("expected")]).toEqual([0, false]);
    if (target) tieup.file(target, stdout);
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
    for (const [name, text] of Object.entries(files)) tieup.file(name, text);
    const here = line.replace(/\b[a-z]+\.(?:xml|yaml|jsonl|txt)\b(?![/.])/g, (name) =>
      name in files ? join(tieup.folder, name) : name,
    );
    const asked = here.includes(" apply ") ? `${here} --yes` : here;
    const { stdout } = await promisify(execFile)("bash", [
      "-c",
      asked.replace(command, "node --import tsx cli/main.ts "),
    ]);
    expect(stdout.length).toBeGreaterThan(10);
  });
});
