import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dynamoTable } from "../../functions/aws/table.ts";
import { tableShapes } from "../../functions/aws/table-shapes.ts";
import { createTables, credentials, startDynamoDb } from "../../local/embedded-aws.ts";
import { type FeedServer, startFeedServer } from "../support/feed-server.ts";
import { loadRelease } from "../support/recorded-release.ts";

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

/** When Ctrl-C is pressed: as soon as the process has taken the state folder, or when this is done, which begins then. */
interface Interruption {
  interruptOnceTaken?: boolean | (() => Promise<unknown>);
}

/** `npm start -- …`, as a user would, with Ctrl-C if so wanted. */
function start(state: string, { interruptOnceTaken }: Interruption, ...options: string[]): Promise<Run> {
  const argv = ["--import", "tsx", "local/start.ts", "--state", join(folder, state), ...options];
  const child = spawn(process.execPath, argv);
  const run: Run = { code: null, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    run.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    run.stderr += chunk;
  });
  const taken = join(folder, state, "process-id");
  const press = async (): Promise<void> => {
    if (!existsSync(taken)) return;
    clearInterval(watch);
    if (typeof interruptOnceTaken === "function") await interruptOnceTaken();
    child.kill("SIGINT");
  };
  const watch = interruptOnceTaken ? setInterval(press, 20) : undefined;
  return new Promise((done) =>
    child.on("close", (code) => {
      clearInterval(watch);
      done({ ...run, code });
    }),
  );
}

const outboxOf = (state: string): string[] => readdirSync(join(folder, state, "outbox")).sort();

describe("npm start -- --once", () => {
  test("sends the sample's two stories as one email and one SMS, and a second start sends nothing", async () => {
    const first = await start("sample", {}, "--once", "--speed", "10");
    expect(first.code, first.stderr).toBe(0);
    const files = outboxOf("sample");
    expect(files.map((file) => file.split(".").at(-1)).sort()).toEqual(["eml", "txt"]);
    const mail = readFileSync(
      join(folder, "sample", "outbox", files.find((file) => file.endsWith(".eml")) as string),
      "utf8",
    );
    expect(mail).toContain("BMW × Toyota · partnership EXPANDED");
    expect(mail).toMatch(/BMW × General Motors · talks ENDED/);
    expect(mail).toContain("2 stories");
    expect(mail).not.toMatch(/Lindqvist|heiratet|outsells|Wasserstofftankstellen/);
    const text = readFileSync(
      join(folder, "sample", "outbox", files.find((file) => file.endsWith(".txt")) as string),
      "utf8",
    );
    expect(text).toMatch(/BMW x (Toyota: partnership expanded|General Motors: talks ended)/);
    expect(text).toContain("+1 more");
    expect(first.stdout).toContain("Subject: ");

    const second = await start("sample", {}, "--once", "--speed", "10");
    expect(second.code, second.stderr).toBe(0);
    expect(second.stderr).toContain("Nothing new");
    expect(outboxOf("sample")).toEqual(files);
  });

  test("refuses a feed on a loopback address, says so in words, and polls it with --allow-private", async () => {
    const server: FeedServer = await startFeedServer();
    const date = new Date().toUTCString();
    server.route("/rss.xml", {
      headers: { "content-type": "application/rss+xml" },
      body: `<rss version="2.0"><channel><title>Own wire</title><item><guid>1</guid><title>BMW und Toyota kooperieren bei Batterien</title><link>https://wire.example/1</link><pubDate>${date}</pubDate></item></channel></rss>`,
    });
    const own = ["--once", "--feed", `${server.url}/rss.xml`, "--watch", "BMW,Toyota", "--email", "anna@example.org"];
    try {
      const refused = await start("refused", {}, ...own);
      expect(refused.code, "not one feed could be read").toBe(1);
      expect(refused.stderr).toContain(
        "can't be read: refused: 127.0.0.1 is a loopback address; --allow-private polls it",
      );
      expect(server.requests).toEqual([]);
      const allowed = await start("allowed", {}, "--allow-private", ...own);
      expect(allowed.stdout).toContain("BMW × Toyota");
      expect(outboxOf("allowed")).toHaveLength(1);
    } finally {
      await server.stop();
    }
  });

  test("--mail ses: the mail is text and HTML, with a page to open; going back to SNS tells nothing twice", async () => {
    const first = await start("ses", {}, "--once", "--speed", "10", "--mail", "ses");
    expect(first.code, first.stderr).toBe(0);
    const files = outboxOf("ses");
    expect(files.map((file) => file.split(".").at(-1)).sort()).toEqual(["eml", "html", "txt"]);
    const read = (kind: string) =>
      readFileSync(join(folder, "ses", "outbox", files.find((file) => file.endsWith(kind)) as string), "utf8");
    expect(read(".html")).toContain("BMW × Toyota</h2>");
    expect(read(".eml")).toContain("From: Tieup <alerts@tieup.invalid>");
    expect(read(".eml")).toContain("BMW × Toyota · partnership EXPANDED");
    expect(first.stdout).toContain(".html)");
    for (const mail of ["sns", "ses"]) {
      const next = await start("ses", {}, "--once", "--speed", "10", "--mail", mail);
      expect(next.code, next.stderr).toBe(0);
      expect(outboxOf("ses"), mail).toEqual(files);
    }
  });

  test("a wrong option ends with exit code 2 and says what was expected", async () => {
    const run = await start("usage", {}, "--sms", "12");
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('expected --sms to be a number like +4917139200123, got "12"');
  });
});

describe("npm start, interrupted", () => {
  // On a busy machine Node itself can take longer than that second, and dies as every program does.
  test("Ctrl-C while it starts stops it cleanly; the next start tells what this one didn't", async () => {
    const run = await start("interrupted", { interruptOnceTaken: true }, "--port", "0");
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toContain("Stopping");
    const next = await start("interrupted", {}, "--once", "--speed", "10");
    expect(next.code, next.stderr).toBe(0);
    expect(next.stdout).toContain("BMW × Toyota");
  });

  test("a table that a dead process left half made is made anew, when nothing is stored yet", async () => {
    const database = join(folder, "half-made", "database");
    mkdirSync(database, { recursive: true });
    const half = dynalite({ path: database, createTableMs: 60_000 });
    await new Promise<void>((ready) => half.listen(0, "127.0.0.1", ready));
    const endpoint = `http://127.0.0.1:${(half.address() as { port: number }).port}`;
    const client = new DynamoDBClient({ endpoint, region: "eu-central-1", credentials });
    await client.send(new CreateTableCommand({ TableName: "Catalog", ...tableShapes.Catalog }));
    client.destroy();
    await new Promise<void>((done) => half.close(() => done()));
    const run = await start("half-made", {}, "--once", "--speed", "10");
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toContain("BMW × Toyota");
  });

  test("two starts in one folder: the second says so and leaves the first alone", async () => {
    let second: Run | undefined;
    const interruptOnceTaken = async () => {
      second = await start("shared-folder", {}, "--once");
    };
    const first = await start("shared-folder", { interruptOnceTaken }, "--port", "0");
    expect(second?.code).toBe(2);
    expect(second?.stderr).toMatch(/for this start alone, but process \d+ runs in it/);
    expect(first.code, first.stderr).toBe(0);
  });

  test("a damaged wire-epoch or token is made anew", async () => {
    mkdirSync(join(folder, "damaged"));
    writeFileSync(join(folder, "damaged", "wire-epoch"), "garbled");
    writeFileSync(join(folder, "damaged", "token"), "");
    const run = await start("damaged", {}, "--once", "--speed", "20");
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toContain("BMW × Toyota");
  });

  test("a state folder that is a file is said to be one", async () => {
    writeFileSync(join(folder, "a-file"), "");
    const run = await start("a-file", {}, "--once");
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("expected --state to be a folder that can be written");
  });
});

describe("a state folder of another release", () => {
  /** Opens the folder's database, empty at first. */
  async function inDatabase(state: string, work: (client: DynamoDBClient) => Promise<void>): Promise<void> {
    const database = join(folder, state, "database");
    mkdirSync(database, { recursive: true });
    const server = await startDynamoDb(database);
    await createTables(server.url);
    const client = new DynamoDBClient({ endpoint: server.url, region: "eu-central-1", credentials });
    await work(client);
    client.destroy();
    await server.stop();
  }

  test("of an earlier one goes on, once; one that a later release has used is left alone, with the reason", async () => {
    await inDatabase("earlier", (client) => loadRelease("before-owners", client));
    const first = await start("earlier", {}, "--once", "--speed", "10");
    expect([first.code, first.stderr]).toEqual([0, expect.stringMatching(/earlier release. Moved .*: 7 rows/)]);
    await inDatabase("earlier", (client) =>
      dynamoTable(client, "Catalog").put({ pk: "SCHEMA", sk: "KEYS", keys: 103 }),
    );
    const later = await start("earlier", {}, "--once", "--speed", "10");
    expect(later.code).toBe(2);
    expect(later.stderr).toMatch(/expected .*earlier to be of this release or an earlier one: .* release 1\.3/);
  });
});
