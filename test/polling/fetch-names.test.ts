import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { type DnsOptions, dnsResolve } from "../../functions/net/resolve.ts";
import { fetchFeed } from "../../lib/polling/fetch-feed.ts";
import { startFeedServer } from "../support/feed-server.ts";
import { testNetwork } from "../support/fetch-deps.ts";
import { type NameServer, startNameServer } from "../support/name-server.ts";

const signal = new AbortController().signal;
let nameServer: NameServer;
beforeAll(async () => {
  nameServer = await startNameServer({
    "feeds.example": ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"],
    "old.example": ["93.184.215.14"],
    "new.example": ["2606:2800:21f:cb07:6820:80da:af6b:8b2c"],
    "mixed.example": ["93.184.215.14", "10.0.0.1"],
    "here.example": ["127.0.0.1"],
    "mute.example": null,
  });
});
afterAll(() => nameServer.stop());

const unknown = () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" }));
const resolveHere = (options: DnsOptions = {}) =>
  dnsResolve({ servers: [nameServer.address], timeoutMs: 100, system: unknown, ...options });

describe("dnsResolve", () => {
  test.each([
    ["both families", "feeds.example", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]],
    ["IPv4 only", "old.example", ["93.184.215.14"]],
    ["IPv6 only", "new.example", ["2606:2800:21f:cb07:6820:80da:af6b:8b2c"]],
    ["all addresses, the bad one too", "mixed.example", ["93.184.215.14", "10.0.0.1"]],
    ["a trailing dot", "old.example.", ["93.184.215.14"]],
    ["no such name", "nowhere.example", []],
    ["localhost without asking", "localhost", ["127.0.0.1", "::1"]],
  ])("%s", async (_, name, addresses) => {
    expect(await resolveHere()(name, signal)).toEqual(addresses);
  });

  it("asks once for many feeds of one host at the same time", async () => {
    const before = nameServer.questions.length;
    const resolve = resolveHere();
    await Promise.all(Array.from({ length: 10 }, () => resolve("feeds.example", signal)));
    expect(nameServer.questions.slice(before).sort()).toEqual(["A feeds.example", "AAAA feeds.example"]);
  });

  it("asks again the next time: the answer may have changed, and is checked each time", async () => {
    const before = nameServer.questions.length;
    const resolve = resolveHere();
    await resolve("old.example", signal);
    await resolve("old.example", signal);
    expect(nameServer.questions.length - before).toBe(4);
  });

  it("says in words that no name server answers", async () => {
    await expect(resolveHere()("mute.example", signal)).rejects.toThrow("DNS did not answer");
  });

  it("takes from the hosts file what DNS does not know", async () => {
    const system = async (name: string) => (name === "nas.example" ? ["192.168.0.9"] : []);
    expect(await resolveHere({ system })("nas.example", signal)).toEqual(["192.168.0.9"]);
    expect(await resolveHere({ system })("old.example", signal)).toEqual(["93.184.215.14"]);
  });

  it("believes a name server that there is no such name, even where the machine then fails", async () => {
    const system = () => Promise.reject(Object.assign(new Error("try again"), { code: "EAI_AGAIN" }));
    expect(await resolveHere({ system })("nowhere.example", signal)).toEqual([]);
  });
});

describe("fetchFeed over real DNS", () => {
  it("fetches by name, refuses what leads inside, and fails in words where DNS is silent", async () => {
    const server = await startFeedServer({ "/feed": { body: "<rss/>" } });
    const { deps, close } = testNetwork();
    const fetched = (host: string, allowPrivate: boolean) =>
      fetchFeed(
        `http://${host}:${server.port}/feed`,
        {},
        { ...deps, resolve: resolveHere(), policy: { allowPrivate, exemptOrigins: [] } },
      );
    expect((await fetched("here.example", true)).kind).toBe("modified");
    expect(await fetched("here.example", false)).toEqual({
      kind: "refused",
      reason: "here.example resolves to a loopback address",
    });
    expect(await fetched("mixed.example", false)).toEqual({
      kind: "refused",
      reason: "mixed.example resolves to a private address",
    });
    expect(await fetched("mute.example", false)).toEqual({
      kind: "failed",
      reason: "DNS did not answer",
      retryable: true,
    });
    expect(await fetched("nowhere.example", false)).toEqual({
      kind: "failed",
      reason: "no address for nowhere.example",
      retryable: true,
    });
    close();
    await server.stop();
  });
});
