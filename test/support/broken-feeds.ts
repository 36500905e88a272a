import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";

const folder = new URL("../fixtures/feeds/", import.meta.url);

/** The documents of `test/fixtures/feeds`, without their goldens. */
export const fixtureFeeds: Buffer[] = readdirSync(folder)
  .filter((name) => !name.endsWith(".json") || name.endsWith(".feed.json"))
  .map((name) => readFileSync(new URL(name, folder)));

const piece = fc.constantFrom(
  ...'<rss> <channel> <item> <title> </title> </item> <link/> <![CDATA[ ]]> &amp; & &#0; < > " = <guid> </x> <!-- --> text'.split(
    " ",
  ),
  ...'<?xml?> <feed> <entry> <content type="xhtml"> <div> </entry> <!DOCTYPE <pubDate> {"items":[ ]} {} <rdf:RDF>'.split(
    " ",
  ),
);

/** Pieces of feeds in any order. */
export const feedsOfPieces = fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join("")));

/** Feeds with bytes changed, cut and doubled. */
export const mutatedFeeds = fc
  .record({
    bytes: fc.constantFrom(...fixtureFeeds),
    changes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 20 }),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ bytes, changes, cut }) => {
    const copy = Buffer.from(bytes);
    for (const [at, byte] of changes) copy[at % copy.length] = byte;
    return Buffer.concat([copy.subarray(0, Math.floor(copy.length * cut)), copy]);
  });
