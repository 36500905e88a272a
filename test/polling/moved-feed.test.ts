import { expect, test } from "vitest";
import { isBelieved, type Move, nextMove, rememberedMove } from "../../lib/polling/moved-feed.ts";

const old = "https://wire.example/rss";
const next = "https://wire.example/feed";
const other = "https://wire.example/other";

test.each<[string, Move | null, string | null, Move | null, boolean]>([
  ["no redirect", null, null, null, false],
  ["the first permanent redirect", null, next, { url: next, times: 1 }, false],
  ["the second to the same place", { url: next, times: 1 }, next, { url: next, times: 2 }, false],
  ["the third is believed", { url: next, times: 2 }, next, { url: next, times: 3 }, true],
  ["another place begins anew", { url: next, times: 2 }, other, { url: other, times: 1 }, false],
  ["a poll without it ends it", { url: next, times: 2 }, null, null, false],
  ["the address that the feed has already", { url: next, times: 2 }, old, null, false],
])("%s", (_, before, permanentUrl, after, believed) => {
  const move = nextMove(before, old, permanentUrl);
  expect(move).toEqual(after);
  expect(isBelieved(move)).toBe(believed);
});

test("an address that is another one at each poll is written down once in a while only", () => {
  let stored = null as Move | null;
  let writes = 0;
  // A poll a minute for a day; the state may be saved for this alone an hour after it was last saved.
  let savedAt = 0;
  for (let minute = 1; minute <= 1440; minute++) {
    const heard = nextMove(stored, old, `https://wire.example/session/${minute}`);
    const remembered: Move | null = rememberedMove(stored, heard, minute - savedAt > 60);
    if (remembered === stored) continue;
    stored = remembered;
    savedAt = minute;
    writes++;
  }
  expect(writes).toBeLessThanOrEqual(48);
});
