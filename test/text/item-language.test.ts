import { describe, expect, it } from "vitest";
import { itemLanguage } from "../../lib/text/language.ts";

const german = "Die Werft baut für die Reederei zwei Fähren, die ab dem Sommer auf der Ostsee fahren sollen.";
const english = "The yard will build two ferries for the owner, which are to sail from the island by the summer.";

const cases: [what: string, text: string, declared: string, lang: string][] = [
  ["German in an English feed", german, "en", "de"],
  ["English in a German feed", english, "de", "en"],
  ["German in a German feed", german, "de", "de"],
  ["German in a French feed", german, "fr", "de"],
  ["English in a Dutch feed", english, "nl", "en"],
  ["a short German title in an English feed", "Werft baut Fähren für Reederei", "en", "en"],
  ["a short English title in a German feed", "Yard wins order", "de", "de"],
  ["names only", "Siemens Alstom Bombardier Hitachi Stadler", "de", "de"],
  [
    "a German sentence that quotes English",
    "Die Firma nennt das Programm „Back to the Future of Work“ und stellt es am Montag in der Stadt vor.",
    "de",
    "de",
  ],
  [
    "an English sentence with a German name",
    "The Frankfurter Allgemeine says the Süddeutsche Zeitung is for sale and will be sold by the owner.",
    "en",
    "en",
  ],
  [
    "French",
    "Le groupe a signé un accord avec son partenaire pour la construction de deux navires, en dépit des doutes de la direction.",
    "fr",
    "fr",
  ],
  [
    "Dutch",
    "De werf bouwt twee veerboten voor de rederij, die in de zomer op de Oostzee gaan varen en dat is goed nieuws.",
    "nl",
    "nl",
  ],
  [
    "Danish",
    "Værftet skal bygge to færger til rederiet, og de skal sejle på Østersøen fra sommeren, siger direktøren.",
    "da",
    "da",
  ],
  [
    "Swedish",
    "Varvet ska bygga två färjor för rederiet som ska gå i trafik på Östersjön under sommaren, säger chefen.",
    "sv",
    "sv",
  ],
  [
    "Spanish",
    "El astillero construirá dos transbordadores para la naviera, que navegarán desde el verano por el mar.",
    "es",
    "es",
  ],
  [
    "Italian",
    "Il cantiere costruirà due traghetti per la compagnia, che dall'estate navigheranno tra le isole del mare.",
    "it",
    "it",
  ],
  [
    "Portuguese",
    "O estaleiro vai construir dois navios para a empresa, que no verão vão navegar entre as ilhas do mar.",
    "pt",
    "pt",
  ],
  [
    "Polish",
    "Stocznia zbuduje dwa promy dla armatora, które od lata mają pływać po Bałtyku, mówi prezes spółki.",
    "pl",
    "pl",
  ],
  ["nothing", "", "en", "en"],
];

describe("itemLanguage", () => {
  it.each(cases)("%s", (_, text, declared, lang) => {
    expect(itemLanguage(text, declared)).toBe(lang);
  });
});
