import { describe, expect, test } from "vitest";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { findMentions } from "../../lib/matching/find-mentions.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";

const cars = "BMW Toyota Volkswagen Ford Porsche Mercedes Daimler Opel Mini Smart Seat Jaguar Audi Škoda Citroën MAN";
const words =
  "Shell Apple Allianz Continental Amazon Orange Target Gap Meta Visa Delta Mars Sky Metro Linde Puma Oracle";
const persons = "Dell Siemens Bosch Bayer Otto Douglas Henkel Boeing Merck Disney Philips";
const more = "BASF SAP Lufthansa Nintendo Google Facebook Telekom Lürssen K+S AT&T Yahoo! Nestlé TUI";
const { entities } = readWatchlist({
  entities: [
    ...[cars, words, persons, more].flatMap((names) => names.split(" ")),
    { name: "General Motors", aliases: ["GM"] },
    "Deutsche Bahn",
    "Deutsche Post",
    "Deutsche Bank",
    "L'Oréal",
    "Procter & Gamble",
    "Johnson & Johnson",
    "Hewlett-Packard",
    "Red Bull",
    "Volksbank Musterstadt eG",
  ],
});
const dictionary = compileDictionary(entities);

const textsIn = (text: string): string[] =>
  findMentions(dictionary, { title: "", text }).mentions.map((mention) => mention.text);

/** A sentence, and the spans in it that mean a watched company. Hits and their near-misses stand together. */
type Cases = [string, string[]][];

const persons_: Cases = [
  ["Michael Dell kauft Dell zurück", ["Dell"]],
  ["Dell liefert Notebooks an Schulen", ["Dell"]],
  ["Susanne Dell liest im Literaturhaus", []],
  ["Der Schauspieler Harrison Ford stürzte mit dem Flugzeug ab. Ford blieb unverletzt", []],
  ["Ford ruft 3.000 Lieferwagen zurück", ["Ford"]],
  ["Frau Siemens leitet jetzt die Grundschule", []],
  ["Siemens leitet das Konsortium", ["Siemens"]],
  ["Die 78 Jahre alte Porsche wurde im Wald gefunden", []],
  ["Porsche verkauft weniger Sportwagen", ["Porsche"]],
  ["Der 34-jährige Bayer wurde festgenommen", []],
  ["Bayer übernimmt einen Saatguthersteller", ["Bayer"]],
  ["Michael Douglas dreht eine Serie", []],
  ["Die Parfümeriekette Douglas schließt Filialen", ["Douglas"]],
  ["Otto Schenk inszeniert die Oper neu", []],
  ["Der Versandhändler Otto wirbt um Lieferanten", ["Otto"]],
  ["Prof. Henkel lehrt in Kiel", []],
  ["Henkel steigert den Umsatz mit Klebstoffen", ["Henkel"]],
  ["Herr Disney aus Kiel zeichnet gern", []],
  ["Disney startet einen Streamingdienst", ["Disney"]],
  ["Senator Ford voted against the bill", []],
  ["Ford to build electric vans in Turkey", ["Ford"]],
  ["Die Familie Merck hält zusammen", []],
  ["Merck forscht an einem Medikament gegen Krebs", ["Merck"]],
  ["Anna Bosch wurde 1961 geboren", []],
  ["Bosch-Chef Stefan Hartung tritt auf", ["Bosch"]],
  ["Mercedes Sosa sang in Berlin", []],
  ["Der Mercedes Sprinter wird in Düsseldorf gebaut", ["Mercedes"]],
];

const commonWords: Cases = [
  ["Unter der Linde saßen sie bis Mitternacht", []],
  ["Der Gasehersteller Linde fusioniert", ["Linde"]],
  ["Jaguar im Zoo: Die Raubkatze ist neun Jahre alt", []],
  ["Jaguar stellt die Limousine ein, Tata investiert", ["Jaguar"]],
  ["Ein Puma streifte durch die Siedlung", []],
  ["Der Sportartikelhersteller Puma verliert den Ausrüstervertrag", ["Puma"]],
  ["Der Mars ist heute rot am Himmel, die Sonde landet", []],
  ["Der Konzern Mars ruft Schokoriegel zurück", ["Mars"]],
  ["Wir fahren mit der Bahn nach Hause", []],
  ["Die Deutsche Bahn baut um. Die Bahn will mehr Züge kaufen", ["Deutsche Bahn", "Bahn"]],
  ["Der Läufer war auf der Bahn nicht zu schlagen", []],
  ["Störungen teilte die Bahn am Montag mit", ["Bahn"]],
  ["Bus und Bahn werden teurer", []],
  ["Bahnchef Lutz verteidigt die Verspätungen", ["Bahn"]],
  ["Heute kam keine Post", []],
  ["Die Deutsche Post erhöht das Porto", ["Deutsche Post"]],
  ["Er schickte das Buch per Post", []],
  ["Die neue Metro hält jetzt am Rathaus", []],
  ["Der Handelskonzern Metro verkauft Märkte", ["Metro"]],
  ["Für die Einreise ist ein Visum oder Visa on arrival nötig", []],
  ["Der Kreditkartenkonzern Visa kauft ein Start-up", ["Visa"]],
  ["Delta of the river Nile floods again", []],
  ["Delta orders 100 jets for its airline fleet", ["Delta"]],
  ["Mind the gap between train and platform", []],
  ["Gap closes 100 stores", ["Gap"]],
  ["The target was missed", []],
  ["Retailer Target cuts its outlook", ["Target"]],
  ["Ein Mini parkte im Halteverbot, in seinem Mini saß niemand", []],
  ["BMW verlegt den Bau des Mini nach China", ["BMW", "Mini"]],
  ["Sie nahm auf dem Seat im Bus Platz", []],
  ["Seat baut in Martorell ein Elektroauto", ["Seat"]],
  ["Under a clear sky they waited", []],
  ["Der Sender Sky zeigt die Spiele", ["Sky"]],
  ["Das Oracle von Delphi sprach in Rätseln", []],
  ["Oracle hebt die Prognose für das Cloud-Geschäft", ["Oracle"]],
  ["Er aß einen Apple Pie zum Kaffee", []],
  ["Apples iPhone verkauft sich schlecht", ["Apples"]],
  ["Orange is the new black", []],
  ["Mobilfunker Orange legt Netze zusammen", ["Orange"]],
  ["Zwischen Paris und Rom entstand eine Allianz gegen Berlin", []],
  ["Der Versicherer Allianz zieht um", ["Allianz"]],
  ["Eine Meta-Analyse von 20 Studien", []],
  ["Facebook-Mutter Meta entlässt Tausende", ["Facebook", "Meta"]],
];

const places: Cases = [
  ["Auf der Siemens-Straße staut es sich", []],
  ["Siemens-Straßenbahnen für Wien", ["Siemens"]],
  ["Am Ferdinand-Porsche-Ring brannte ein Lokal", []],
  ["Das Konzert in der Opel-Arena fällt aus", []],
  ["Opel-Werk in Eisenach steht still", ["Opel"]],
  ["In der Allianz Arena spielt heute die Nationalelf", []],
  ["Allianz und Telekom kündigen eine Kooperation an", ["Allianz", "Telekom"]],
  ["Die Bosch-Stiftung fördert Schulen", []],
  ["Bosch-Werke fördern Azubis", ["Bosch"]],
  ["Das BMW Museum öffnet wieder", []],
  ["BMW öffnet die Werke wieder", ["BMW"]],
  ["Amazon rainforest shrinks again", []],
  ["Amazon opens a warehouse in Leipzig", ["Amazon"]],
  ["Der Audi-Cup beginnt am Samstag", []],
  ["Audi beginnt am Samstag mit Kurzarbeit", ["Audi"]],
];

const longerNames: Cases = [
  ["Bayer Leverkusen verliert 0:2", []],
  ["Bayer in Leverkusen verliert Patentstreit", ["Bayer"]],
  ["Der EHC Red Bull München ist Meister", []],
  ["Red Bull verkauft mehr Dosen", ["Red Bull"]],
  ["Daimler Truck streicht Stellen", []],
  ["Daimler streicht Stellen in Stuttgart", ["Daimler"]],
  ["Manchester United schlägt MAN United nicht", []],
  ["Der Lkw-Bauer MAN schlägt Alarm", ["MAN"]],
  ["Ford Foundation finanziert Stipendien", []],
  ["Continental Airlines gibt es nicht mehr", []],
  ["Der Reifenhersteller Continental verkauft eine Sparte", ["Continental"]],
  ["Die Deutsche Bundesbank warnt", []],
  ["Die Deutsche Bank warnt", ["Deutsche Bank"]],
  ["Deutsche Bank AG, Frankfurt", ["Deutsche Bank"]],
  ["Shell Beach ist gesperrt", []],
  ["Ölkonzern Shell sperrt Bohrinsel", ["Shell"]],
];

const compounds: Cases = [
  ["Ex-VW-Manager vor Gericht", ["VW"]],
  ["VW-Tochter Audi sucht Partner", ["VW", "Audi"]],
  ["Toyota-BMW-Kooperation bei Brennstoffzellen", ["Toyota", "BMW"]],
  ["der SAP-nahe Verein", ["SAP"]],
  ["Post-Covid-Ambulanz eröffnet", []],
  ["Post-Chef Appel geht, die Deutsche Post sucht Nachfolger", ["Post", "Deutsche Post"]],
  ["Telekomaktie gibt nach", ["Telekom"]],
  ["Telekommunikation wird teurer", []],
  ["Die Siemenstochter wird verkauft", ["Siemens"]],
  ["Fordernde Worte, Fordismus und Fords Zahlen", ["Fords"]],
  ["Klima-Allianz und Brandmauer-Allianz", []],
  ["Allianz-Vorstand tagt", ["Allianz"]],
  ["Nicht-BMW-Fahrer und BMW-Fahrer", ["BMW", "BMW"]],
  ["Smart-Meter-Pflicht für alle", []],
  ["Smart-Hersteller Daimler", ["Smart", "Daimler"]],
];

const inflection: Cases = [
  ["Volkswagens Absatz und Toyotas Gewinn", ["Volkswagens", "Toyotas"]],
  ["BMW's and Toyota's plans", ["BMW", "Toyota"]],
  ["zwei BMWs und drei Audis", ["BMWs", "Audis"]],
  ["mit der Deutschen Bank und des Deutschen Bankwesens", ["Deutschen Bank"]],
  ["Siemens' Gewinn steigt", ["Siemens"]],
  ["Nestlés Wasser", ["Nestlés"]],
  ["die Toyotafamilie", []],
  ["Fordern und Opelaner", []],
];

const spelling: Cases = [
  ["SKODA, Skoda und Škoda, aber kein Skodar", ["SKODA", "Skoda", "Škoda"]],
  ["Luerssen baut eine Yacht, Lurssen auch", ["Luerssen", "Lurssen"]],
  ["Citroen und CITROËN, keine Citronen", ["Citroen", "CITROËN"]],
  ["L’Oréal, LOreal und L'Oreal", ["L’Oréal", "LOreal", "L'Oreal"]],
  ["K+S, K + S und K&S", ["K+S", "K + S"]],
  ["AT&amp;T, AT&T und AT T", ["AT&amp;T", "AT&T"]],
  [
    "Procter &amp; Gamble, Procter and Gamble, Procter und Gamble",
    ["Procter &amp; Gamble", "Procter and Gamble", "Procter und Gamble"],
  ],
  ["Johnson & Johnson, nicht Johnson, Johnson", ["Johnson & Johnson"]],
  ["Hewlett-Packard, Hewlett Packard und Hewlett, Packard", ["Hewlett-Packard", "Hewlett Packard"]],
  ["Yahoo! verliert Nutzer, Yahoo auch", ["Yahoo!", "Yahoo"]],
  ["Volks\u00adwagen, Volks\u200bwagen und Volks wagen", ["Volks\u00adwagen", "Volks\u200bwagen"]],
  ["ＴＯＹＯＴＡ und Ｔｏｙｏｔａ", ["ＴＯＹＯＴＡ", "Ｔｏｙｏｔａ"]],
  ["Deutsche\u00a0Bank und Deutsche, Bank", ["Deutsche\u00a0Bank"]],
  ["Volksbank Musterstadt", ["Volksbank Musterstadt"]],
];

const capitals: Cases = [
  ["VOLKSWAGEN UND TOYOTA REDEN", ["VOLKSWAGEN", "TOYOTA"]],
  ["DER MAN AUF DEM MARS", []],
  ["ein bmw, ein vw, ein sap", []],
  ["lufthansa streicht flüge", ["lufthansa"]],
  ["TUI, Tui und tui", ["TUI", "Tui"]],
  ["SAP-Saft tropft, Sap dripping", ["SAP"]],
];

const tickers: Cases = [
  ["Autobauer (GM.N) legt zu", ["GM"]],
  ["NYSE: GM legt zu", ["GM"]],
  ["<GM> legt zu", ["GM"]],
  ["GM Hikaru Nakamura legt zu", []],
  ["Yankees GM Brian Cashman is out", []],
  ["General Motors (GM) legt zu, GM auch", ["General Motors", "GM", "GM"]],
  ["Der General Manager (GM) geht, der GM sei müde", []],
  ["GM und Honda entwickeln Batterien", ["GM"]],
  ["Giants sign GM in the draft season", []],
  ["HP stellt Drucker und Laptops vor", ["HP"]],
  ["ein Motor mit 90 HP", []],
];

const cjk: Cases = [
  ["日本のトヨタ自動車が提携を発表", ["トヨタ自動車"]],
  ["丰田与宝马合作", ["丰田", "宝马"]],
  ["現代自動車", []],
];

const addresses: Cases = [
  ["mehr auf www.toyota.de und info@bmw.de", []],
  ["mehr auf Toyota.de", ["Toyota"]],
  ["@BMW und #Toyota", ["BMW", "Toyota"]],
  ["https://example.org/bmw/ford", []],
];

describe.each([
  ["persons", persons_],
  ["common words", commonWords],
  ["places", places],
  ["longer names", longerNames],
  ["compounds", compounds],
  ["inflection", inflection],
  ["spelling", spelling],
  ["capitals", capitals],
  ["tickers and acronyms", tickers],
  ["CJK", cjk],
  ["addresses", addresses],
])("%s", (_, cases) => {
  test.each(cases)("%s", (text, expected) => expect(textsIn(text)).toEqual(expected));
});
