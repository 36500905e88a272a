import { describe, expect, it } from "vitest";
import agencies from "../../lib/polling/wire/agencies.json" with { type: "json" };
import marks from "../../lib/polling/wire/marks.json" with { type: "json" };
import { wireFacts } from "../../lib/polling/wire-facts.ts";
import { maskSpans, withoutSpans } from "../../lib/polling/wire-span.ts";

type Facts = [agency: string | null, place: string | null, news: string];

const ofTexts: [text: string, ...facts: Facts][] = [
  // Agency in brackets, with and without a place.
  ["München (dpa) - BMW baut ein Werk.", "dpa", "München", "BMW baut ein Werk."],
  ["BERLIN (dpa/lby) - Die Brauerei wächst.", "dpa", "Berlin", "Die Brauerei wächst."],
  ["Berlin/Wolfsburg (dpa-AFX) – VW liefert aus.", "dpa-AFX", "Berlin/Wolfsburg", "VW liefert aus."],
  ["FRANKFURT (dpa-AFX Broker) - Die Bank hebt das Ziel.", "dpa-AFX", "Frankfurt", "Die Bank hebt das Ziel."],
  ["FRANKFURT (Reuters) - Der Index steigt.", "Reuters", "Frankfurt", "Der Index steigt."],
  ["(Reuters) - The mill was sold.", "Reuters", null, "The mill was sold."],
  ["(Bloomberg) -- The mill was sold.", "Bloomberg", null, "The mill was sold."],
  ["DETROIT (AP) — The plant will reopen.", "AP", "Detroit", "The plant will reopen."],
  ["NEW YORK (AP) -- The plant will reopen.", "AP", "New York", "The plant will reopen."],
  ["PARIS/LONDON (awp international) - Die Bahn fährt.", "awp", "Paris/London", "Die Bahn fährt."],
  ["Frankfurt/Main (AFP) - Die Messe öffnet.", "AFP", "Frankfurt/Main", "Die Messe öffnet."],
  ["Frankfurt am Main (epd) - Die Messe öffnet.", "epd", "Frankfurt am Main", "Die Messe öffnet."],
  ["FRANKFURT AM MAIN (dpa) - Die Messe öffnet.", "dpa", "Frankfurt am Main", "Die Messe öffnet."],
  ["Halle (Saale) (dpa/sa) - Die Messe öffnet.", "dpa", "Halle (Saale)", "Die Messe öffnet."],
  ["GAITHERSBURG, Md. (AP) — The lab hires.", "AP", "GAITHERSBURG, Md.", "The lab hires."],
  ["Zürich (Keystone-SDA) - Die Bank zahlt.", "Keystone-SDA", "Zürich", "Die Bank zahlt."],
  ["Köln (AFP/dpa) - Der Dom ist zu.", "AFP", "Köln", "Der Dom ist zu."],
  ["Berlin (dpa). Der Minister reist.", "dpa", "Berlin", "Der Minister reist."],
  ["München/Hamburg (dpa) Die Reederei kauft.", "dpa", "München/Hamburg", "Die Reederei kauft."],
  ["FRANKFURT (Dow Jones)--Der Kurs fällt.", "Dow Jones Newswires", "Frankfurt", "Der Kurs fällt."],
  ["PARIS--(BUSINESS WIRE)--The firm hires.", "Business Wire", "Paris", "The firm hires."],
  // With a date.
  ["NEW YORK, June 3 (Reuters) - The fund bought.", "Reuters", "New York", "The fund bought."],
  ["Tokio, 3. Juni (AFP) - Die Werft baut.", "AFP", "Tokio", "Die Werft baut."],
  ["OSLO, June 3, 2026 /PRNewswire/ -- The firm hires.", "PR Newswire", "Oslo", "The firm hires."],
  ["OSLO, June 3, 2026 (GLOBE NEWSWIRE) -- The firm hires.", "GlobeNewswire", "Oslo", "The firm hires."],
  ["Köln, 3. Juni 2026 – Die Versicherung wächst.", null, "Köln", "Die Versicherung wächst."],
  ["(ANSA) - ROME, JUN 3 - The yard builds.", "ANSA", "Rome", "The yard builds."],
  // An agency, or a city, alone.
  ["AFP - Die Reederei kauft drei Schiffe.", "AFP", null, "Die Reederei kauft drei Schiffe."],
  ["MUNICH - The carmaker will build a plant.", null, "Munich", "The carmaker will build a plant."],
  ["Berlin/Wien - Die Bahnen planen eine neue Linie.", null, "Berlin/Wien", "Die Bahnen planen eine neue Linie."],
  // Behind a teaser, a byline, a line break.
  [
    "Die Werft wächst. KIEL (dpa-AFX) - Drei Schiffe sind bestellt.",
    "dpa-AFX",
    "Kiel",
    "Die Werft wächst. Drei Schiffe sind bestellt.",
  ],
  [
    "Werft baut Fährdienst aus KIEL (dpa-AFX) - Drei Schiffe sind bestellt.",
    "dpa-AFX",
    "Kiel",
    "Werft baut Fährdienst aus Drei Schiffe sind bestellt.",
  ],
  [
    "Mill owner seeks buyers - LEEDS, Nov 17 (Reuters) - The owner hired a bank.",
    "Reuters",
    "Leeds",
    "Mill owner seeks buyers The owner hired a bank.",
  ],
  ["Von Eva Kern, dpa\nKiel (dpa) - Die Werft wächst.", "dpa", "Kiel", "Die Werft wächst."],
  ["By ANN LEE, AP Business Writer\nDETROIT (AP) — The plant will reopen.", "AP", "Detroit", "The plant will reopen."],
  ["By Jane Doe, Associated Press - The plant will reopen.", "AP", null, "- The plant will reopen."],
  // At the end.
  ["Die Werft wächst. (dpa)", "dpa", null, "Die Werft wächst."],
  ["Die Werft wächst. (dpa/tmt/hos)", "dpa", null, "Die Werft wächst."],
  ["Die Werft wächst. (mit Material von AFP)", "AFP", null, "Die Werft wächst."],
  ["Die Werft wächst. dpa/eka", "dpa", null, "Die Werft wächst."],
  ["Die Werft wächst. dpa", "dpa", null, "Die Werft wächst."],
  ["Die Werft wächst --- dpa", "dpa", null, "Die Werft wächst"],
  ["Die Werft wächst. © AFP", "AFP", null, "Die Werft wächst."],
  ["Die Werft wächst. © dpa-infocom, dpa:260603-99-123456/2", "dpa", null, "Die Werft wächst."],
  ["Die Werft wächst. Von Eva Kern, dpa", "dpa", null, "Die Werft wächst."],
  ["Die Werft wächst./eka/DP/men", null, null, "Die Werft wächst."],
  ["Die Werft wächst. Quelle: dpa", "dpa", null, "Die Werft wächst."],
  ["The mill grows. (Reporting by Ann Lee; Editing by Bo Day)", null, null, "The mill grows."],
  ["(Kiel (dpa)) Die Werft wächst.", "dpa", "Kiel", "Die Werft wächst."],
  // A picture's agency isn't the words'.
  ["(Foto: dpa) Die Werft wächst.", null, null, "Die Werft wächst."],
  ["(Bild: KEYSTONE/AP/EVA KERN) Die Werft wächst. (SDA)", "Keystone-SDA", null, "Die Werft wächst."],
  ["© AFP Die Werft wächst.", null, null, "Die Werft wächst."],
  ["Foto: AFP Bonn (dpa) - Die Werft wächst.", "dpa", "Bonn", "Die Werft wächst."],
];

const ofTitles: [title: string, ...facts: Facts][] = [
  ["dpa: Werft baut Fähre", "dpa", null, "Werft baut Fähre"],
  ["Reuters - Werft baut Fähre", "Reuters", null, "Werft baut Fähre"],
  ["Yard to build ferry for island (AP)", "AP", null, "Yard to build ferry for island"],
  ["Yard to build ferry for island - Reuters", "Reuters", null, "Yard to build ferry for island"],
  ["Yard to build ferry for island: Bloomberg", "Bloomberg", null, "Yard to build ferry for island"],
  ["ROUNDUP 2: Werft baut Fähre", null, null, "Werft baut Fähre"],
  ["ROUNDUP/WDH: Werft baut Fähre", null, null, "Werft baut Fähre"],
  ["ROUNDUP 2/Kreise: Werft baut Fähre", null, null, "Kreise: Werft baut Fähre"],
  ["UPDATE 1-Yard to build ferry", null, null, "Yard to build ferry"],
  ["UPDATE 2-EXCLUSIVE-Yard to build ferry", null, null, "Yard to build ferry"],
  ["+++ EILMELDUNG +++ Werft baut Fähre +++", null, null, "Werft baut Fähre"],
  ["+++ Werft baut Fähre +++", null, null, "Werft baut Fähre"],
  ["DGAP-News: Werft AG: Neue Fähre", "EQS", null, "Werft AG: Neue Fähre"],
  ["DJ EQS-Adhoc: Werft AG: Neue Fähre", "EQS", null, "Werft AG: Neue Fähre"],
  ["Eilmeldung: Werft baut Fähre", null, null, "Werft baut Fähre"],
];

/** Nothing of these is a wire's. */
const ofTheNews: [where: "title" | "text", content: string][] = [
  ["text", "BMW (München) - das Unternehmen baut ein Werk."],
  ["text", "Toyota (Japan) baut ein Werk."],
  ["text", "Ford - die Marke mit dem Oval - baut ein Werk."],
  ["text", "(GM) - wie alles begann."],
  ["text", "Bayerische Motoren Werke (BMW) - ein Rückblick auf hundert Jahre."],
  ["text", "Associated Press (AP) - The agency hires reporters."],
  ["text", "Die Deutsche Presse-Agentur (dpa) - gegründet 1949 - sitzt in Hamburg."],
  ["text", "Canadian Pacific (CP) - The railway orders cars."],
  ["text", "Sie sprach mit der Nachrichtenagentur (dpa) über das Werk."],
  ["text", "Der Minister sagte der Agentur dpa, das Werk werde gebaut."],
  ["text", "The paper was seen by Reuters."],
  ["text", "Bloomberg übernimmt einen Verlag in Wien."],
  ["text", "Berlin - Hamburg in 90 Minuten."],
  ["text", "Volkswagen - Der Autobauer liefert mehr Wagen aus."],
  ["text", "Von Siemens, Reuters und anderen war nichts zu hören."],
  ["text", "Das Modell kostet mehr (EQS und EQE)."],
  ["text", "Der Kurs liegt bei 12,40 Euro (12,10)."],
  ["text", "Die Firma programmiert in C++ und Rust."],
  ["title", "Thomson-Reuters verkauft Sparte"],
  ["title", "Verlag kooperiert mit Reuters"],
  ["title", "Mercedes EQE und EQS: Volle Leistung kostet extra"],
  ["title", "Update für Millionen Autos"],
  ["title", "Analyse-Tool der Bank fällt aus"],
  ["title", "Neu im Kino: Die Werft"],
  ["title", "Briefing am Morgen: Was wichtig wird"],
  ["title", "DJ Bobo tritt in Kiel auf"],
  ["title", "Flash-Speicher: Preise steigen"],
  ["title", "Exklusiv-Vertrieb: Händler einigen sich"],
  ["title", "Eilt es? Was Mieter wissen müssen"],
  ["title", "Associated Press (AP)"],
  ["title", "Business Wire"],
];

describe("wireFacts", () => {
  it.each(ofTexts)("reads the text %j", (text, agency, place, news) => {
    const facts = wireFacts("", text);
    expect([facts.agency, facts.place, withoutSpans(text, "text", facts.spans)]).toEqual([agency, place, news]);
  });

  it.each(ofTitles)("reads the title %j", (title, agency, place, news) => {
    const facts = wireFacts(title, "");
    expect([facts.agency, facts.place, withoutSpans(title, "title", facts.spans)]).toEqual([agency, place, news]);
  });

  it.each(ofTheNews)("leaves the %s %j alone", (where, content) => {
    const facts = where === "title" ? wireFacts(content, "") : wireFacts("", content);
    expect(facts).toEqual({ agency: null, place: null, spans: [] });
  });

  it.each(agencies.map(({ agency, example }) => [agency, example]))("knows %s by %j", (agency, example) => {
    const { agency: found, spans } = wireFacts("", example);
    expect(found).toBe(agency);
    expect(maskSpans(example, "text", spans)).toMatch(/^\n+(?=[A-Z])/);
  });

  it("knows at least 40 agencies", () => {
    expect(agencies.length).toBeGreaterThanOrEqual(40);
  });

  it.each(marks.map(({ text, priority, example }) => [text, priority, example]))(
    "knows %s as %s",
    (_, priority, example) => {
      const { priority: found, spans } = wireFacts(example, "");
      expect(found).toBe(priority);
      expect(withoutSpans(example, "title", spans).length).toBeLessThan(example.length);
    },
  );

  it.each([
    ["Tokio, 3. Juni (AFP) - Die Werft baut.", "--06-03"],
    ["OSLO, June 3, 2026 /PRNewswire/ -- The firm hires.", "2026-06-03"],
    ["ABU DHABI, 3rd June, 2026 (WAM) -- The firm hires.", "2026-06-03"],
    ["Kiel, 03.06.2026 (ots) - Die Werft baut.", "2026-06-03"],
    ["Kiel (dpa) - Am 3. Juni baut die Werft.", undefined],
  ])("takes the date from %j", (text, date) => {
    expect(wireFacts("", text).date).toBe(date);
  });

  it("takes the agency of the dateline before those of credits", () => {
    expect(wireFacts("Werft wächst - Reuters", "Kiel (dpa) - Die Werft wächst. © AFP").agency).toBe("Reuters");
    expect(wireFacts("Werft wächst", "Kiel (dpa) - Die Werft wächst. © AFP").agency).toBe("dpa");
  });

  it("gives spans in the fields' own offsets, in order, without overlaps", () => {
    const [title, text] = ["EILMELDUNG: Werft wächst", "Kiel (dpa) - Die Werft wächst. (dpa)"];
    const { spans } = wireFacts(title, text);
    const stretches = spans.map(({ field, start, end }) => (field === "title" ? title : text).slice(start, end));
    expect(stretches).toEqual(["EILMELDUNG: ", "Kiel (dpa) - ", "(dpa)"]);
  });

  it("takes time linear in hostile texts", () => {
    const started = process.cpuUsage().user;
    for (const piece of ["A ", "A-", "(dpa ", "Ab/", "Von A B, ", "„", "+++ ", "St. ", "(dpa) ", "3. Juni "]) {
      wireFacts(piece.repeat(400), piece.repeat(10_000));
    }
    expect((process.cpuUsage().user - started) / 1_000_000).toBeLessThan(5);
  });
});
