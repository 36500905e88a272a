import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFeed } from "../../lib/polling/parse-feed.ts";
import { feedsOfPieces, mutatedFeeds } from "../support/broken-feeds.ts";
import { hostileDocuments } from "../support/hostile-documents.ts";
import { unsoundness } from "../support/sound-feed.ts";

/** Ten times what they take on a machine that does other things, too, which makes processor time longer; a quadratic step takes minutes. */
const cpuMsMax = 20_000;

describe("five megabytes of", () => {
  it.each(Object.entries(hostileDocuments))("%s takes linear time", async (_, document) => {
    const source = document();
    const before = process.cpuUsage();
    await parseFeed({ bytes: Buffer.from(source), contentType: null, url: "https://wire.example/" });
    const { user } = process.cpuUsage(before);
    expect(user / 1_000).toBeLessThan(cpuMsMax);
  });
});

const expectSound = async (bytes: Uint8Array): Promise<void> => {
  expect(await unsoundness(bytes)).toBeNull();
};

describe("fuzzing", () => {
  it("survives any bytes", async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), expectSound), { numRuns: 100 });
  });

  it("survives any pieces of feeds in any order", async () => {
    await fc.assert(fc.asyncProperty(feedsOfPieces, expectSound), { numRuns: 200 });
  });

  it("survives feeds with bytes changed, cut and doubled", async () => {
    await fc.assert(fc.asyncProperty(mutatedFeeds, expectSound), { numRuns: 150 });
  });
});
