import { expect, test } from "vitest";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { findMentions } from "../../lib/matching/find-mentions.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { findTieUps } from "../../lib/tieups/find-tie-ups.ts";

const { entities } = readWatchlist({ entities: ["BMW", "Toyota"] });
const dictionary = compileDictionary(entities);

test.each([
  ["whom a company takes over stands behind the particle", "BMW takes over Toyota", ["BMW + Toyota: merger"]],
  [
    "so in the infinitive, with a description between",
    "BMW to take over Japanese rival Toyota",
    ["BMW + Toyota: merger"],
  ],
  ["in the passive the order turns", "Toyota taken over by BMW", ["Toyota + BMW: merger"]],
  ["a lead that is taken over is no company", "BMW takes over lead from Toyota", []],
  ["nor is a post", "BMW manager takes over at Toyota", []],
])("%s", (_, title, expected) => {
  const { mentions, references } = findMentions(dictionary, { title, text: "", lang: "en" });
  const { tieUps } = findTieUps({ title, text: "", lang: "en" }, mentions, references);
  expect(tieUps.map(({ parties, kind }) => `${parties.map(({ text }) => text).join(" + ")}: ${kind}`)).toEqual(
    expected,
  );
});
