import { describe, expect, test } from "vitest";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { statedBy } from "./stated-by.ts";

/** Nouns of each gender and kind: article in the nominative, accusative, dative and genitive, the indefinite accusative, the genitive of the noun. */
const nouns = [
  ["Partnerschaft", "cooperation", "die", "die", "der", "der", "eine", "Partnerschaft"],
  ["Bündnis", "cooperation", "das", "das", "dem", "des", "ein", "Bündnisses"],
  ["Gemeinschaftsunternehmen", "joint-venture", "das", "das", "dem", "des", "ein", "Gemeinschaftsunternehmens"],
  ["Liefervertrag", "supply", "der", "den", "dem", "des", "einen", "Liefervertrags"],
  ["Lizenzabkommen", "licensing", "das", "das", "dem", "des", "ein", "Lizenzabkommens"],
] as const;

type Forms = { noun: string; nom: string; acc: string; dat: string; gen: string; one: string; nouns: string };

/** Shapes of a German sentence, by the stage that they tell; A stands before B in each. */
const shapes: [stage: string, shape: (forms: Forms) => string][] = [
  ["agreed", ({ noun, one }) => `Voith hat mit Krones ${one} ${noun} geschlossen.`],
  ["agreed", ({ noun, one }) => `Voith, der Anlagenbauer aus Heidenheim, hat mit Krones ${one} ${noun} geschlossen.`],
  ["agreed", ({ noun, one }) => `Voith, das 300 Stellen streichen will, hat mit Krones ${one} ${noun} vereinbart.`],
  ["agreed", ({ noun, one }) => `Wie Voith am Montag mitteilte, hat der Konzern mit Krones ${one} ${noun} vereinbart.`],
  ["agreed", ({ noun, one }) => `Voith und Krones vereinbaren ${one} ${noun}, weil die Nachfrage sinkt.`],
  ["agreed", ({ noun }) => `${noun} zwischen Voith und Krones besiegelt`],
  ["rumoured", ({ noun, one }) => `Voith prüft ${one} ${noun} mit Krones.`],
  ["rumoured", ({ noun }) => `Voith und Krones vor ${noun}`],
  ["rumoured", ({ noun, nom }) => `Kommt ${nom} ${noun} von Voith und Krones?`],
  ["expanded", ({ noun, acc }) => `Voith baut ${acc} ${noun} mit Krones deutlich aus.`],
  ["expanded", ({ nouns, gen }) => `Ausbau ${gen} ${nouns} von Voith und Krones`],
  ["active", ({ noun, one }) => `Voith unterhält seit 2015 ${one} ${noun} mit Krones.`],
  ["ended", ({ noun, acc }) => `Voith legt ${acc} ${noun} mit Krones auf Eis.`],
  ["ended", ({ noun }) => `${noun} von Voith und Krones geplatzt`],
  ["ended", ({ noun, dat }) => `Voith steigt aus ${dat} ${noun} mit Krones aus, während Gea den Absatz steigern will.`],
  ["denied", ({ noun, one }) => `Voith dementiert ${one} ${noun} mit Krones.`],
];

const entities = ["Voith", "Krones", "Gea"];

const dictionary = compileDictionary(readWatchlist({ name: "grid", entities }).entities);

describe.each(nouns)("%s", (noun, kind, nom, acc, dat, gen, one, genitive) => {
  const forms = { noun, nom, acc, dat, gen, one, nouns: genitive };
  test.each(shapes.map(([stage, shape]) => [shape(forms), stage]))("%s is %s", (sentence, stage) => {
    const item = /[.?]$/.test(sentence) ? ` | ${sentence}` : sentence;
    expect(statedBy(item, "de", dictionary)).toBe(`Voith+Krones ${kind} ${stage}`);
  });
});
