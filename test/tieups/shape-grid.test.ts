import { expect, test } from "vitest";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { findMentions } from "../../lib/matching/find-mentions.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { findTieUps } from "../../lib/tieups/find-tie-ups.ts";

/** What two companies may have, and its kind. */
const nouns: Record<string, string> = {
  partnership: "cooperation",
  alliance: "cooperation",
  "cooperation agreement": "cooperation",
  pact: "cooperation",
  "joint venture": "joint-venture",
  "supply deal": "supply",
  "offtake agreement": "supply",
  "licensing deal": "licensing",
};

/** Shapes of English sentences that state a stage of it; a shape with a full stop stands below a title that says nothing. */
const shapes: [stage: string, shape: string][] = [
  ["agreed", "A announces N with B"],
  ["agreed", "A, B unveil N"],
  ["agreed", "A and B in N"],
  ["agreed", "A shares jump on N with B"],
  ["agreed", "A on Monday said it had entered into a N with B."],
  ["agreed", "A, the world's biggest maker of tiles, has announced a N with B."],
  ["agreed", "A, a maker of tiles based in Lyon, and B have announced a N."],
  ["agreed", "Having announced a N, A and B will start in spring."],
  ["agreed", "Under a N announced on Friday, A and B will open a school in Ohio."],
  ["agreed", "A is growing in Asia, entering a N with B."],
  ["agreed", '"We have entered into a N with B," A chief executive Ann Berg said.'],
  ["agreed", "Shares in A rose 4% after it announced a N with B."],
  ["agreed", "A, through its health unit, has announced a N with B."],
  ["rumoured", "A nears N with B"],
  ["rumoured", "A, B in talks over N"],
  ["rumoured", "A could announce N with B, report says"],
  ["rumoured", "A and B are exploring a N, people familiar with the matter said."],
  ["rumoured", "A has held talks with B about a possible N, two people said."],
  ["rumoured", "B has been approached by A about a N, the paper reported."],
  ["expanded", "A and B extend N until 2031"],
  ["expanded", "A, B widen N"],
  ["expanded", "A has renewed its N with B by three years, it said."],
  ["expanded", "The N between A and B has been extended until 2032."],
  ["expanded", "A and B add four years to N"],
  ["active", "A, which has had a N with B since 2019, said profit fell."],
  ["active", "A, with which B has had a N since 2019, reported lower sales."],
  ["active", "A and B have had a N since 2015."],
  ["ended", "A ends N with B"],
  ["ended", "A and B scrap N"],
  ["ended", "The N between A and B will not be renewed."],
  ["ended", "A said it would not renew its N with B."],
  ["ended", "A lets N with B lapse"],
  ["ended", "A pulls out of N with B"],
  ["denied", "A denies N with B"],
  ["denied", "A: no N with B planned"],
  ["denied", "A and B are not planning a N, a spokeswoman said."],
  ["denied", "Reports of a N between A and B are untrue, A said."],
];

/** Both watched, and only the second. */
const pairs: [a: string, b: string][] = [
  ["Danone", "Saab"],
  ["Tarmon", "Nokia"],
];

const { entities } = readWatchlist({ name: "grid", entities: ["Danone", "Saab", "Nokia"] });
const dictionary = compileDictionary(entities);

function stated(sentence: string): string {
  const below = sentence.endsWith(".");
  const item = { title: below ? "What the morning brings" : sentence, text: below ? sentence : "", lang: "en" };
  const { mentions, references } = findMentions(dictionary, item);
  const [first] = findTieUps(item, mentions, references).tieUps;
  if (first === undefined) return "none";
  return [...first.parties.map(({ text }) => text).sort(), first.kind, first.stage].join(" ");
}

test.each(shapes)("%s: %s", (stage, shape) => {
  const wrong = Object.entries(nouns).flatMap(([noun, kind]) =>
    pairs.flatMap(([a, b]) => {
      const sentence = shape
        .replace(/\b[ABN]\b/g, (place) => ({ A: a, B: b, N: noun })[place] ?? place)
        .replace(/\ba (?=[aeiou])/g, "an ");
      const got = stated(sentence);
      return got === [...[a, b].sort(), kind, stage].join(" ") ? [] : [`${sentence} → ${got}`];
    }),
  );
  expect(wrong).toEqual([]);
});
