import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { UsageError } from "../../cli/command.ts";
import { group } from "../../cli/group.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function file(name: string, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), "tieup-group-"));
  folders.push(folder);
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

async function run(
  argv: string[],
  input = "",
): Promise<{ code: number; lines: Record<string, unknown>[]; talk: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [out, talk] = [text(stdout), text(stderr)];
  const code = await group.run(argv, { stdin: Readable.from([input]), stdout, stderr });
  stdout.end();
  stderr.end();
  const lines = (await out).split("\n").filter(Boolean);
  return { code, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>), talk: await talk };
}

const jsonl = (...items: object[]): string => items.map((item) => JSON.stringify(item)).join("\n");
const storm = { id: "a", title: "Sturm deckt Schulhaus in Lindau ab", lang: "de", publishedAt: "2031-05-06T08:00:00Z" };
const reprint = { ...storm, id: "b", title: "Wetter: Sturm deckt Schulhaus in Lindau ab" };
const strike = { id: 7, title: "Hafen von Brisk: Kräne stehen still", lang: "de" };

describe("tieup group", () => {
  it("gives each item its story in the order of the input", async () => {
    const { code, lines } = await run([], jsonl(storm, strike, reprint));
    expect(code).toBe(0);
    expect(lines.map(({ id }) => id)).toEqual(["a", 7, "b"]);
    expect(lines[2]?.story).toBe(lines[0]?.story);
    expect(lines[1]?.story).not.toBe(lines[0]?.story);
  });

  it("reads files one after the other as one stream", async () => {
    const { lines } = await run([file("one.jsonl", jsonl(storm)), file("two.jsonl", jsonl(reprint))]);
    expect(lines[1]?.story).toBe(lines[0]?.story);
  });

  it("gives a line that can't be read its own line, and goes on", async () => {
    const { code, lines } = await run(
      [],
      ["not json", "", jsonl(storm), '{"id":"x"}', '{"title":"y"}', '{"id":"z","title":"t","publishedAt":"soon"}'].join(
        "\n",
      ),
    );
    expect(code).toBe(1);
    expect(lines.map(({ line, id }) => line ?? id)).toEqual([1, "a", 4, 5, 6]);
    expect(lines[2]?.error).toBe('expected a string "title", got none');
    expect(lines[4]?.error).toBe('expected "publishedAt" to be an ISO 8601 date, got "soon"');
  });

  it("joins translations and follow-ups of one pair, and keeps the deals of other pairs of the day apart", async () => {
    const watchlist = file("cars.yaml", "name: cars\nentities: [{name: Volkswagen, aliases: [VW]}, Bosch, Siemens]\n");
    const at = (time: string) => `2031-03-03T${time}:00Z`;
    const { lines } = await run(
      ["--watchlist", watchlist],
      jsonl(
        { id: "1", title: "Volkswagen kooperiert mit Bosch bei Batterien", lang: "de", publishedAt: at("07:10") },
        { id: "2", title: "Bosch, Volkswagen form partnership on cells", lang: "en", publishedAt: at("07:30") },
        { id: "3", title: "Volkswagen kooperiert mit Siemens bei Software", lang: "de", publishedAt: at("08:10") },
        { id: "4", title: "Volkswagen ends partnership with Bosch", lang: "en", publishedAt: at("19:00") },
        { id: "5", title: "Volkswagen steigert Gewinn im ersten Quartal", lang: "de", publishedAt: at("19:30") },
      ),
    );
    expect(lines.map(({ story }) => story)).toEqual(["s-1", "s-1", "s-3", "s-1", "s-5"]);
  });

  it("says on stderr why, if asked", async () => {
    const { talk } = await run(["--explain"], jsonl(storm, reprint));
    expect(talk).toContain("b: s-a, a copy of the same text");
    expect((await run([], jsonl(storm))).talk).toBe("");
  });

  it("compares the news without what the wire writes around it, as a poll does", async () => {
    const text = "Im Norden der Insel fiel am Abend der Strom aus. Rund 300 Haushalte warten auf die Techniker.";
    const dated = { ...storm, title: "Strom weg", text: `BERLIN (dpa) - ${text}` };
    const other = { ...storm, id: "b", title: "Strom weg", text: `Hamburg (Reuters) - ${text}` };
    expect((await run(["--explain"], jsonl(dated, other))).talk).toContain("b: s-a, a copy of the same text");
  });

  it("prints nothing for no input", async () => {
    expect(await run([], "\n\n")).toEqual({ code: 0, lines: [], talk: "" });
  });

  it.each([
    ["an unknown option", () => ["--nope"]],
    ["a watchlist that is not there", () => ["--watchlist", join(tmpdir(), "no-such-watchlist.yaml")]],
    ["a watchlist without companies", () => ["--watchlist", file("w.yaml", "name: none\nentities: []\n")]],
  ])("refuses %s as words that make no sense", async (_, argv) => {
    await expect(run(argv())).rejects.toBeInstanceOf(UsageError);
  });
});
