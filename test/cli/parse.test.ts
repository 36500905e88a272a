import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UsageError } from "../../cli/command.ts";
import { parse } from "../../cli/parse.ts";

const feed = `<rss version="2.0"><channel><title>Wire</title><item><title>A &amp; B</title><link>/a</link>
<guid isPermaLink="false">g</guid><pubDate>Fri, 02 Jan 2026 03:04:05 +0100</pubDate><description>Text</description></item></channel></rss>`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tieup-parse-"));
  await writeFile(join(folder, "feed.xml"), feed);
  await writeFile(join(folder, "page.html"), "<!doctype html><html><title>Nein</title></html>");
});
afterAll(() => rm(folder, { recursive: true }));

async function run(argv: string[], stdin = ""): Promise<{ exitCode: number; lines: Record<string, unknown>[] }> {
  const stdout = new PassThrough();
  const exitCode = await parse.run(argv, {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout,
    stderr: new PassThrough(),
  });
  stdout.end();
  const lines = (await text(stdout)).trimEnd().split("\n");
  return { exitCode, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe("tieup parse", () => {
  it("prints one line a file, links resolved against --url", async () => {
    const file = join(folder, "feed.xml");
    const { exitCode, lines } = await run([file, file, "--url", "https://wire.example/feed"]);
    expect(exitCode).toBe(0);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toEqual({
      file,
      format: "rss",
      title: "Wire",
      link: null,
      items: [
        {
          key: "g",
          guid: "g",
          title: "A & B",
          link: "https://wire.example/a",
          publishedAt: "2026-01-02T02:04:05.000Z",
          updatedAt: null,
          summary: "Text",
          lang: null,
        },
      ],
      warnings: [],
    });
  });

  it("reads standard input where no file is named", async () => {
    const { exitCode, lines } = await run([], feed);
    expect(exitCode).toBe(0);
    expect(lines[0]).toMatchObject({ file: "-", title: "Wire", warnings: [expect.stringContaining("relative link")] });
  });

  it("decodes by --content-type", async () => {
    const latin1 = Buffer.from("<rss version='2.0'><channel><title>Zürich</title></channel></rss>", "latin1");
    await writeFile(join(folder, "latin1.xml"), latin1);
    const { lines } = await run([join(folder, "latin1.xml"), "--content-type", "text/xml; charset=windows-1252"]);
    expect(lines[0]).toMatchObject({ title: "Zürich", warnings: [] });
  });

  it("goes on after a file that is no feed, and exits with 1", async () => {
    const { exitCode, lines } = await run([
      join(folder, "page.html"),
      join(folder, "none.xml"),
      join(folder, "feed.xml"),
    ]);
    expect(exitCode).toBe(1);
    expect(lines.map(({ error }) => error)).toEqual([
      "expected a feed (RSS, RDF, Atom or JSON Feed), got an HTML page titled “Nein”",
      expect.stringContaining("none.xml to be a file that can be read: no such file or directory"),
      undefined,
    ]);
  });

  it.each([
    ["an unknown option", ["--colour"]],
    ["an option without its value", ["--url"]],
    ["a base that is no address", ["--url", "wire.example"]],
  ])("refuses %s", async (_, argv) => {
    await expect(run(argv)).rejects.toThrow(UsageError);
  });
});
