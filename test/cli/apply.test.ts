import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type FeedServer, startFeedServer } from "../support/feed-server.ts";
import { type StartedTieup, startTieup } from "./start-tieup.ts";

// The real command against the API of the embedded default, with feeds on loopback.
let tieup: StartedTieup;
let server: FeedServer;
const rss =
  '<rss version="2.0"><channel><title>Wire</title><item><title>A</title><link>/a</link></item></channel></rss>';
const links = ["one", "two"]
  .map((name) => `<link rel="alternate" type="application/rss+xml" href="/${name}.rss">`)
  .join("");

beforeAll(async () => {
  server = await startFeedServer({
    ...{
      "/one.rss": { body: rss },
      "/two.rss": { body: rss.replaceAll("A<", "B<").replace("/a", "/b").replace("Wire", "Two") },
      "/gone.rss": { status: 404, body: "" },
    },
    "/page": { headers: { "content-type": "text/html" }, body: `<html>${links}` },
  });
  tieup = await startTieup(
    "--feed",
    `${server.url}/one.rss`,
    "--watch",
    "Nobody Inc",
    "--email",
    "n@example.org",
    "--allow-private",
  );
});
afterAll(async () => {
  await tieup.stop();
  await server.stop();
});

const apply = (file: string | object, ...options: string[]) =>
  tieup.run(
    "apply",
    tieup.file("watches.json", typeof file === "string" ? file : JSON.stringify(file)),
    ...options,
    "--days",
    "0",
  );
const everything = async () => (await tieup.run("export")).stdout;

describe("nothing is changed where something is known to fail", () => {
  const sound = { watchlists: [{ name: "Sound", entities: ["BMW", "Toyota"] }] };
  afterEach(async () => expect(await everything()).not.toContain("Sound"));

  test("feeds that can't be read are told all at once", async () => {
    const urls = ["/gone.rss", "/two.rss", "/page"].map((path) => `${server.url}${path}`);
    const { code, stdout, stderr } = await apply({ ...sound, feeds: urls }, "--yes");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr.split("\n")).toEqual([
      expect.stringMatching(/^feed http.*\/gone\.rss: expected a feed, got HTTP 404/),
      `feed ${server.url}/page: expected a feed, got a page that leads to ${server.url}/one.rss, ${server.url}/two.rss`,
      "Nothing was changed.",
      "",
    ]);
  });

  test.each<[sentence: string, file: object, message: RegExp]>([
    ["a feed's scheme", { feeds: ["ftp://wire.example/"] }, /feeds\[0\]: expected http or https, got ftp:/],
    [
      "a feed's user name",
      { feeds: [{ url: "https://me@wire.example/" }] },
      /feeds\[0\]\.url: expected a URL without user name and password, got another/,
    ],
    [
      "a feed's interval",
      { feeds: [{ url: "https://wire.example/", intervalMinutes: 7 }] },
      /feeds\[0\]\.intervalMinutes: expected 1 or 2/,
    ],
    [
      "a feed twice",
      { feeds: ["https://wire.example", "https://WIRE.example/"] },
      /each address once, got "https:\/\/wire\.example\/" twice/,
    ],
    [
      "an address",
      { subscribers: [{ name: "a", timeZone: "UTC", endpoints: [{ email: "nobody" }] }] },
      /endpoints\[0\]\.email: expected an email address .*, got one without "@"/,
    ],
    [
      "a number",
      { subscribers: [{ name: "a", timeZone: "UTC", endpoints: [{ sms: "0171 555" }] }] },
      /endpoints\[0\]\.sms: expected a phone number/,
    ],
    [
      "an address twice",
      {
        subscribers: [
          { name: "a", timeZone: "UTC", endpoints: [{ email: "a@example.org" }, { email: "a@EXAMPLE.org" }] },
        ],
      },
      /each address once/,
    ],
    [
      "a party that isn't on the list",
      { subscribers: [reader({ only: { parties: ["Ford"] } })] },
      /only\.parties: expected companies of Sound, got "Ford"/,
    ],
    [
      "an empty digest of no digest",
      { subscribers: [reader({ whenEmpty: "say-so" })] },
      /whenEmpty: expected it with a daily or weekly cadence only/,
    ],
  ])("%s that isn't as it has to be: refused with 2", async (_, file, message) => {
    const { code, stdout, stderr } = await apply({ ...sound, ...file }, "--yes");
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringMatching(message)]);
  });

  function reader(wish: object) {
    const subscription = { watchlist: "Sound", cadence: { every: "hour" }, ...wish };
    return { name: "a", timeZone: "UTC", endpoints: [{ email: "a@example.org", subscriptions: [subscription] }] };
  }
});

test("companies of a filter go by name, numbers are written as people do, and a second run changes nothing", async () => {
  const subscription = { watchlist: "Named", cadence: { every: "hour" }, only: { parties: ["General Motors"] } };
  const file = {
    watchlists: [{ name: "Named", entities: ["BMW", "General Motors"] }],
    subscribers: [
      { name: "Nils", timeZone: "UTC", endpoints: [{ sms: "+49 (171) 555-0009", subscriptions: [subscription] }] },
    ],
  };
  expect((await apply(file, "--yes")).code).toBe(0);
  expect(await apply(file, "--yes")).toEqual({ code: 0, stdout: "", stderr: "Nothing to change.\n" });
  const fewer = {
    ...file,
    subscribers: [{ name: "Nils", timeZone: "UTC", endpoints: [{ email: "nils@example.org" }] }],
  };
  const plan = (await apply(fewer, "--prune", "--dry-run", "--skip-feeds")).stdout;
  expect(plan).toContain("+ email of Nils\n    it is asked to confirm\n- sms of Nils\n    +491715550009\n");
});

test("what is risky about a watchlist's names stands in the plan", async () => {
  const { stdout } = await apply({ watchlists: [{ name: "Risky", entities: ["Shell", "Toyota"] }] }, "--dry-run");
  expect(stdout).toContain('    warning: "Shell" is also a word');
});

describe("a feed that can't be read just now", () => {
  test("is added all the same where that is wanted, or while it is paused", async () => {
    const url = `${server.url}/gone.rss?later`;
    expect((await apply({ feeds: [url] }, "--dry-run")).code).toBe(1);
    expect((await apply({ feeds: [{ url, paused: true }] }, "--dry-run")).code).toBe(0);
    expect((await apply({ feeds: [url] }, "--yes", "--skip-feeds")).code).toBe(0);
    expect((await apply({ feeds: [url] })).stderr).toBe("Nothing to change.\n");
  });
});

describe("what fails in spite of all checks", () => {
  /** Stands before the API and lets `broken` have no answer. */
  let between: Server;
  let broken: (method: string, path: string) => boolean = () => false;
  beforeAll(async () => {
    between = createServer(async (request, response) => {
      const { method = "", url = "" } = request;
      if (broken(method, url)) return void request.socket.destroy();
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = {
        authorization: request.headers.authorization ?? "",
        "content-type": request.headers["content-type"] ?? "",
      };
      const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
      const answer = await fetch(`${tieup.apiUrl}${url}`, { method, headers, ...body });
      response
        .writeHead(answer.status, Object.fromEntries(answer.headers))
        .end(Buffer.from(await answer.arrayBuffer()));
    });
    await new Promise<void>((ready) => between.listen(0, "127.0.0.1", ready));
    vi.stubEnv("TIEUP_API", `http://127.0.0.1:${(between.address() as AddressInfo).port}`);
  });
  afterAll(async () => {
    vi.stubEnv("TIEUP_API", tieup.apiUrl);
    between.closeAllConnections();
    await new Promise((done) => between.close(done));
  });

  test("is told with what was done; wherever it stops, the same command goes on to the same end", async () => {
    const subscription = { watchlist: "Steps", cadence: { every: "hour" } };
    const file = {
      feeds: [{ url: `${server.url}/two.rss`, title: "Two" }],
      watchlists: [{ name: "Steps", entities: ["BMW", "Toyota"] }],
      subscribers: [
        {
          name: "Stefan",
          timeZone: "UTC",
          endpoints: [{ email: "stefan@example.org", subscriptions: [subscription] }],
        },
      ],
    };
    const steps = [/^\/feeds$/, /^\/watchlists$/, /^\/subscribers$/, /\/endpoints$/, /\/subscriptions\//];
    const order = [
      "feed .*two.rss",
      "watchlist Steps",
      "subscriber Stefan",
      "email of Stefan",
      "email of Stefan on Steps",
    ];
    for (const [at, step] of steps.entries()) {
      broken = (method, path) => (method === "POST" || method === "PUT") && step.test(path);
      const { code, stderr } = await apply(file, "--yes");
      expect(code).toBe(1);
      expect(stderr).toMatch(
        new RegExp(
          `${order[at]} failed: expected Tieup's API on .*\n${at === 0 ? 0 : 1} of ${steps.length - Math.max(0, at - 1)} changes were made`,
        ),
      );
      expect(stderr).toContain("the same command again goes on with the others.\n");
    }
    broken = () => false;
    expect((await apply(file, "--yes")).stderr).toBe("made email of Stefan on Steps\n");
    expect((await apply(file, "--yes")).stderr).toBe("Nothing to change.\n");
    expect(await tieup.json("subscribers")).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: "Stefan", endpoints: [expect.anything()] })]),
    );
  });
});

describe("headlines are judged as items will be, by all that is watched after the plan", () => {
  const headline = "Nordbank and Toyota agree to build a factory";
  const banks = { name: "Banks", entities: ["Nordbank", "Toyota"], must_match: [headline] };

  test("a longer name on another watchlist takes the words from the shorter one", async () => {
    const longer = { name: "Longer", entities: ["Nordbank and Toyota", "Siemens"] };
    expect((await apply({ watchlists: [banks] }, "--dry-run")).code).toBe(0);
    const both = await apply({ watchlists: [banks, longer] }, "--yes");
    expect([both.code, both.stderr]).toEqual([1, expect.stringMatching(/^Banks: must_match fails: “Nordbank/)]);
    expect((await apply({ watchlists: [longer] }, "--yes")).code).toBe(0);
    const stored = await apply({ watchlists: [banks] }, "--yes");
    expect([stored.code, stored.stderr]).toEqual([1, expect.stringContaining("Banks: must_match fails")]);
    // What the plan takes away counts no more.
    expect((await apply({ watchlists: [banks] }, "--dry-run", "--prune")).code).toBe(0);
    const explained = await tieup.run(
      "explain",
      headline,
      "--file",
      tieup.file("banks.json", JSON.stringify({ name: "Banks", entities: banks.entities })),
    );
    expect(explained.stdout).toMatch(/^does not alert/);
  });

  test("an exclusion that another watchlist has for the company counts", async () => {
    const movers = { name: "Great Movers", aliases: [{ text: "QX", caseSensitive: true, needsContext: false }] };
    const plain = {
      ...{ name: "Plain", entities: [movers, "Siemens"] },
      must_match: ["QX and Siemens agree to build a factory"],
    };
    const excluding = { name: "Excluding", entities: [{ name: "Great Movers", exclude: ["QX and"] }, "Ford"] };
    expect((await apply({ watchlists: [plain] }, "--dry-run")).code).toBe(0);
    const both = await apply({ watchlists: [plain, excluding] }, "--dry-run");
    expect([both.code, both.stderr]).toEqual([1, expect.stringMatching(/^Plain: must_match fails/)]);
  });

  test("a headline of a watchlist that the file doesn't name is not broken unsaid; one that is broken already stops nothing", async () => {
    const kept = {
      name: "Kept",
      entities: ["Ostbank", "Siemens"],
      must_match: ["Ostbank and Siemens agree to build a factory"],
    };
    expect((await apply({ watchlists: [kept] }, "--yes")).code).toBe(0);
    const breaking = { watchlists: [{ name: "Breaking", entities: ["Ostbank and Siemens", "Ford"] }] };
    const refused = await apply(breaking, "--yes");
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/^Kept: must_match fails/)]);
    await tieup.ask("POST", "/watchlists", { name: "Breaking", entities: ["Ostbank and Siemens", "Ford"] });
    expect(
      (await apply({ watchlists: [{ name: "Breaking", entities: ["Ostbank and Siemens", "VW"] }] }, "--yes")).code,
    ).toBe(0);
  });
});
