import type { Socket } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test, vi } from "vitest";
import { type FetchDeps, fetchFeed } from "../../lib/polling/fetch-feed.ts";
import { type TestNetwork, testNetwork } from "../support/fetch-deps.ts";
import { type HostileServer, hostilities, startHostileServer } from "../support/hostile-server.ts";

/** In time only those are short that a test is about: a busy machine exceeds every short one. These are over the tests' own. */
const patient = { totalMs: 60_000, idleMs: 60_000, connectMs: 60_000 };
const limits = { ...patient, wireBytesMax: 256 * 1024, bodyBytesMax: 1024 * 1024 };

let server: HostileServer;
let network: TestNetwork;
beforeAll(async () => {
  server = await startHostileServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  network = testNetwork({ limits });
});
afterEach(() => network.close());

const fetched = (path: string, deps: FetchDeps = network.deps) => fetchFeed(server.url + path, {}, deps);
const early = "connection closed before the answer was complete";
const allClosedBut = (open: number) => vi.waitFor(() => expect(server.open()).toBe(open), 10_000);

const tooLong = "timed out after 0.6 s";
const tooSilent = "nothing came for 0.2 s";
/** The limits where an answer is given up for this reason: the one time limit that it names is short. */
const limitsFor = (reason: string | RegExp) => ({
  ...limits,
  ...(reason === tooLong ? { totalMs: 600 } : {}),
  ...(reason === tooSilent ? { idleMs: 200 } : {}),
});

const table: [path: string, reason: string | RegExp, retryable: boolean][] = [
  ["/silent", tooSilent, true],
  ["/trickled-headers", tooSilent, true],
  ["/trickled-body", tooLong, true],
  ["/stalled-body", tooSilent, true],
  ["/endless-headers", "headers over 32 KB", false],
  ["/endless-informational", tooSilent, true],
  ["/endless-body", "body over 256 KB", false],
  ["/endless-chunks", "body over 256 KB", false],
  ["/endless-chunk-extension", /^the answer is not HTTP \(HPE_CHUNK_EXTENSIONS_OVERFLOW\)$/, false],
  ["/endless-trailers", "headers over 32 KB", false],
  ["/announced-too-long", "body over 256 KB", false],
  ["/gzip-bomb", "body over 1 MB when decompressed", false],
  ["/gzip-bomb-in-gzip", "body over 1 MB when decompressed", false],
  ["/gzip-bomb-in-members", "body over 1 MB when decompressed", false],
  ["/br-bomb", "body over 1 MB when decompressed", false],
  ["/encoded-nine-times", "expected at most 2 content encodings, got 9", true],
  ["/not-gzip", "gzip body is broken: incorrect header check", true],
  ["/cut-gzip", "gzip body is broken: unexpected end of file", true],
  ["/cut-body", early, true],
  ["/cut-chunks", early, true],
  ["/two-lengths", /^the answer is not HTTP \(HPE_/, false],
  ["/length-and-chunks", /^the answer is not HTTP \(HPE_/, false],
  ["/reset", early, true],
  ["/reset-in-body", early, true],
  ["/hangs-up", early, true],
  ["/not-http", /^the answer is not HTTP \(HPE_/, false],
  ["/switches-protocols", /closed/, true],
  ["/redirect-circle", /^redirected in a circle by 127\.0\.0\.1:\d+$/, false],
  ["/redirect-with-endless-body", tooSilent, true],
  ["/error-with-endless-body", "HTTP 404", false],
];

/** HTTP has nothing against these answers, so their connection may be kept. */
const complete = [
  "/gzip-bomb",
  "/gzip-bomb-in-gzip",
  "/gzip-bomb-in-members",
  "/br-bomb",
  "/encoded-nine-times",
  "/not-gzip",
  "/cut-gzip",
  "/redirect-circle",
];

describe("a hostile server", () => {
  // First, since the highest memory use so far never falls.
  it("costs memory for the limit, not for the bomb", async () => {
    const before = process.resourceUsage().maxRSS;
    await fetched("/gzip-bomb-in-members");
    expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(96);
  });

  test.each(table)("%s: %s", async (path, reason, retryable) => {
    network = testNetwork({ limits: limitsFor(reason) });
    expect(await fetched(path)).toEqual({
      kind: "failed",
      reason: typeof reason === "string" ? reason : expect.stringMatching(reason),
      retryable,
    });
    await allClosedBut(complete.includes(path) ? 1 : 0);
  });

  it("is never met by a row that the table forgot", () => {
    const elsewhere = ["/longer-than-announced", "/redirect-circle-2"];
    expect([...table.map(([path]) => path), ...elsewhere].sort()).toEqual(Object.keys(hostilities).sort());
  });

  it("/longer-than-announced gives the announced bytes; the rest is nobody's answer, not even the next request's", async () => {
    const outcome = await fetched("/longer-than-announced");
    expect(outcome).toMatchObject({ kind: "modified", bytes: Buffer.from("<rss/>") });
    expect(await fetched("/longer-than-announced")).toMatchObject({ kind: "modified", bytes: Buffer.from("<rss/>") });
  });

  it("sends little more than the limit, however much it has", async () => {
    const before = server.sentBytes();
    await fetched("/endless-body");
    await allClosedBut(0);
    expect(server.sentBytes() - before).toBeLessThan(limits.wireBytesMax + 16 * 1024 * 1024); // socket buffers of both sides included
  });

  it("does not delay the others", async () => {
    let isOver = false;
    const slow = fetched("/silent").finally(() => {
      isOver = true;
    });
    await Promise.all(Array.from({ length: 20 }, () => fetched("/error-with-endless-body")));
    expect(isOver).toBe(false);
    network.close();
    expect(await slow).toMatchObject({ kind: "failed" });
  });

  it("leaves no timer behind, however long the limits", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const paths = ["/reset", "/hangs-up", "/cut-body", "/endless-body", "/redirect-circle", "/not-gzip", "/not-http"];
    for (const path of paths) await fetched(path);
    network.close();
    await allClosedBut(0);
    expect(timers()).toBeLessThan(paths.length); // the test runner has one or two of its own
  });
});

describe("a deadline", () => {
  beforeEach(() => {
    network = testNetwork({ limits: limitsFor(tooLong) });
  });

  const never = () => new Promise<never>(() => {});

  it("holds where the name server never answers", async () => {
    const deps = { ...network.deps, resolve: never };
    expect(await fetchFeed("https://feeds.example/", {}, deps)).toEqual({
      kind: "failed",
      reason: tooLong,
      retryable: true,
    });
  });

  it("holds even where the network adapter never settles", async () => {
    expect(await fetched("/silent", { ...network.deps, request: never })).toEqual({
      kind: "failed",
      reason: tooLong,
      retryable: true,
    });
  });

  it("is one for all redirects together", async () => {
    const paths = Object.fromEntries(
      Array.from({ length: 5 }, (_, n) => [
        `/${n}`,
        (socket: Socket) =>
          void setTimeout(
            () => socket.write(`HTTP/1.1 302 Found\r\nLocation: /${n + 1}\r\nContent-Length: 0\r\n\r\n`),
            150,
          ),
      ]),
    );
    const slow = await startHostileServer(paths);
    expect(await fetchFeed(`${slow.url}/0`, {}, network.deps)).toEqual({
      kind: "failed",
      reason: tooLong,
      retryable: true,
    });
    await vi.waitFor(() => expect(slow.open()).toBe(0), 10_000);
    await slow.stop();
  });

  it("lets a fault of ours through instead of calling it the network's", async () => {
    const request = () => Promise.reject(new TypeError("ours"));
    await expect(fetched("/silent", { ...network.deps, request })).rejects.toThrow("ours");
  });
});
