import { expect, test } from "vitest";
import { addedNames } from "../../lib/matching/added-names.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";

const watchlist = (...entities: unknown[]) => readWatchlist({ name: "Cars", entities });
const gm = (...aliases: string[]) => ({ name: "General Motors", aliases });

test.each<[sentence: string, before: unknown[], after: unknown[], added: unknown]>([
  ["a further alias", ["BMW", gm()], ["BMW", gm("GM")], { "general-motors": ["GM"] }],
  [
    "aliases of two companies",
    [{ name: "BMW" }, gm()],
    [{ name: "BMW", aliases: ["Bayerische Motoren Werke"] }, gm("GM")],
    { bmw: ["Bayerische Motoren Werke"], "general-motors": ["GM"] },
  ],
  ["nothing", [gm("GM")], [gm("GM")], null],
  ["an alias taken away", [gm("GM")], [gm()], null],
  ["a further company, of which nothing was missed", ["BMW"], ["BMW", gm("GM")], null],
])("%s", (_, before, after, added) => {
  expect(addedNames(watchlist(...before), watchlist(...after))).toEqual(added);
});
