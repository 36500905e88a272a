import { describe, expect, test } from "vitest";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { analyseItem } from "../../lib/pipeline/analyse-item.ts";
import { judgeHit } from "../../lib/pipeline/judge-hit.ts";

function judge(title: string, rule: Record<string, unknown> = {}, entities = ["BMW", "Toyota", "Nokia"]) {
  const watchlist = readWatchlist({
    name: "test",
    entities,
    rule: { stages: "all" in rule ? [] : allStages, ...rule },
  });
  return judgeHit(
    watchlist,
    analyseItem({ id: "1", title, text: "", lang: "de" }, compileDictionary(watchlist.entities)),
  );
}

const allStages = ["rumoured", "agreed", "expanded", "active", "ended", "denied"];

describe("a hit", () => {
  test.each([
    ["both watched", "BMW kooperiert mit Toyota", { parties: "both-watched" }],
    ["one is enough for any", "BMW kooperiert mit OpenAI", { parties: "any" }],
    ["the named pair", "BMW, Toyota und Nokia kooperieren", { parties: { pair: ["BMW", "Nokia"] } }],
    ["any mention without a tie-up", "BMW baut ein Werk", { news: "any-mention" }],
    ["in a language that is wanted", "BMW kooperiert mit Toyota", { languages: ["en", "de"] }],
  ])("%s", (_what, title, rule) => {
    const { hit, reasons } = judge(title, rule);
    expect({ hit, reasons: reasons.length > 0 }).toEqual({ hit: true, reasons: true });
  });
});

test("of a hit that isn't told by itself the reasons say what it waits for", () => {
  const wanted = "told once 3 independent sources report it";
  expect(judge("BMW kooperiert mit Toyota", { minSources: 3 }).reasons).toContain(wanted);
  expect(judge("BMW baut ein Werk", { news: "any-mention", minSources: 3 }).reasons).toContain(wanted);
  expect(judge("BMW baut ein Werk", { minSources: 3 }).reasons).not.toContain(wanted);
  expect(judge("BMW kooperiert mit Toyota", { minSources: 1 }).reasons.join()).not.toContain("told once");
});

describe("no hit says why", () => {
  test.each([
    ["no watched name", "Sony wächst", {}, "no watched name"],
    ["no tie-up", "BMW und Toyota wachsen", {}, "no tie-up"],
    ["another language", "BMW kooperiert mit Toyota", { languages: ["en"] }, "languages en, not de"],
    ["a mention in another language", "BMW baut", { news: "any-mention", languages: ["en"] }, "languages en, not de"],
    ["a tie-up of others", "BMW verliert, Renault kooperiert mit OpenAI", {}, "wants two watched parties"],
    ["only one watched", "BMW kooperiert mit OpenAI", { parties: "both-watched" }, "wants two watched parties"],
    ["another pair", "BMW kooperiert mit Toyota", { parties: { pair: ["BMW", "Nokia"] } }, "Nokia is not among"],
    ["kind not wanted", "BMW kooperiert mit Toyota", { kinds: ["merger"] }, "kinds merger, not cooperation"],
    ["stage not wanted", "BMW beendet Kooperation mit Toyota", { stages: ["agreed"] }, "stages agreed, not ended"],
    ["not sure enough", "BMW kooperiert mit Toyota", { minConfidence: 0.99 }, "below the rule's 0.99"],
  ])("%s", (_what, title, rule, expected) => {
    const { hit, tieUps, reasons } = judge(title, rule);
    expect({ hit, tieUps }).toEqual({ hit: false, tieUps: [] });
    expect(reasons.join("; ")).toContain(expected);
  });
});

test("names of other watchlists in a shared dictionary don't count", () => {
  const shared = compileDictionary(readWatchlist({ entities: ["BMW", "Toyota", "Nokia"] }).entities);
  const own = readWatchlist({ entities: ["Nokia"] });
  const analysis = analyseItem({ id: "1", title: "BMW kooperiert mit Toyota", text: "", lang: "de" }, shared);
  expect(judgeHit(own, analysis)).toMatchObject({ hit: false, mentions: [] });
});
