/** What the sample wire publishes, and when: every text here is ours, and no event in it took place. */
export interface Publication {
  /** Seconds on the wire's clock after its first start. Negative: long before, for the baseline of the first poll. */
  at: number;
  outlet: Outlet;
  guid: string;
  title: string;
  teaser: string;
}

export type Outlet = "nordwire" | "autobrief" | "stadtblatt";

export const outlets: Record<Outlet, { title: string; language: string }> = {
  nordwire: { title: "Nordwire", language: "de" },
  autobrief: { title: "Autobrief", language: "en" },
  stadtblatt: { title: "Stadtblatt", language: "de" },
};

const hours = 3_600;

export const publications: readonly Publication[] = [
  {
    at: -72 * hours,
    outlet: "nordwire",
    guid: "nw-1001",
    title: "BMW und Toyota kooperieren bei Wasserstofftankstellen",
    teaser: "München (nw) - Die Autobauer wollen gemeinsam Tankstellen errichten. Die Meldung ist drei Tage alt.",
  },
  {
    at: 0,
    outlet: "nordwire",
    guid: "nw-1002",
    title: "BMW und General Motors beenden Gespräche über Brennstoffzellen",
    teaser: "München (nw) - BMW verhandelt mit dem US-Konzern nicht weiter über eine gemeinsame Entwicklung.",
  },
  {
    at: 0.5,
    outlet: "stadtblatt",
    guid: "sb-77",
    title: "Schach: GM Lindqvist gewinnt das Seefeld-Open vor GM Okafor",
    teaser: "Der Großmeister setzte sich in der Schlussrunde durch. Gesponsert wurde das Turnier von einem Autohaus.",
  },
  {
    at: 1,
    outlet: "nordwire",
    guid: "nw-1003",
    title: "BMW und Toyota weiten Zusammenarbeit aus",
    teaser:
      "München (nw) - Die beiden Autobauer weiten ihre Zusammenarbeit auf Brennstoffzellen und Leichtbau aus. " +
      "Das teilten BMW und Toyota am Montag mit.",
  },
  {
    at: 1.5,
    outlet: "stadtblatt",
    guid: "sb-78",
    title: "Partnerschaft fürs Leben: BMW-Mechanikerin heiratet Toyota-Verkäufer",
    teaser: "Die beiden lernten sich auf einer Messe kennen. Zur Trauung fuhren sie im Cabrio vor.",
  },
  {
    at: 2,
    outlet: "autobrief",
    guid: "ab-501",
    title: "Toyota and BMW broaden alliance to fuel cells and lightweight construction",
    teaser: "MUNICH - The two carmakers said on Monday they would deepen their existing partnership.",
  },
  {
    at: 2.5,
    outlet: "autobrief",
    guid: "ab-502",
    title: "Toyota outsells BMW and General Motors in Europe in the third quarter",
    teaser: "Registrations rose by four percent, industry figures showed.",
  },
  {
    at: 3,
    outlet: "nordwire",
    guid: "nw-1003",
    title: "BMW und Toyota weiten Zusammenarbeit deutlich aus",
    teaser:
      "München (nw) - Die beiden Autobauer weiten ihre Zusammenarbeit auf Brennstoffzellen und Leichtbau aus. " +
      "Das teilten BMW und Toyota am Montag in München mit.",
  },
];
