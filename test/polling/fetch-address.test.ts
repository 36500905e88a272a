import { afterAll, afterEach, beforeAll, describe, expect, it, test } from "vitest";
import { dnsResolve } from "../../functions/net/resolve.ts";
import { fetchFeed } from "../../lib/polling/fetch-feed.ts";
import { type FeedServer, startFeedServer } from "../support/feed-server.ts";
import { type TestNetwork, type TestNetworkOptions, testNetwork } from "../support/fetch-deps.ts";

const rss = "<rss version='2.0'><channel><title>Hafenbote</title></channel></rss>";
const publicAddress = "93.184.215.14";
const publicAddress6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c";

let server: FeedServer;
let inside: FeedServer;
const networks: TestNetwork[] = [];
beforeAll(async () => {
  server = await startFeedServer({ "/feed": { body: rss } });
  inside = await startFeedServer({ "/secret": { body: "credentials" } });
});
afterEach(() => {
  for (const network of networks.splice(0)) network.close();
  expect(inside.requests).toEqual([]);
});
afterAll(async () => {
  await server.stop();
  await inside.stop();
});

function network(options: TestNetworkOptions): TestNetwork {
  const made = testNetwork({ ...options, policy: { allowPrivate: false, ...options.policy } });
  networks.push(made);
  return made;
}

const refused = (reason: string) => ({ kind: "refused", reason });
const redirected = (reason: string) => refused(`redirected to a place that we do not go to: ${reason}`);

describe("a literal address is refused", () => {
  test.each<[sentence: string, host: string, reason: string]>([
    ["loopback", "127.0.0.1", "127.0.0.1 is a loopback address"],
    ["decimal", "2130706433", "127.0.0.1 is a loopback address"],
    ["hex", "0x7f000001", "127.0.0.1 is a loopback address"],
    ["octal", "0177.0.0.1", "127.0.0.1 is a loopback address"],
    ["short", "127.1", "127.0.0.1 is a loopback address"],
    ["mixed", "0x7f.1", "127.0.0.1 is a loopback address"],
    ["with a trailing dot", "127.0.0.1.", "127.0.0.1 is a loopback address"],
    ["percent-encoded", "%31%32%37.0.0.1", "127.0.0.1 is a loopback address"],
    ["in full-width digits", "１２７.0.0.1", "127.0.0.1 is a loopback address"],
    ["0", "0", "0.0.0.0 is an unspecified address"],
    ["private", "10.1.2.3", "10.1.2.3 is a private address"],
    ["private in decimal", "167772161", "10.0.0.1 is a private address"],
    ["a cloud's metadata", "169.254.169.254", "169.254.169.254 is a link-local address"],
    ["metadata in hex", "0xa9fea9fe", "169.254.169.254 is a link-local address"],
    ["IPv6 loopback", "[::1]", "[::1] is a loopback address"],
    ["IPv6 unspecified", "[::]", "[::] is an unspecified address"],
    ["mapped", "[::ffff:127.0.0.1]", "[::ffff:7f00:1] is an IPv4-mapped address"],
    ["mapped metadata in hex", "[::ffff:a9fe:a9fe]", "[::ffff:a9fe:a9fe] is an IPv4-mapped address"],
    ["compatible", "[::127.0.0.1]", "[::7f00:1] is an IPv4-compatible address"],
    ["NAT64 of loopback", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1] is a loopback address"],
    ["6to4", "[2002:7f00:1::]", "[2002:7f00:1::] is a 6to4 address"],
    ["IPv6 metadata", "[fd00:ec2::254]", "[fd00:ec2::254] is a private address"],
    ["link-local", "[fe80::1]", "[fe80::1] is a link-local address"],
    ["multicast", "224.0.0.1", "224.0.0.1 is a multicast address"],
    ["broadcast", "255.255.255.255", "255.255.255.255 is the broadcast address"],
  ])("%s: %s", async (_, host, reason) => {
    const { deps, connected, resolved } = network({});
    expect(await fetchFeed(`http://${host}:${inside.port}/secret`, {}, deps)).toEqual(refused(reason));
    expect({ connected, resolved }).toEqual({ connected: [], resolved: [] });
  });

  it("with a zone id, which no URL may carry", async () => {
    const outcome = await fetchFeed(`http://[fe80::1%25lo]:${inside.port}/secret`, {}, network({}).deps);
    expect(outcome).toEqual(
      refused(`expected a URL such as https://example.org/feed.xml, got "http://[fe80::1%25lo]:${inside.port}/secret"`),
    );
  });
});

describe("a name", () => {
  const at = (names: Record<string, string[]>, policy = {}) => network({ names, policy, everythingIsHere: true });
  const named = (host: string) => `http://${host}:${server.port}/feed`;

  test.each<[sentence: string, addresses: string[], outcome: string]>([
    ["a public address", [publicAddress], "modified"],
    ["a public IPv6 address", [publicAddress6], "modified"],
    ["several public ones", [publicAddress, "8.8.8.8", publicAddress6], "modified"],
    ["NAT64 of a public one, as on an IPv6-only network", ["64:ff9b::5db8:d70e"], "modified"],
    ["loopback", ["127.0.0.1"], "feeds.example resolves to a loopback address"],
    ["IPv6 loopback", ["::1"], "feeds.example resolves to a loopback address"],
    [
      "a private address after a public one",
      [publicAddress, "10.0.0.5"],
      "feeds.example resolves to a private address",
    ],
    [
      "a private IPv6 address beside a public IPv4 one",
      [publicAddress, "fd00::5"],
      "feeds.example resolves to a private address",
    ],
    ["metadata", ["169.254.169.254"], "feeds.example resolves to a link-local address"],
    ["a mapped address", ["::ffff:10.0.0.1"], "feeds.example resolves to an IPv4-mapped address"],
    ["an address with a zone id", ["fe80::1%eth0"], "feeds.example resolves to no IP address"],
    ["what is no address", ["inside.example"], "feeds.example resolves to no IP address"],
  ])("that leads to %s", async (_, addresses, expected) => {
    const { deps, connected } = at({ "feeds.example": addresses });
    const outcome = await fetchFeed(named("feeds.example"), {}, deps);
    if (expected === "modified") expect(outcome.kind).toBe("modified");
    else expect(outcome).toEqual(refused(expected));
    expect(connected.length).toBe(expected === "modified" ? 1 : 0);
  });

  it("that nobody knows is a failure, not a refusal", async () => {
    expect(await fetchFeed(named("nowhere.example"), {}, at({}).deps)).toEqual({
      kind: "failed",
      reason: "no address for nowhere.example",
      retryable: true,
    });
  });

  it("is kept in the Host header while the connection goes to the checked address", async () => {
    const { deps, connected, resolved } = at({ "feeds.example": [publicAddress] });
    await fetchFeed(named("feeds.example"), {}, deps);
    expect(server.requests.at(-1)?.headers.host).toBe(`feeds.example:${server.port}`);
    expect({ connected, resolved }).toEqual({ connected: [publicAddress], resolved: ["feeds.example"] });
  });

  it("whose first address is dead is fetched from the next, IPv4 and IPv6 by turns, at most three", async () => {
    const { deps, connected } = network({
      names: { "feeds.example": ["127.0.0.1", "127.0.0.1", "127.0.0.1", "::1"] },
      policy: { allowPrivate: true },
    });
    const closed = await startFeedServer();
    await closed.stop();
    expect(await fetchFeed(`http://feeds.example:${closed.port}/`, {}, deps)).toMatchObject({ kind: "failed" });
    expect(connected).toEqual(["127.0.0.1", "::1", "127.0.0.1"]);
    const alive = network({ names: { "feeds.example": ["127.0.0.2", "127.0.0.1"] }, policy: { allowPrivate: true } });
    expect((await fetchFeed(named("feeds.example"), {}, alive.deps)).kind).toBe("modified");
    expect(alive.connected).toEqual(["127.0.0.2", "127.0.0.1"]);
  });

  it("that changes its address between check and connect (rebinding) is connected to where it was checked", async () => {
    const answers = [[publicAddress], ["127.0.0.1"], ["127.0.0.1"]];
    const rebinding = network({ names: { "rebind.example": () => answers.shift() ?? [] }, everythingIsHere: true });
    expect((await fetchFeed(named("rebind.example"), {}, rebinding.deps)).kind).toBe("modified");
    expect(rebinding.connected).toEqual([publicAddress]);
    expect(rebinding.resolved).toEqual(["rebind.example"]);
    // The next fetch asks again and sees the new address; the connection that is still open is not used past the check.
    expect(await fetchFeed(named("rebind.example"), {}, rebinding.deps)).toEqual(
      refused("rebind.example resolves to a loopback address"),
    );
  });

  it("is checked anew after a redirect to itself", async () => {
    const answers = [[publicAddress], ["10.0.0.1"]];
    const rebinding = network({ names: { "rebind.example": () => answers.shift() ?? [] }, everythingIsHere: true });
    server.route("/self", { status: 302, headers: { location: "/feed" } });
    expect(await fetchFeed(`http://rebind.example:${server.port}/self`, {}, rebinding.deps)).toEqual(
      redirected("rebind.example resolves to a private address"),
    );
  });
});

describe("a redirect from a public host", () => {
  test.each<[sentence: string, location: string, reason: string]>([
    ["to a cloud's metadata", "http://169.254.169.254/latest/meta-data/", "169.254.169.254 is a link-local address"],
    ["to a private address", "http://10.0.0.1/", "10.0.0.1 is a private address"],
    ["to loopback", "http://127.0.0.1:INSIDE/secret", "127.0.0.1 is a loopback address"],
    ["to loopback in decimal", "http://2130706433:INSIDE/secret", "127.0.0.1 is a loopback address"],
    ["to IPv6 loopback", "http://[::1]:INSIDE/secret", "[::1] is a loopback address"],
    ["to loopback without a scheme", "//127.0.0.1:INSIDE/secret", "127.0.0.1 is a loopback address"],
    [
      "to a name that leads inside",
      "http://inside.example:INSIDE/secret",
      "inside.example resolves to a private address",
    ],
    ["to a file", "file:///etc/passwd", "expected http or https, got file:"],
    ["with a password", "http://a:b@feeds.example/", "expected a URL without user name and password"],
    [
      "to the mail port",
      "http://feeds.example:25/",
      "expected port 80, 443 or one from 1024 up that serves HTTP, got 25",
    ],
    ["to no URL", "http://[/", 'expected a URL such as https://example.org/feed.xml, got "http://[/"'],
  ])("%s is refused, at any hop", async (_, location, reason) => {
    const { deps } = network({
      names: { "feeds.example": [publicAddress], "inside.example": ["192.168.0.1"] },
      everythingIsHere: true,
    });
    server.route("/away", { status: 301, headers: { location: location.replace("INSIDE", String(inside.port)) } });
    server.route("/first", { status: 302, headers: { location: "/away" } });
    const reasonHere = reason.replace("INSIDE", String(inside.port));
    expect(await fetchFeed(`http://feeds.example:${server.port}/away`, {}, deps)).toEqual(redirected(reasonHere));
    expect(await fetchFeed(`http://feeds.example:${server.port}/first`, {}, deps)).toEqual(redirected(reasonHere));
  });

  it("to another public host is followed", async () => {
    const { deps } = network({
      names: { "feeds.example": [publicAddress], "cdn.example": ["8.8.8.8"] },
      everythingIsHere: true,
    });
    server.route("/away", { status: 301, headers: { location: `http://cdn.example:${server.port}/feed` } });
    expect((await fetchFeed(`http://feeds.example:${server.port}/away`, {}, deps)).kind).toBe("modified");
  });
});

describe("an exempt origin", () => {
  it("is fetched on loopback, and only that very origin", async () => {
    const { deps } = network({ policy: { exemptOrigins: [server.url] } });
    expect((await fetchFeed(`${server.url}/feed`, {}, deps)).kind).toBe("modified");
    expect(await fetchFeed(`http://127.0.0.1:${inside.port}/secret`, {}, deps)).toEqual(
      refused("127.0.0.1 is a loopback address"),
    );
    expect(await fetchFeed(`http://127.0.0.2:${server.port}/feed`, {}, deps)).toEqual(
      refused("127.0.0.2 is a loopback address"),
    );
  });

  it("may redirect within itself, not to another private place", async () => {
    const { deps } = network({ policy: { exemptOrigins: [server.url] } });
    server.route("/within", { status: 302, headers: { location: "/feed" } });
    server.route("/out", { status: 302, headers: { location: `http://127.0.0.1:${inside.port}/secret` } });
    expect((await fetchFeed(`${server.url}/within`, {}, deps)).kind).toBe("modified");
    expect(await fetchFeed(`${server.url}/out`, {}, deps)).toEqual(redirected("127.0.0.1 is a loopback address"));
  });

  it("is not exempt for a stranger's redirect", async () => {
    const { deps } = network({
      names: { "feeds.example": [publicAddress] },
      everythingIsHere: true,
      policy: { exemptOrigins: [inside.url] },
    });
    server.route("/away", { status: 302, headers: { location: `${inside.url}/secret` } });
    expect(await fetchFeed(`http://feeds.example:${server.port}/away`, {}, deps)).toEqual(
      redirected("127.0.0.1 is a loopback address"),
    );
  });
});

describe("allowPrivate", () => {
  it("opens loopback and private networks, yet neither metadata nor 0.0.0.0", async () => {
    const { deps } = network({ policy: { allowPrivate: true } });
    expect((await fetchFeed(`${server.url}/feed`, {}, deps)).kind).toBe("modified");
    expect(await fetchFeed("http://169.254.169.254/", {}, deps)).toEqual(
      refused("169.254.169.254 is a link-local address"),
    );
    expect(await fetchFeed(`http://0.0.0.0:${inside.port}/secret`, {}, deps)).toEqual(
      refused("0.0.0.0 is an unspecified address"),
    );
  });
});

describe("the real resolver", () => {
  const signal = new AbortController().signal;

  test.each(["localhost", "LOCALHOST", "localhost.", "feeds.localhost"])(
    "says loopback for %s, so that it is refused",
    async (name) => {
      expect(await dnsResolve()(name, signal)).toEqual(["127.0.0.1", "::1"]);
      const { deps } = network({});
      const outcome = await fetchFeed(`http://${name}:${inside.port}/secret`, {}, { ...deps, resolve: dnsResolve() });
      expect(outcome).toEqual(refused(`${name.toLowerCase()} resolves to a loopback address`));
    },
  );
});
