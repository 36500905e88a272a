import { describe, expect, it } from "vitest";
import { itemLife } from "../../lib/polling/item-life.ts";
import { lifeForms } from "../../lib/polling/life-forms.ts";

const reference = { at: "2026-03-02T13:00:00.000Z", timeZone: "Europe/Berlin" };

type Where = "title" | "text";
const lifeOf = (where: Where, content: string, at = reference) =>
  where === "title" ? itemLife(content, "", at) : itemLife("", content, at);

const corrections: [where: Where, content: string, marker: string][] = [
  ["title", "KORREKTUR: Werft baut zwei Fähren", "KORREKTUR: "],
  ["title", "Korrektur: Werft baut zwei Fähren", "Korrektur: "],
  ["title", "KORREKTUR 2: Werft baut zwei Fähren", "KORREKTUR 2: "],
  ["title", "WDH/KORREKTUR: Werft baut zwei Fähren", "KORREKTUR: "],
  ["title", "KORREKTUR/ROUNDUP: Werft baut zwei Fähren", "KORREKTUR/"],
  ["title", "+++ KORREKTUR +++ Werft baut zwei Fähren", "KORREKTUR +++ "],
  ["title", "BERICHTIGUNG - Werft baut zwei Fähren", "BERICHTIGUNG - "],
  ["title", "Berichtigung: Werft baut zwei Fähren", "Berichtigung: "],
  ["title", "Richtigstellung: Werft baut zwei Fähren", "Richtigstellung: "],
  ["title", "Werft baut zwei Fähren (Berichtigt: Zahl der Fähren)", "(Berichtigt: Zahl der Fähren)"],
  ["title", "(KORREKTUR im 2. Absatz) Werft baut zwei Fähren", "(KORREKTUR im 2. Absatz)"],
  ["title", "Werft baut zwei Fähren (korrigierte Fassung)", "(korrigierte Fassung)"],
  ["title", "CORRECTED-Yard to build two ferries", "CORRECTED-"],
  ["title", "CORRECTED - Yard to build two ferries", "CORRECTED - "],
  ["title", "UPDATE 2-CORRECTED-Yard to build two ferries", "CORRECTED-"],
  ["title", "CORRECTION/Yard to build two ferries", "CORRECTION/"],
  ["title", "Correction: Yard to build two ferries", "Correction: "],
  ["title", "Correction: Ferry-Yard story", "Correction: "],
  ["title", "REFILE-Yard to build two ferries", "REFILE-"],
  ["title", "Werft baut zwei Fähren (korrigiert)", "(korrigiert)"],
  ["title", "Werft baut zwei Fähren [berichtigt]", "[berichtigt]"],
  ["title", "Yard to build two ferries (corrected)", "(corrected)"],
  ["title", "Yard to build two ferries [CORRECTED]", "[CORRECTED]"],
  [
    "text",
    "(This March 1 story has been corrected to say two) The yard builds two.",
    "(This March 1 story has been corrected to say two)",
  ],
  ["text", "Korrigierte Fassung: Die Werft baut zwei Fähren.", "Korrigierte Fassung:"],
  [
    "text",
    "(Corrects number of ferries in paragraph 2) The yard builds two.",
    "(Corrects number of ferries in paragraph 2)",
  ],
  ["text", "(Refiles to fix spelling) The yard builds two.", "(Refiles to fix spelling)"],
  [
    "text",
    "(Im zweiten Absatz wurde die Zahl der Fähren berichtigt.) Die Werft baut zwei.",
    "(Im zweiten Absatz wurde die Zahl der Fähren berichtigt.)",
  ],
  [
    "text",
    "Die Werft baut zwei. In einer früheren Version hieß es, sie baue drei.",
    "In einer früheren Version hieß es, sie baue drei.",
  ],
  [
    "text",
    "Die Werft baut zwei. In einer früheren Fassung dieses Artikels stand drei.",
    "In einer früheren Fassung dieses Artikels stand drei.",
  ],
  [
    "text",
    "The yard builds two. An earlier version of this story said three.",
    "An earlier version of this story said three.",
  ],
  [
    "text",
    "The yard builds two. This story has been corrected to say two.",
    "This story has been corrected to say two.",
  ],
];

const withdrawals: [where: Where, content: string, refersTo: string | undefined][] = [
  ["title", "WITHDRAWN: Yard to build two ferries", "Yard to build two ferries"],
  ["title", "WITHDRAWN-Yard to build two ferries", "Yard to build two ferries"],
  ["title", "Yard to build two ferries (WITHDRAWN)", undefined],
  ["title", "RETRACTED: Yard to build two ferries", "Yard to build two ferries"],
  ["title", "KILL: Yard to build two ferries", "Yard to build two ferries"],
  ["title", "STORY KILLED: Yard to build two ferries", "Yard to build two ferries"],
  ["title", "STORY REMOVED: Yard to build two ferries", "Yard to build two ferries"],
  ["title", "MANDATORY KILL - Yard to build two ferries", "Yard to build two ferries"],
  ["title", "ADVISORY: Yard story withdrawn", "Yard story"],
  ["title", "ADVISORY-Yard ferry story is withdrawn", "Yard ferry story"],
  ["title", "ADVISORY - Agency withdraws its yard ferry story", "yard ferry story"],
  ["title", "ACHTUNG - Meldung zurückgezogen", undefined],
  ["title", "ACHTUNG: Meldung „Werft baut Fähre“ wird zurückgezogen", "Werft baut Fähre"],
  ["title", "Meldung zurückgezogen: Werft baut Fähre", "Werft baut Fähre"],
  ["title", "ZURÜCKGEZOGEN: Werft baut Fähre", "Werft baut Fähre"],
  [
    "text",
    "Die Meldung „Werft baut Fähre, Reederei zahlt“ wird zurückgezogen. Die Angaben waren falsch.",
    "Werft baut Fähre, Reederei zahlt",
  ],
  ["text", "Diese Meldung wurde zurückgezogen.", undefined],
  ["text", "ACHTUNG REDAKTIONEN: Bitte verwenden Sie die Meldung „Werft baut Fähre“ nicht.", "Werft baut Fähre"],
  ["text", "Wir ziehen die Meldung „Werft baut Fähre“ zurück.", "Werft baut Fähre"],
  ["text", "Die Meldung wurde irrtümlich verbreitet.", undefined],
  ["text", "The story headlined “Yard to build ferry” is withdrawn. A new one follows.", "Yard to build ferry"],
  ["text", "This story has been retracted.", undefined],
  ["text", "Please disregard the story “Yard to build ferry”.", "Yard to build ferry"],
];

/** Published Monday, 2 March 2026, 14:00 in Berlin. */
const embargos: [where: Where, content: string, until: string | null][] = [
  ["text", "Sperrfrist: 15.00 Uhr. Die Werft baut zwei.", "2026-03-02T14:00:00.000Z"],
  ["text", "Sperrfrist: 6 Uhr. Die Werft baut zwei.", "2026-03-03T05:00:00.000Z"],
  ["text", "Sperrfrist: 13.30 Uhr. Die Werft baut zwei.", "2026-03-02T12:30:00.000Z"],
  ["text", "SPERRFRIST Dienstag, 3. März 2026, 18:00 Uhr. Die Werft baut zwei.", "2026-03-03T17:00:00.000Z"],
  ["title", "Sperrfrist 3. März, 18 Uhr: Werft baut zwei", "2026-03-03T17:00:00.000Z"],
  ["title", "Werft baut zwei (Sperrfrist: 03.03.2026, 18.00 Uhr)", "2026-03-03T17:00:00.000Z"],
  ["text", "Sperrfrist: morgen, 6.00 Uhr. Die Werft baut zwei.", "2026-03-03T05:00:00.000Z"],
  ["text", "Sperrfrist: Mittwoch, 10 Uhr. Die Werft baut zwei.", "2026-03-04T09:00:00.000Z"],
  ["text", "Sperrfrist: Montag, 30. März 2026, 10 Uhr. Die Werft baut zwei.", "2026-03-30T08:00:00.000Z"],
  ["text", "Achtung, Sperrfrist: 15 Uhr MEZ. Die Werft baut zwei.", "2026-03-02T14:00:00.000Z"],
  ["text", "Sperrfrist Ende: 3. März 18.00 Uhr. Die Werft baut zwei.", "2026-03-03T17:00:00.000Z"],
  ["text", "Sperrfrist: Beginn der Rede. Die Werft baut zwei.", null],
  ["text", "Embargoed until 0600 GMT. The yard builds two.", "2026-03-03T06:00:00.000Z"],
  ["text", "EMBARGOED UNTIL 0600 GMT TUESDAY. The yard builds two.", "2026-03-03T06:00:00.000Z"],
  ["title", "EMBARGO: 3 March 18:00 - Yard builds two", "2026-03-03T17:00:00.000Z"],
  ["text", "Strictly embargoed until 6:00 a.m. EST, March 3, 2026. The yard builds two.", "2026-03-03T11:00:00.000Z"],
  ["text", "Embargoed until 6:00 a.m. ET, July 6, 2026. The yard builds two.", "2026-07-06T10:00:00.000Z"],
  ["text", "Embargoed until 9 a.m. PT on March 3, 2026. The yard builds two.", "2026-03-03T17:00:00.000Z"],
  ["text", "Embargoed until 7 a.m. CT, July 6, 2026. The yard builds two.", "2026-07-06T12:00:00.000Z"],
  ["text", "Embargoed until 9 a.m. Pacific Time, July 6, 2026. The yard builds two.", "2026-07-06T16:00:00.000Z"],
  ["text", "Embargoed until March 3, 2026 at 7:30 a.m. Eastern. The yard builds two.", "2026-03-03T12:30:00.000Z"],
  ["text", "Embargoed until 9 a.m. ET. The yard builds two.", "2026-03-02T14:00:00.000Z"],
  ["text", "UNDER EMBARGO until March 3, 2026 at 00:01 GMT. The yard builds two.", "2026-03-03T00:01:00.000Z"],
  ["text", "Frei ab 3. März 2026, 18 Uhr. Die Werft baut zwei.", "2026-03-03T17:00:00.000Z"],
];

/** What a correction says that it changed. */
const notes: [title: string, text: string, says: string | undefined][] = [
  ["KORREKTUR: Werft baut zwei Fähren", "Die Werft baut zwei.", undefined],
  ["Werft baut zwei Fähren (korrigierte Fassung)", "", undefined],
  [
    "CORRECTED-Yard to build two ferries",
    "(Corrects number to two, not three) It said so.",
    "Corrects number to two, not three",
  ],
  ["KORREKTUR 2: Werft baut zwei", "(Berichtigt: zwei statt drei) Die Werft baut.", "Berichtigt: zwei statt drei"],
  [
    "Werft baut zwei",
    "In einer früheren Version hieß es, sie baue drei.",
    "In einer früheren Version hieß es, sie baue drei.",
  ],
  ["Yard builds two", "This story has been corrected to say two.", "This story has been corrected to say two."],
  ["WITHDRAWN: Yard to build two ferries", "", undefined],
];

/** Of companies, markets and states, not of the item. */
const none: [where: Where, content: string][] = [
  ["title", "Kurskorrektur: Werft baut kleiner"],
  ["title", "Korrektur an den Börsen setzt sich fort"],
  ["title", "Der Minister kündigt eine Korrektur an"],
  ["title", "Korrekturen am Heizungsgesetz geplant"],
  ["title", "Berichtigung der Steuererklärung wird einfacher"],
  ["title", "Werft korrigiert Prognose nach unten"],
  ["title", "Correction in tech stocks deepens"],
  ["title", "Corrections officer sues ferry line"],
  ["title", "Goldpreis fällt (Korrektur der Rally)"],
  ["title", "Werft (korrigiert) legt Zahlen vor"],
  ["title", "Yard posts profit (corrected for inflation)"],
  ["text", "Der Gewinn stieg auf 3 Millionen Euro (korrigiert)."],
  ["text", "In einer früheren Version der Software gab es einen Fehler."],
  ["text", "In einer früheren Version hieß das Spiel anders."],
  ["text", "An earlier version of the phone had a flaw."],
  ["title", "BMW zieht Angebot zurück"],
  ["title", "Toyota withdraws from race series"],
  ["title", "Advisory: Ferry line withdraws boats after storm"],
  ["title", "Advisory firm withdraws report on ferries"],
  ["title", "Advisory deal for the ferry line withdrawn"],
  ["title", "Werft baut zwei Fähren (Korrektur an der Börse)"],
  ["title", "Ferry withdrawn from service after fire"],
  ["title", "Zurückgezogenes Angebot belastet Werft"],
  ["title", "Achtung, Rückruf: Hersteller hat Schokolade zurückgezogen"],
  ["title", "Kill Bill kehrt ins Kino zurück"],
  ["title", "Kill switch: how carmakers lock cars"],
  ["title", "Journal says study was retracted"],
  ["title", "Study retracted after doubts"],
  ["text", "Die Meldung, das Angebot sei zurückgezogen, ist falsch."],
  ["text", "Die Studie musste zurückgezogen werden."],
  ["text", "Die Firma hat den Antrag zurückgezogen."],
  ["text", "The report said the offer was withdrawn."],
  ["text", "The report on wages was withdrawn."],
  ["text", "The story said the offer was withdrawn."],
  ["text", "Die Pressemitteilung des Ministeriums wurde zurückgezogen."],
  ["text", "Der Verband rät: Verwenden Sie die Milch nicht."],
  ["title", "Ölembargo: Preise steigen"],
  ["title", "EU-Embargo gegen Stahl verlängert"],
  ["title", "Embargo: EU verschärft Regeln für Stahl"],
  ["title", "Embargo on steel until 2027"],
  ["text", "Die Sperrfrist für Altaktionäre endet im März."],
  ["text", "Sperrfrist beim Arbeitslosengeld: Was gilt"],
  ["text", "Sperrfrist aufgehoben. Die Werft baut zwei."],
  ["title", "Frei ab 18 Jahren: Neuer Film läuft an"],
];

describe("itemLife", () => {
  it.each(corrections)("finds the correction in the %s %j", (where, content, marker) => {
    const events = lifeOf(where, content);
    expect(events.map(({ kind }) => kind)).toEqual(["correction"]);
    expect(events.map(({ marker: { start, end } }) => content.slice(start, end))).toEqual([marker]);
  });

  it.each(withdrawals)("finds the withdrawal in the %s %j", (where, content, refersTo) => {
    const events = lifeOf(where, content);
    expect(events.map(({ kind }) => kind)).toEqual(["withdrawal"]);
    expect(events[0]?.refersTo).toBe(refersTo);
  });

  it.each(embargos)("finds the embargo in the %s %j", (where, content, until) => {
    const events = lifeOf(where, content);
    expect(events.map(({ kind, until }) => ({ kind, until }))).toEqual([{ kind: "embargo", until }]);
  });

  it.each(none)("finds nothing in the %s %j", (where, content) => {
    expect(lifeOf(where, content)).toEqual([]);
  });

  it.each(lifeForms.map(({ kind, example, field }) => [kind, example, field ?? "text"] as const))(
    "finds the %s in its example %j",
    (kind, example, field) => {
      const found = [...lifeOf(field, example), ...lifeOf("title", example)];
      expect(found.map((event) => event.kind)).toContain(kind);
    },
  );

  it.each(notes)("says what the correction %j, %j changed", (title, text, says) => {
    expect(itemLife(title, text, reference).map((event) => event.says)).toEqual([says]);
  });

  it("finds several at once, in the order of the text", () => {
    const events = itemLife(
      "KORREKTUR: Werft baut zwei",
      "Sperrfrist: 15 Uhr. Die Meldung „Werft baut drei“ wird zurückgezogen.",
      reference,
    );
    expect(events.map(({ kind }) => kind)).toEqual(["correction", "embargo", "withdrawal"]);
  });

  it("gives no end without a reference, unless the text says it all", () => {
    const unknown = { at: null, timeZone: "Europe/Berlin" };
    expect(itemLife("", "Sperrfrist: 15 Uhr. Die Werft baut.", unknown)[0]?.until).toBeNull();
    expect(itemLife("", "Sperrfrist: 3. Juli 2026, 15 Uhr.", unknown)[0]?.until).toBe("2026-07-03T13:00:00.000Z");
  });

  it("leaves the news behind a time unmarked", () => {
    const text = "Sperrfrist: 15 Uhr BMW baut ein Werk.";
    expect(lifeOf("text", text).map(({ marker }) => text.slice(marker.end))).toEqual([" BMW baut ein Werk."]);
  });

  it("takes the year that brings the day nearest", () => {
    const newYear = { at: "2026-12-30T10:00:00.000Z", timeZone: "Europe/Berlin" };
    expect(lifeOf("text", "Sperrfrist: 2. Januar, 8 Uhr. Die Werft baut.", newYear)[0]?.until).toBe(
      "2027-01-02T07:00:00.000Z",
    );
  });

  it("takes time linear in hostile texts", () => {
    const started = process.cpuUsage().user;
    for (const piece of [
      "Die Meldung ",
      "„",
      "(Corrects ",
      "Sperrfrist: ",
      "In einer früheren Version hieß es ",
      "1",
      "The story (",
      "ADVISORY ",
    ]) {
      itemLife(piece.repeat(100), piece.repeat(20_000), reference);
    }
    expect((process.cpuUsage().user - started) / 1_000_000).toBeLessThan(5);
  });
});
