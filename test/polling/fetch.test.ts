import { createHash } from "node:crypto";
import https from "node:https";
import { deflateRawSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { userAgent } from "../../lib/polling/feed-request.ts";
import { type FetchOutcome, fetchFeed } from "../../lib/polling/fetch-feed.ts";
import { type FeedServer, startFeedServer } from "../support/feed-server.ts";
import { type TestNetwork, testNetwork } from "../support/fetch-deps.ts";
import { answer, startHostileServer } from "../support/hostile-server.ts";
import { testCertificate } from "../support/test-certificate.ts";

const rss = "<rss version='2.0'><channel><title>Werkstor</title></channel></rss>";
const now = Date.UTC(2026, 5, 29, 13, 12, 0);

let server: FeedServer;
let network: TestNetwork;
beforeAll(async () => {
  server = await startFeedServer();
  network = testNetwork({ now });
});
afterAll(async () => {
  network.close();
  await server.stop();
});

const fetched = (path: string, validators = {}) => fetchFeed(server.url + path, validators, network.deps);
const bodyOf = (outcome: FetchOutcome) =>
  outcome.kind === "modified" ? Buffer.from(outcome.bytes).toString() : outcome;
const lastHeaders = () => server.requests.at(-1)?.headers ?? {};

describe("a feed", () => {
  it("comes with its bytes, their hash, type, validators and freshness", async () => {
    const headers = {
      "content-type": "application/rss+xml; charset=utf-8",
      etag: 'W/"1-ä"',
      "last-modified": "Mon, 29 Jun 2026 13:00:00 GMT",
      "cache-control": "max-age=300",
      age: "100",
    };
    server.route("/feed", { headers, body: rss });
    expect(await fetched("/feed#top")).toEqual({
      kind: "modified",
      bytes: Buffer.from(rss),
      bodyHash: createHash("sha256").update(rss).digest("base64url"),
      contentType: "application/rss+xml; charset=utf-8",
      validators: { etag: 'W/"1-ä"', lastModified: "Mon, 29 Jun 2026 13:00:00 GMT" },
      finalUrl: `${server.url}/feed`,
      permanentUrl: null,
      freshForSeconds: 200,
    });
  });

  it("is asked for by Tieup, with a contact, for feeds first", async () => {
    server.route("/feed", { body: rss });
    await fetched("/feed");
    expect(lastHeaders()).toMatchObject({
      host: `127.0.0.1:${server.port}`,
      "user-agent": "Tieup (+https://example.org/tieup)",
      "accept-encoding": "gzip, br, deflate",
      accept: expect.stringMatching(/^application\/atom\+xml, application\/rss\+xml.*\*\/\*;q=0\.1$/),
    });
    expect(lastHeaders()).not.toHaveProperty("if-none-match");
    expect(lastHeaders()).not.toHaveProperty("cookie");
  });

  test.each(["gzip", "br", "deflate"] as const)("is decompressed from %s", async (encoding) => {
    server.route("/packed", { body: rss, encoding });
    expect(bodyOf(await fetched("/packed"))).toBe(rss);
  });

  test.each<[string, string, (plain: string) => Uint8Array | string]>([
    ["x-gzip, gzip's old name", "x-gzip", (plain) => gzipSync(plain)],
    ["gzip in capitals", "GZIP", (plain) => gzipSync(plain)],
    ["gzip twice", "gzip, gzip", (plain) => gzipSync(gzipSync(plain))],
    ["gzip in two members", "gzip", (plain) => Buffer.concat([gzipSync(plain.slice(0, 9)), gzipSync(plain.slice(9))])],
    ["deflate without zlib's frame", "deflate", (plain) => deflateRawSync(plain)],
    ["identity", "identity", (plain) => plain],
  ])("is decompressed from %s", async (_, encoding, pack) => {
    server.route("/packed", { body: pack(rss), headers: { "content-encoding": encoding } });
    expect(bodyOf(await fetched("/packed"))).toBe(rss);
  });

  it("is put together from chunks that come slowly but steadily, longer than the idle limit in all", async () => {
    const slow = testNetwork({ limits: { idleMs: 300 } });
    server.route("/chunks", { chunks: rss.match(/.{1,8}/g) ?? [], chunkDelayMs: 60 });
    expect(bodyOf(await fetchFeed(`${server.url}/chunks`, {}, slow.deps))).toBe(rss);
    slow.close();
  });

  it("may carry status 203, which a proxy on the way sets", async () => {
    server.route("/proxied", { status: 203, body: rss });
    expect(bodyOf(await fetched("/proxied"))).toBe(rss);
  });

  it("is fetched over one connection again and again, unchanged or not", async () => {
    server.route("/kept", { body: rss, etag: true });
    const first = await fetched("/kept");
    if (first.kind === "modified") await fetched("/kept", first.validators);
    await fetched("/kept");
    expect(new Set(server.requests.slice(-3).map(({ connection }) => connection)).size).toBe(1);
  });

  it("never shares a connection with another host's at the same address", async () => {
    const here = ["127.0.0.1"];
    const shared = testNetwork({ names: { "a.example": here, "b.example": here } });
    server.route("/feed", { body: rss });
    for (const host of ["a", "b", "a"]) await fetchFeed(`http://${host}.example:${server.port}/feed`, {}, shared.deps);
    const [a, b, again] = server.requests.slice(-3).map(({ connection }) => connection);
    expect(b).not.toBe(a);
    expect(again).toBe(a);
    shared.close();
  });

  it("is asked for once more where the server has closed the kept connection under our hands", async () => {
    let answers = 0;
    const fickle = await startHostileServer({
      "/": (socket) =>
        ++answers === 2 ? void socket.resetAndDestroy() : answer("200 OK\r\nContent-Length: 6", "<rss/>")(socket),
    });
    expect(bodyOf(await fetchFeed(fickle.url, {}, network.deps))).toBe("<rss/>");
    expect(bodyOf(await fetchFeed(fickle.url, {}, network.deps))).toBe("<rss/>");
    expect(answers).toBe(3);
    await fickle.stop();
  });

  it("that is not there fails in words", async () => {
    const stopped = await startFeedServer();
    await stopped.stop();
    expect(await fetchFeed(stopped.url, {}, network.deps)).toEqual({
      kind: "failed",
      reason: "connection refused",
      retryable: true,
    });
  });
});

describe("validators", () => {
  const lastModified = "Mon, 29 Jun 2026 13:00:00 GMT";

  it("go back exactly as they came", async () => {
    server.route("/feed", { body: rss });
    await fetched("/feed", { etag: 'W/"a\\b"-gzip', lastModified: "yesterday, roughly" });
    expect(lastHeaders()).toMatchObject({
      "if-none-match": 'W/"a\\b"-gzip',
      "if-modified-since": "yesterday, roughly",
    });
  });

  it("make an unchanged feed cost nothing", async () => {
    server.route("/unchanged", { body: rss, etag: true, headers: { "cache-control": "max-age=60" } });
    const first = await fetched("/unchanged");
    const validators = first.kind === "modified" ? first.validators : {};
    expect(validators.etag).toBeTruthy();
    expect(await fetched("/unchanged", validators)).toEqual({
      kind: "not-modified",
      permanentUrl: null,
      freshForSeconds: 60,
    });
  });

  it("may be a date alone", async () => {
    server.route("/dated", { body: rss, lastModified });
    expect((await fetched("/dated", { lastModified })).kind).toBe("not-modified");
    expect((await fetched("/dated", { lastModified: "Mon, 29 Jun 2026 12:00:00 GMT" })).kind).toBe("modified");
  });

  it("go along on a redirect, and a permanent one is told even where nothing changed", async () => {
    server.route("/moved-feed", { body: rss, lastModified });
    server.route("/was-here", { status: 308, headers: { location: "/moved-feed" } });
    expect(await fetched("/was-here", { lastModified })).toEqual({
      kind: "not-modified",
      permanentUrl: `${server.url}/moved-feed`,
      freshForSeconds: null,
    });
  });

  test.each([
    ["a line break, which would be a header of its own", '"a\r\nX-Evil: 1"'],
    ["a character that no header can hold", '"€"'],
    ["two kilobytes", `"${"a".repeat(2048)}"`],
    ["nothing", ""],
  ])("with %s are left out", async (_, etag) => {
    server.route("/feed", { body: rss });
    expect((await fetched("/feed", { etag })).kind).toBe("modified");
    expect(lastHeaders()).not.toHaveProperty("if-none-match");
    expect(lastHeaders()).not.toHaveProperty("x-evil");
  });

  it("that are too long to keep are not kept", async () => {
    server.route("/long", { body: rss, headers: { etag: `"${"a".repeat(2048)}"` } });
    expect(await fetched("/long")).toMatchObject({ kind: "modified", validators: {} });
  });
});

describe("an answer", () => {
  const failed = (reason: string, retryable: boolean) => ({ kind: "failed", reason, retryable });
  const hour = "Mon, 29 Jun 2026 14:12:00 GMT";

  test.each<[string, number, Record<string, string>, object]>([
    ["401", 401, {}, failed("HTTP 401", false)],
    ["403", 403, {}, failed("HTTP 403", false)],
    ["404", 404, {}, failed("HTTP 404", false)],
    ["408", 408, {}, failed("HTTP 408", true)],
    ["410", 410, {}, { kind: "gone" }],
    ["429 without a time", 429, {}, { kind: "rate-limited", retryAfterSeconds: null }],
    ["429 with seconds", 429, { "retry-after": "120" }, { kind: "rate-limited", retryAfterSeconds: 120 }],
    ["429 with a date", 429, { "retry-after": hour }, { kind: "rate-limited", retryAfterSeconds: 3600 }],
    ["503 without a time", 503, {}, failed("HTTP 503", true)],
    ["503 with a time", 503, { "retry-after": "60" }, { kind: "rate-limited", retryAfterSeconds: 60 }],
    ["503 with a time that makes no sense", 503, { "retry-after": "soon" }, failed("HTTP 503", true)],
    ["500", 500, {}, failed("HTTP 500", true)],
    ["502", 502, {}, failed("HTTP 502", true)],
    ["599", 599, {}, failed("HTTP 599", true)],
    ["301 that leads nowhere", 301, {}, failed("HTTP 301 without a Location", false)],
    ["300", 300, { location: "/feed" }, failed("HTTP 300", false)],
    ["304 that nobody asked for", 304, {}, failed("HTTP 304 to a request without validators", true)],
  ])("%s", async (_, status, headers, outcome) => {
    server.route("/status", { status, headers, body: status === 304 ? "" : "an error page" });
    expect(await fetched("/status")).toEqual(outcome);
  });

  test.each([
    [201, "HTTP 201, which carries no whole feed; expected 200"],
    [202, "HTTP 202, which carries no whole feed; expected 200"],
    [204, "HTTP 204, which carries no whole feed; expected 200"],
    [206, "HTTP 206, which carries no whole feed; expected 200"],
  ])("%i carries no whole feed, so it can't say that there are no items", async (status, reason) => {
    server.route("/status", { status, body: status === 204 ? "" : rss });
    expect(await fetched("/status", { etag: '"1"' })).toEqual(failed(reason, false));
  });

  test.each<[string, { body?: Uint8Array; headers?: Record<string, string>; chunks?: string[] }]>([
    ["with length 0", { headers: { "content-length": "0" } }],
    ["of no chunks", { chunks: [] }],
    ["of nothing in gzip", { body: gzipSync(""), headers: { "content-encoding": "gzip" } }],
    ["of no bytes although gzip was announced", { headers: { "content-encoding": "gzip" } }],
  ])("200 %s is a failure and never changes what was seen", async (_, route) => {
    server.route("/empty", route);
    expect(await fetched("/empty", { etag: '"1"' })).toEqual(failed("empty body", true));
  });
});

describe("a redirect", () => {
  const chains: [sentence: string, statuses: number[], permanent: boolean][] = [
    ["301", [301], true],
    ["308", [308], true],
    ["302", [302], false],
    ["303", [303], false],
    ["307", [307], false],
    ["301 and 308", [301, 308], true],
    ["301, then 302", [301, 302], false],
    ["302, then 301", [302, 301], false],
    ["five in a row", [301, 301, 301, 301, 301], true],
  ];
  test.each(chains)("%s leads to the feed", async (_, statuses, permanent) => {
    for (const [n, status] of statuses.entries()) {
      server.route(`/hop${n}`, { status, headers: { location: `/hop${n + 1}` } });
    }
    server.route(`/hop${statuses.length}`, { body: rss });
    const finalUrl = `${server.url}/hop${statuses.length}`;
    expect(await fetched("/hop0")).toMatchObject({
      kind: "modified",
      finalUrl,
      permanentUrl: permanent ? finalUrl : null,
    });
  });

  it("too many", async () => {
    for (let n = 0; n < 6; n++) server.route(`/hop${n}`, { status: 302, headers: { location: `/hop${n + 1}` } });
    server.route("/hop6", { body: rss });
    expect(await fetched("/hop0")).toEqual({ kind: "failed", reason: "more than 5 redirects", retryable: false });
  });

  test.each([
    ["relative to the path", "next?x=1", "/dir/next?x=1"],
    ["without a scheme", "//HOST/next", "/next"],
    ["with a fragment", "/next#items", "/next"],
    ["with raw UTF-8", Buffer.from("/näch").toString("latin1"), "/n%C3%A4ch"],
  ])("%s", async (_, location, target) => {
    server.route("/dir/here", {
      status: 302,
      headers: { location: location.replace("HOST", `127.0.0.1:${server.port}`) },
    });
    server.route(target, { body: rss });
    expect(await fetched("/dir/here")).toMatchObject({ kind: "modified", finalUrl: server.url + target });
  });

  it("to a page that is gone for good counts as gone only if the redirect was for good, too", async () => {
    server.route("/gone", { status: 410 });
    server.route("/moved", { status: 301, headers: { location: "/gone" } });
    server.route("/elsewhere", { status: 302, headers: { location: "/gone" } });
    expect(await fetched("/moved")).toEqual({ kind: "gone" });
    expect(await fetched("/elsewhere")).toEqual({
      kind: "failed",
      reason: "HTTP 410 after a temporary redirect",
      retryable: false,
    });
  });
});

describe("TLS", () => {
  it("checks the certificate against the host's name although the connection goes to a pinned address, and never leads back to http", async () => {
    const names: (string | false)[] = [];
    const secure = https.createServer(testCertificate, (request, response) => {
      names.push((request.socket as { servername?: string | false }).servername ?? false);
      if (request.url === "/down") response.writeHead(302, { location: `http://127.0.0.1:${server.port}/feed` }).end();
      else response.end(rss);
    });
    await new Promise<void>((ready) => secure.listen(0, "127.0.0.1", ready));
    const { port } = secure.address() as { port: number };
    const loopback = ["127.0.0.1"];
    const trusting = testNetwork({
      ca: testCertificate.cert,
      names: { "feeds.example": loopback, "other.example": loopback },
    });
    const strict = testNetwork({ names: { "feeds.example": loopback } });
    try {
      expect(bodyOf(await fetchFeed(`https://feeds.example:${port}/`, {}, trusting.deps))).toBe(rss);
      expect(names).toEqual(["feeds.example"]);
      expect(await fetchFeed(`https://other.example:${port}/`, {}, trusting.deps)).toEqual({
        kind: "failed",
        reason: "TLS certificate is for another host",
        retryable: false,
      });
      expect(await fetchFeed(`https://feeds.example:${port}/`, {}, strict.deps)).toMatchObject({
        kind: "failed",
        reason: "TLS certificate is self-signed",
      });
      expect(await fetchFeed(`https://feeds.example:${port}/down`, {}, trusting.deps)).toEqual({
        kind: "refused",
        reason: `redirected to a place that we do not go to: expected https after https, got http://127.0.0.1:${server.port}`,
      });
    } finally {
      trusting.close();
      strict.close();
      secure.closeAllConnections();
      secure.close();
    }
  });
});

describe("userAgent", () => {
  test.each(["", "Jane Doe", "x\r\nX-Evil: 1", "möbel@example.org"])("refuses the contact %j", (contact) => {
    expect(() => userAgent(contact)).toThrow("expected a contact URL or mail address");
  });
});
