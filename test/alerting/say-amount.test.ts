import { expect, test } from "vitest";
import { septets, toGsm7 } from "../../lib/alerting/gsm-7.ts";
import { sayAmount } from "../../lib/alerting/say-amount.ts";
import { amountsOf } from "../../lib/stories/amounts.ts";

test.each<[title: string, lang: string, en: string, de: string]>([
  ["BMW und Toyota investieren 1,5 Milliarden Euro", "de", "€1.5B", "1,5 Mrd. €"],
  ["BMW, Toyota to spend $55 billion", "en", "$55B", "55 Mrd. $"],
  ["Stake sold for £750m", "en", "£750M", "750 Mio. £"],
  ["Beteiligung für 250.000 Franken", "de", "CHF 250K", "250.000 CHF"],
  ["Partnership worth 2 trillion yen", "en", "¥2T", "2 Bio. ¥"],
  ["Partnerschaft über 1,234567 Milliarden Dollar", "de", "$1.235B", "1,235 Mrd. $"],
])("%s", (title, lang, en, de) => {
  const [amount = ""] = amountsOf(title, lang);
  const said = (language: "en" | "de") => sayAmount(amount, language)?.replace(/\s/gu, " ");
  expect([said("en"), said("de")]).toEqual([en, de]);
});

test("every currency that a title can have is said, and in an SMS no character is lost", () => {
  for (const money of ["Euro", "Dollar", "Pfund", "Franken", "Yen"]) {
    const [amount = ""] = amountsOf(`Sie zahlen 5 Millionen ${money}`, "de");
    for (const language of ["en", "de"] as const) {
      const said = toGsm7(sayAmount(amount, language) ?? "?");
      expect(said).toContain("5");
      expect(said).not.toContain("?");
      expect(septets(said)).toBeLessThan(16);
    }
  }
});

test.each(["", "a lot", "5 eur; Bcc: all", "-5 eur", "5 EUR", `${"9".repeat(19)} eur`])("%j is no sum", (text) => {
  expect(sayAmount(text, "en")).toBeNull();
});
