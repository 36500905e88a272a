import { describe, expect, it } from "vitest";
import { amountsOf } from "../../lib/stories/amounts.ts";

describe("amountsOf", () => {
  it.each<[string, string, string, string[]]>([
    ["German milliards", "Nordwerk zahlt 2,5 Milliarden Euro", "de", ["2500000000 eur"]],
    ["English billions", "Nordwerk pays $2.5 billion for Velora", "en", ["2500000000 usd"]],
    ["English billions in short", "Velora in €3bn tie-up", "en", ["3000000000 eur"]],
    ["a German billion is a thousand milliards", "Fonds erreicht 1 Billion Dollar", "de", ["1000000000000 usd"]],
    ["grouped thousands", "Velora spendet 750.000 Euro", "de", ["750000 eur"]],
    ["abbreviations with a full stop", "Velora: 40 Mio. Euro für Sund", "de", ["40000000 eur"]],
    ["two sums", "Velora pays £5m now, £7m later", "en", ["5000000 gbp", "7000000 gbp"]],
    ["a number without money", "Velora baut 500 Wagen", "de", []],
    ["a currency without a number", "Der Euro steigt", "de", []],
    ["a word that begins like a currency", "Velora gewinnt 3 Europapokale", "de", []],
  ])("%s", (_, title, lang, amounts) => {
    expect(amountsOf(title, lang)).toEqual(amounts);
  });
});
