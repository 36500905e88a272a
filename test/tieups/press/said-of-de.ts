import type { TrapCase } from "../trap-cases.ts";

/** What a word is said of: the clause, the person, the speaker, the noun phrase that it belongs to. */
export const saidOfGerman: TrapCase[] = [
  ["clause", "de", "Lufthansa besiegelt Einstieg bei Sky – Aus für Vertrag mit Condor", "Lufthansa+Sky stake agreed"],
  [
    "after talks",
    "de",
    "Bosch steigt nach langen Verhandlungen mit der Familie bei Varta ein",
    "Bosch+Varta stake agreed",
  ],
  [
    "buyer",
    "de",
    "Verkauf in Köln | Bosch verkauft seine Pumpensparte an den Finanzinvestor KKR.",
    "Bosch+KKR merger agreed",
  ],
  [
    "topic",
    "de",
    "Siemens bricht Gespräche mit Alstom über einen Verkauf der Signaltechnik ab",
    "Siemens+Alstom merger ended",
  ],
  [
    "wished for",
    "de",
    "Kreise: Siemens lotet Partnerschaft mit Alstom bei Zügen aus",
    "Siemens+Alstom cooperation rumoured",
  ],
  [
    "place",
    "de",
    "Nokia geht | Damit endet die Zusammenarbeit von Nokia mit Bosch im Werk Zwickau.",
    "Nokia+Bosch cooperation ended",
  ],
  [
    "apposition",
    "de",
    "Allianz steigt mit zwölf Prozent bei der Handelsplattform Nokia ein",
    "Allianz+Nokia stake agreed",
  ],
  [
    "declined",
    "de",
    "Siemens gründet mit der Deutschen Bank ein Gemeinschaftsunternehmen",
    "Siemens+Deutsche Bank joint-venture agreed",
  ],
  ["widened", "de", "Aufstockung der Beteiligung von Allianz an Nokia auf 19 Prozent", "Allianz+Nokia stake expanded"],
  ["founders", "de", "Gründer von Nokia und Adidas fordern gemeinsam Reform des Aktienrechts", "none"],
  ["share", "de", "Bayers Anteil an Biontech steigt auf 12 Prozent", "Bayer+Biontech stake expanded"],
  ["speaker", "de", "„Wir bauen mit Varta eine Zellfabrik“, sagt Porsche-Chef", "Porsche+Varta cooperation agreed"],
  ["question", "de", "Alstom vor Zusammenschluss mit Siemens?", "Alstom+Siemens merger rumoured"],
  [
    "shares",
    "de",
    "Polen und Dänemark vereinbaren engere Zusammenarbeit – Aktien von Airbus und Boeing steigen",
    "none",
  ],
  ["transfer", "de", "Puma und Adidas verhandeln über Leihe eines Stürmers", "none"],
  ["place in a ranking", "de", "Siemens übernimmt Spitzenplatz von Nokia", "none"],
];
