import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FeedServer, startFeedServer } from "../support/feed-server.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tieup-start-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `npm start -- …`, as a user would. */
function start(state: string, ...options: string[]): Promise<Run> {
  const child = spawn(process.execPath, [
    "--import",
    "tsx",
    "local/start.ts",
    "--state",
    join(folder, state),
    ...options,
  ]);
  const run: Run = { code: null, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (run.stdout += chunk));
  child.stderr.on("data", (chunk) => (run.stderr += chunk));
  return new Promise((done) => child.on("close", (code) => done({ ...run, code })));
}

const outboxOf = (state: string): string[] => readdirSync(join(folder, state, "outbox")).sort();

describe("npm start -- --once", () => {
  test("sends the sample's two stories as one email and one SMS, and a second start sends nothing", async () => {
    const first = await start("sample", "--once", "--speed", "10");
    expect(first.code, first.stderr).toBe(0);
    const files = outboxOf("sample");
    expect(files.map((file) => file.split(".").at(-1)).sort()).toEqual(["eml", "txt"]);
    const mail = readFileSync(
      join(folder, "sample", "outbox", files.find((file) => file.endsWith(".eml")) as string),
      "utf8",
    );
    expect(mail).toContain("BMW × Toyota · partnership EXPANDED");
    expect(mail).toMatch(/BMW × General Motors · .*ENDED/);
    expect(mail).toContain("2 stories");
    expect(mail).not.toMatch(/Lindqvist|heiratet|outsells|Wasserstofftankstellen/);
    const text = readFileSync(
      join(folder, "sample", "outbox", files.find((file) => file.endsWith(".txt")) as string),
      "utf8",
    );
    expect(text).toMatch(/BMW x (Toyota: partnership expanded|General Motors: talks ended)/);
    expect(text).toContain("+1 more");
    expect(first.stdout).toContain("Subject: ");

    const second = await start("sample", "--once", "--speed", "10");
    expect(second.code, second.stderr).toBe(0);
    expect(second.stderr).toContain("Nothing new");
    expect(outboxOf("sample")).toEqual(files);
  }, 60_000);

  test("refuses a feed on a loopback address, says so in words, and polls it with --allow-private", async () => {
    const server: FeedServer = await startFeedServer();
    const date = new Date().toUTCString();
    server.route("/rss.xml", {
      headers: { "content-type": "application/rss+xml" },
      body: `<rss version="2.0"><channel><title>Own wire</title><item><guid>1</guid><title>BMW und Toyota kooperieren bei Batterien</title><link>https://wire.example/1</link><pubDate>${date}</pubDate></item></channel></rss>`,
    });
    const own = ["--once", "--feed", `${server.url}/rss.xml`, "--watch", "BMW,Toyota", "--email", "anna@example.org"];
    try {
      const refused = await start("refused", ...own);
      expect(refused.code).toBe(0);
      expect(refused.stderr).toContain("can't be read: refused: 127.0.0.1 is a loopback address");
      expect(server.requests).toEqual([]);
      const allowed = await start("allowed", "--allow-private", ...own);
      expect(allowed.stdout).toContain("BMW × Toyota");
      expect(outboxOf("allowed")).toHaveLength(1);
    } finally {
      await server.stop();
    }
  }, 60_000);

  test("a wrong option ends with exit code 2 and says what was expected", async () => {
    const run = await start("usage", "--sms", "12");
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('expected --sms to be a number like +4917139200123, got "12"');
  });
});
