import { describe, expect, it } from "vitest";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { analyseItem } from "../../lib/pipeline/analyse-item.ts";
import { judgeHit } from "../../lib/pipeline/judge-hit.ts";

const dictionaryOf = (...entities: unknown[]) => compileDictionary(readWatchlist({ entities }).entities);
const cars = dictionaryOf("BMW", "Toyota");

/** The names found, each as it stands at its offsets in the field as given. */
function namesIn(dictionary: ReturnType<typeof dictionaryOf>, title: string, text: string): string[] {
  const { mentions } = analyseItem({ id: "i", title, text }, dictionary);
  return mentions.map(({ field, start, end }) => (field === "title" ? title : text).slice(start, end));
}

describe("analyseItem keeps the wire's own words out of matching", () => {
  it.each<[what: string, watched: unknown, title: string, text: string, names: string[]]>([
    ["an agency in a dateline", "Reuters", "Yard builds ferry", "LEEDS (Reuters) - The yard hires.", []],
    ["an agency in the news", "Reuters", "Verlag kooperiert mit Reuters", "", ["Reuters"]],
    ["a title's outlet", "Bloomberg", "Yard said to build ferry: Bloomberg", "", []],
    ["an agency that buys", "Bloomberg", "Bloomberg buys a publisher", "", ["Bloomberg"]],
    ["a byline", "Associated Press", "", "By Jane Doe, Associated Press - The yard hires.", []],
    ["a copyright", "AFP", "", "Die Werft baut. © AFP", []],
    [
      "a company that is called like the place",
      { name: "Leeds", aliases: ["LEEDS"] },
      "",
      "LEEDS (Reuters) - The yard hires.",
      [],
    ],
    ["that company in the news", { name: "Leeds" }, "", "LEEDS (Reuters) - The yard sells Leeds a ferry.", ["Leeds"]],
    [
      "a watched name where a place could stand",
      "Siemens",
      "",
      "Siemens, 3. Juni 2026 – Der Konzern kauft Busse.",
      ["Siemens"],
    ],
    ["a name behind a mark that would join it", "BMW", "UPDATE 1-BMW builds plant", "", ["BMW"]],
  ])("%s", (_, watched, title, text, names) => {
    expect(namesIn(dictionaryOf(watched), title, text)).toEqual(names);
  });

  it.each<[what: string, watched: unknown, title: string, text: string, names: string[]]>([
    ["an agency in a dateline", "Reuters", "Yard builds ferry", "LEEDS (Reuters) - The yard hires.", ["Reuters"]],
    ["the place that it is filed from", "Leeds", "", "LEEDS (Reuters) - The yard hires.", []],
    ["a copyright", "AFP", "", "Die Werft baut. © AFP", ["AFP"]],
    ["a byline and the news", "Reuters", "Verlag kooperiert mit Reuters", "Von Eva Kern, Reuters", ["Reuters"]],
  ])("tells a credit from news: %s", (_, watched, title, text, names) => {
    const analysis = analyseItem({ id: "i", title, text }, dictionaryOf(watched));
    expect(analysis.creditedMentions.map((mention) => mention.text)).toEqual(names);
    expect(analysis.mentions.map((mention) => mention.field)).toEqual(title.includes("Reuters") ? ["title"] : []);
  });

  it.each<[text: string, news: string[], furniture: string[]]>([
    ["Auf Facebook teilen, bei Twitter teilen", [], ["Facebook", "Twitter"]],
    ["Facebook | Twitter | WhatsApp", [], ["Facebook", "Twitter", "WhatsApp"]],
    ["Follow us on Facebook and Twitter", [], ["Facebook", "Twitter"]],
    ["Facebook und Twitter kooperieren", ["Facebook", "Twitter"], []],
    ["Sie schrieb auf Facebook, dass sie geht", ["Facebook"], []],
    ["Kurse: Verzögerung Deutsche Börse: 15 Min., Nasdaq: 20 Min.", [], ["Deutsche Börse"]],
    ["Die Deutsche Börse handelt 15 Minuten länger", ["Deutsche Börse"], []],
  ])("tells what a page has around its text: %s", (text, news, furniture) => {
    const networks = dictionaryOf("Facebook", "Twitter", "WhatsApp", "Deutsche Börse");
    const { mentions, creditedMentions } = analyseItem({ id: "i", title: "", text }, networks);
    expect(mentions.map((mention) => mention.text)).toEqual(news);
    expect(creditedMentions.map((mention) => mention.text)).toEqual(furniture);
  });

  it("makes no hit of a credit, whatever the rule takes", () => {
    const watchlist = readWatchlist({ entities: ["Reuters"], rule: { news: "any-mention" } });
    const analysis = analyseItem(
      { id: "i", title: "Yard builds ferry", text: "LEEDS (Reuters) - The yard hires." },
      compileDictionary(watchlist.entities),
    );
    expect(analysis.creditedMentions).toHaveLength(1);
    expect(judgeHit(watchlist, analysis).hit).toBe(false);
  });

  it("gives sentences without the dateline, at their offsets in the field", () => {
    const text = "MÜNCHEN/TOKIO (dpa-AFX) - BMW und Toyota bauen ihre Zusammenarbeit aus. (dpa)";
    const [tieUp] = analyseItem({ id: "i", title: "", text, lang: "de" }, cars).tieUps;
    expect(tieUp?.evidence.sentence).toBe("BMW und Toyota bauen ihre Zusammenarbeit aus.");
    expect(text.slice(tieUp?.evidence.start)).toMatch(/^BMW und Toyota/);
    expect(tieUp?.parties.map(({ text }) => text)).toEqual(["BMW", "Toyota"]);
  });

  it("ends the sentence before a dateline in the midst of a text", () => {
    const text = "Autobauer rücken zusammen MÜNCHEN (dpa-AFX) - BMW und Toyota kooperieren.";
    const [tieUp] = analyseItem({ id: "i", title: "", text, lang: "de" }, cars).tieUps;
    expect(tieUp?.evidence.sentence).toBe("BMW und Toyota kooperieren.");
  });

  it("doesn't believe what a correction says was wrong", () => {
    const text = "BMW baut ein Werk. In einer früheren Version hieß es, BMW und Toyota kooperierten.";
    const { tieUps, life } = analyseItem({ id: "i", title: "", text, lang: "de" }, cars);
    expect(tieUps).toEqual([]);
    expect(life.map(({ kind }) => kind)).toEqual(["correction"]);
  });

  it("reads what a withdrawal takes back", () => {
    const title = "Die Meldung „BMW und Toyota kooperieren“ wird zurückgezogen";
    const { mentions, life } = analyseItem({ id: "i", title, text: "", lang: "de" }, cars);
    expect(mentions.map(({ text }) => text)).toEqual(["BMW", "Toyota"]);
    expect(life.map(({ kind, refersTo }) => [kind, refersTo])).toEqual([["withdrawal", "BMW und Toyota kooperieren"]]);
  });

  it("reads an embargo by Berlin's clock in German and UTC in English", () => {
    const untilOf = (lang: string, text: string) =>
      analyseItem({ id: "i", title: "", text, lang, publishedAt: "2026-03-02T08:00:00.000Z" }, cars).life[0]?.until;
    expect(untilOf("de", "Sperrfrist: 15 Uhr. BMW baut.")).toBe("2026-03-02T14:00:00.000Z");
    expect(untilOf("en", "Embargoed until 3 p.m. BMW builds.")).toBe("2026-03-02T15:00:00.000Z");
  });
});
