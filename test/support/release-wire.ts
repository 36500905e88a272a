/** What the outlets' feeds show while a release is recorded (the first steps), and after the upgrade. Every text is ours. */
const news: { step: number; outlet: string; guid: string; lang: string; title: string; teaser: string }[] = [
  {
    ...{ step: 0, outlet: "nordwire", guid: "nw-1", lang: "de" },
    title: "Gemeinde Seefeld eröffnet neues Schwimmbad",
    teaser: "Der Bau dauerte zwei Jahre.",
  },
  {
    ...{ step: 1, outlet: "nordwire", guid: "nw-2", lang: "de" },
    title: "BMW und Toyota weiten Zusammenarbeit aus",
    teaser:
      "Die beiden Autobauer weiten ihre Zusammenarbeit auf Brennstoffzellen und Leichtbau aus, wie sie mitteilten.",
  },
  {
    ...{ step: 1, outlet: "autobrief", guid: "ab-1", lang: "en" },
    title: "Toyota and BMW broaden alliance to fuel cells and lightweight construction",
    teaser: "The two carmakers said they would deepen their existing partnership.",
  },
  {
    ...{ step: 1, outlet: "stadtblatt", guid: "sb-1", lang: "de" },
    title: "BMW und Toyota vertiefen Zusammenarbeit bei Brennstoffzellen",
    teaser: "Die beiden Autobauer weiten ihre Zusammenarbeit aus.",
  },
  {
    ...{ step: 2, outlet: "nordwire", guid: "nw-3", lang: "de" },
    title: "BMW und General Motors beenden Gespräche über Brennstoffzellen",
    teaser: "BMW verhandelt mit dem US-Konzern nicht weiter über eine gemeinsame Entwicklung.",
  },
  {
    ...{ step: 3, outlet: "nordwire", guid: "nw-2", lang: "de" },
    title: "BMW und Toyota weiten Zusammenarbeit deutlich aus",
    teaser:
      "Die beiden Autobauer weiten ihre Zusammenarbeit auf Brennstoffzellen und Leichtbau aus, wie sie mitteilten.",
  },
  {
    ...{ step: 3, outlet: "stadtblatt", guid: "sb-2", lang: "de" },
    title: "Toyota und BMW bauen Kooperation bei Brennstoffzellen aus",
    teaser: "Die beiden Autobauer vertiefen ihre Zusammenarbeit.",
  },
  {
    ...{ step: 4, outlet: "autobrief", guid: "ab-2", lang: "en" },
    title: "BMW and Toyota end alliance on fuel cells",
    teaser: "BMW and Toyota said on Friday they had ended their partnership on fuel cells.",
  },
  {
    ...{ step: 4, outlet: "stadtblatt", guid: "sb-3", lang: "de" },
    title: "BMW und Toyota beenden Zusammenarbeit bei Brennstoffzellen",
    teaser: "BMW und Toyota haben ihre Partnerschaft bei Brennstoffzellen beendet.",
  },
];

const outlets = ["nordwire", "autobrief", "stadtblatt"];

export const documents = {
  /** Steps of five minutes that are recorded; later ones come after the upgrade: more reports of the same, then a new fact. */
  recorded: 3,
  /** Each outlet's feed at a step, when the recording began at `from` (epoch milliseconds). */
  at: (step: number, from: number): Record<string, string> =>
    Object.fromEntries(outlets.map((outlet) => [outlet, rss(outlet, step, from)])),
};

function rss(outlet: string, until: number, from: number): string {
  const shown = new Map(news.filter((one) => one.outlet === outlet && one.step <= until).map((one) => [one.guid, one]));
  const items = [...shown.values()].map(
    ({ guid, title, teaser, step }) =>
      `<item><guid isPermaLink="false">${guid}</guid><title>${title}</title><description>${teaser}</description>` +
      `<link>https://${outlet}.example/${guid}</link>` +
      `<pubDate>${new Date(from + (step * 5 - 1) * 60_000).toUTCString()}</pubDate></item>`,
  );
  const lang = outlet === "autobrief" ? "en" : "de";
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${outlet}</title><language>${lang}</language>${items.join("")}</channel></rss>`;
}
