/** What a feed of the benchmark is made from; the same shape gives the same bytes. */
export interface FeedShape {
  /** Which feed: decides its language, format and texts. */
  number: number;
  items: number;
  /** So many items were published since the first cycle; as many old ones have left. */
  news: number;
  /** Epoch milliseconds of the first cycle's newest item. */
  newestAt: number;
}

/** The companies that the benchmark's watchlist names. */
export const watchedNames = ["BMW", "Toyota", "Siemens", "Bosch", "Airbus", "Samsung", "Volvo", "Philips"];

const minutesBetweenItems = 50;
/** One item in so many names a watched company; one in as many of those tells of two that work together. */
const mentionEvery = 40;
const tieUpEvery = 5;

/** An RSS 2.0 document or, for every third feed, an Atom one; German for the even feeds, English for the odd. About 700 bytes an item. */
export function generatedFeed(shape: FeedShape): string {
  const items = Array.from({ length: shape.items }, (_, place) => itemOf(shape, shape.items + shape.news - place));
  const { number } = shape;
  const lang = number % 2 === 0 ? "de" : "en";
  const title = lang === "de" ? `Tagesbote ${number}` : `Daily Courier ${number}`;
  if (number % 3 === 0) {
    const entries = items.map(
      ({ guid, link, title, teaser, at }) =>
        `<entry><id>${guid}</id><title>${title}</title><link href="${link}"/><updated>${new Date(at).toISOString()}</updated>` +
        `<published>${new Date(at).toISOString()}</published><summary type="html">&lt;p&gt;${teaser}&lt;/p&gt;</summary></entry>`,
    );
    return `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${lang}"><id>urn:feed:${number}</id><title>${title}</title>${entries.join("\n")}</feed>`;
  }
  const rows = items.map(
    ({ guid, link, title, teaser, at }) =>
      `<item><title>${title}</title><link>${link}</link><guid isPermaLink="false">${guid}</guid><pubDate>${new Date(at).toUTCString()}</pubDate>` +
      `<category>${lang === "de" ? "Wirtschaft" : "Business"}</category><description><![CDATA[<p>${teaser}</p>]]></description></item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>${title}</title><link>https://feed-${number}.example/</link><language>${lang}</language>${rows.join("\n")}</channel></rss>`;
}

/** `age` counts from the oldest, so that an item keeps its words and its guid when others come. */
function itemOf({ number, items, newestAt }: FeedShape, age: number) {
  const pick = picker(number * 7919 + age * 104_729);
  const lexicon = number % 2 === 0 ? german : english;
  const told = pick(mentionEvery) === 0;
  const [one, two] = [pick(watchedNames.length), 1 + pick(watchedNames.length - 1)];
  const names = [watchedNames[one], watchedNames[(one + two) % watchedNames.length]];
  const sentence = () => lexicon.parts.map((part) => part[pick(part.length)]).join(" ");
  const watched = told ? lexicon[pick(tieUpEvery) === 0 ? "tieUp" : "mention"] : null;
  const title = watched ? fill(watched, names, pick) : `${sentence()}, ${number}-${age}`;
  return {
    guid: `feed-${number}-item-${age}`,
    link: `https://feed-${number}.example/${new Date(newestAt).getUTCFullYear()}/item-${age}.html`,
    title,
    teaser: `${sentence()}. ${sentence()}. ${sentence()}.`,
    at: newestAt - (items - age) * minutesBetweenItems * 60_000,
  };
}

const fill = (sentences: readonly string[], names: readonly (string | undefined)[], pick: (of: number) => number) =>
  (sentences[pick(sentences.length)] ?? "").replace("A1", names[0] ?? "").replace("B2", names[1] ?? "");

/** Whole numbers below `of`, one after another, that follow from the seed. */
export function picker(seed: number): (of: number) => number {
  let state = seed >>> 0;
  return (of) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % of;
  };
}

interface Lexicon {
  parts: string[][];
  mention: string[];
  tieUp: string[];
}

const german: Lexicon = {
  parts: [
    [
      "Der Stadtrat von Lindau",
      "Die Werft in Emden",
      "Ein Landwirt aus Bautzen",
      "Das Museum am Hafen",
      "Die Forscherin",
    ],
    ["plant", "prüft", "bespricht", "verschiebt", "eröffnet", "lobt"],
    ["einen Radweg", "die neue Halle", "ein Lager für Holz", "den Umbau der Brücke", "eine Ausstellung über Moore"],
    ["im kommenden Frühjahr", "trotz hoher Kosten", "nach langer Beratung", "mit Gästen aus Aarhus", "ohne Zuschuss"],
  ],
  mention: ["A1 meldet einen ruhigen Monat", "Streik bei A1 dauert an", "A1 ruft alte Modelle zurück"],
  tieUp: [
    "A1 und B2 bauen gemeinsam Batterien",
    "A1 und B2 beenden ihre Zusammenarbeit",
    "A1 kooperiert mit B2 bei Sensoren",
  ],
};

const english: Lexicon = {
  parts: [
    [
      "The council of Ludlow",
      "A shipyard near Cork",
      "One farmer in Devon",
      "The harbour museum",
      "A retired engineer",
    ],
    ["plans", "reviews", "postpones", "discusses", "opens", "praises"],
    ["a cycle path", "the new hall", "a timber store", "repairs to the bridge", "an exhibition about peat"],
    ["next spring", "despite the costs", "after a long debate", "with guests from Aarhus", "without a grant"],
  ],
  mention: ["A1 reports a quiet month", "Strike at A1 goes on", "A1 recalls older models"],
  tieUp: ["A1 and B2 team up on batteries", "A1 and B2 end their partnership", "A1 to work with B2 on sensors"],
};
