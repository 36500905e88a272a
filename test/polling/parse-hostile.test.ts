import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFeed } from "../../lib/polling/parse-feed.ts";
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

const folder = new URL("../fixtures/feeds/", import.meta.url);
const fixtures = readdirSync(folder)
  .filter((name) => !name.endsWith(".json") || name.endsWith(".feed.json"))
  .map((name) => readFileSync(new URL(name, folder)));

const expectSound = async (bytes: Uint8Array): Promise<void> => {
  expect(await unsoundness(bytes)).toBeNull();
};

describe("fuzzing", () => {
  it("survives any bytes", async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), expectSound), { numRuns: 100 });
  });

  it("survives any pieces of feeds in any order", async () => {
    const piece = fc.constantFrom(
      ...'<rss> <channel> <item> <title> </title> </item> <link/> <![CDATA[ ]]> &amp; & &#0; < > " = <guid> </x> <!-- --> text'.split(
        " ",
      ),
      ...'<?xml?> <feed> <entry> <content type="xhtml"> <div> </entry> <!DOCTYPE <pubDate> {"items":[ ]} {} <rdf:RDF>'.split(
        " ",
      ),
    );
    const documents = fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join("")));
    await fc.assert(fc.asyncProperty(documents, expectSound), { numRuns: 200 });
  });

  it("survives feeds with bytes changed, cut and doubled", async () => {
    const mutation = fc.record({
      bytes: fc.constantFrom(...fixtures),
      changes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 20 }),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const mutated = mutation.map(({ bytes, changes, cut }) => {
      const copy = Buffer.from(bytes);
      for (const [at, byte] of changes) copy[at % copy.length] = byte;
      return Buffer.concat([copy.subarray(0, Math.floor(copy.length * cut)), copy]);
    });
    await fc.assert(fc.asyncProperty(mutated, expectSound), { numRuns: 150 });
  });
});
