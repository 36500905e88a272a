import type { Analysis } from "../../lib/pipeline/analyse-item.ts";
import type { FetchOutcome } from "../../lib/polling/fetch-feed.ts";
import type { Feed, Item, ParsedFeed, ParsedItem, Validators } from "../../lib/polling/item.ts";
import { itemId } from "../../lib/polling/item-id.ts";
import type { Stage, TieUp } from "../../lib/tieups/tie-up.ts";
import type { SeededRandom } from "./seeded-random.ts";

export const companies = ["Arnlo", "Bexter", "Corvane", "Dulmark", "Eskila"] as const;
export type Pair = readonly [string, string];

/** One wording of a report: from then on its feed shows it. */
export interface Wording {
  from: number;
  title: string;
  stage: Stage | null;
}

/** One entry of one feed. What isn't about an event is noise, or was there before we began to watch. */
export interface Report {
  feedId: string;
  itemId: string;
  key: string;
  event: { name: string; pair: Pair } | null;
  dated: boolean;
  wordings: Wording[];
}

export interface Newswire {
  feeds: Feed[];
  reports: Report[];
  /** What a feed's server answers to a conditional GET at a time. */
  answer(url: string, validators: Validators, at: number): FetchOutcome;
  /** The reports of the document with this hash, each with the wording that it had there. */
  shown(bodyHash: string): { report: Report; wording: Wording }[];
}

const verbs: readonly [Stage, string][] = [
  ["rumoured", "consider"],
  ["agreed", "agree on"],
  ["expanded", "expand"],
  ["ended", "end"],
];
const eventNames = ["falcon", "harbour", "lantern", "meadow", "quartz", "willow", "thicket", "ember"] as const;
const minuteMs = 60_000;

/** Feeds that bring reports of a few events, up to a time: each event of a pair of its own, told by several feeds, edited, going on. */
export function newswire(random: SeededRandom, from: number, until: number): Newswire {
  const feeds = Array.from({ length: random.between(2, 3) }, (_, n) => feedOf(n, random));
  const reports: Report[] = [];
  const report = (event: Report["event"], dated: boolean, wordings: Wording[]): void => {
    const feedId = random.pick(feeds).id;
    const key = `report-${reports.length}`;
    reports.push({ feedId, key, itemId: itemId(feedId, key), event, dated, wordings });
  };
  for (let n = 0; n < 2; n++) report(null, false, [{ from: from - minuteMs, title: `Old news ${n}`, stage: null }]);
  for (let n = 0; n < 3; n++) {
    report(null, true, [{ from: random.between(from, until), title: `Rain in Husum ${n}`, stage: null }]);
  }
  const pairs = random.shuffled(companies.flatMap((a, at) => companies.slice(at + 1).map((b): Pair => [a, b])));
  for (let n = 0; n < random.between(2, 4); n++) {
    const event = { name: eventNames[n] as string, pair: pairs[n] as Pair };
    const turns = Array.from({ length: random.between(1, 3) }, () => random.between(from, until)).sort((a, b) => a - b);
    const begins = random.between(0, 1);
    for (let copies = random.between(1, 4); copies > 0; copies--) {
      const first = random.between(turns[0] as number, Math.min(until, (turns[0] as number) + 10 * minuteMs));
      const wordings = [first, ...turns.slice(1).filter((turn) => turn > first && random.chance(0.6))];
      const told = (at: number): Stage => verbs[begins + turns.findLastIndex((turn) => turn <= at)]?.[0] ?? "ended";
      report(
        event,
        true,
        wordings.map((at, edit) => ({ from: at, ...words(event, told(at), edit, random) })),
      );
    }
  }
  const documents = new Map<string, { report: Report; wording: Wording }[]>();
  return {
    feeds,
    reports,
    shown: (bodyHash) => documents.get(bodyHash) ?? [],
    answer(url, validators, at) {
      const { id } = feeds.find((feed) => feed.url === url) as Feed;
      const shown = reports.flatMap((one) => {
        const wording = one.feedId === id ? one.wordings.findLast((wording) => wording.from <= at) : undefined;
        return wording ? [{ report: one, wording }] : [];
      });
      shown.sort((a, b) => b.wording.from - a.wording.from);
      const etag = `${id}-${shown.map(({ report: { key }, wording }) => `${key}@${wording.from - from}`).join(" ")}`;
      if (validators.etag === etag) return { kind: "not-modified", permanentUrl: null, freshForSeconds: null };
      documents.set(etag, shown);
      const items = shown.map(({ report, wording }) => parsedItem(report, wording));
      return {
        kind: "modified",
        bytes: Buffer.from(JSON.stringify(items)),
        bodyHash: etag,
        contentType: "application/json",
        validators: { etag },
        finalUrl: url,
        permanentUrl: null,
        freshForSeconds: null,
      };
    },
  };
}

const feedOf = (n: number, random: SeededRandom): Feed => ({
  id: `feed-${n}`,
  owner: "anna",
  url: `https://wire-${n % 2}.example/${n}`,
  title: `Wire ${n}`,
  intervalMinutes: random.pick([1, 2]),
  paused: false,
});

function words({ name, pair: [a, b] }: { name: string; pair: Pair }, stage: Stage, edit: number, random: SeededRandom) {
  const verb = verbs.find(([of]) => of === stage)?.[1] ?? "";
  const tail = random.pick(["", " says board", " after months", " in Husum"]);
  return { title: `${a} and ${b} ${verb} alliance ${name}${tail}${edit > 0 ? ` (${edit})` : ""}`, stage };
}

const parsedItem = ({ key, dated, wordings }: Report, { title }: Wording): ParsedItem => ({
  key,
  guid: key,
  title,
  link: `https://wire.example/${key}`,
  publishedAt: dated ? new Date((wordings[0] as Wording).from).toISOString() : null,
  updatedAt: null,
  summary: "",
  lang: "en",
});

/** The feed of a document of this wire. */
export function parsedFeed(bytes: Uint8Array): ParsedFeed {
  const items = JSON.parse(Buffer.from(bytes).toString()) as ParsedItem[];
  return { format: "json", title: "", link: null, lang: "en", items, warnings: [] };
}

const sentence = /^(?<a>\w+) and (?<b>\w+) (?<verb>consider|agree on|expand|end) alliance/;

/** What the matcher finds in this wire's plain sentences; `idOf` knows the watched companies. */
export function analysisOf({ title }: Item, idOf: (name: string) => string | null): Analysis {
  const { a = "", b = "", verb = "" } = sentence.exec(title)?.groups ?? {};
  const names = [a, b].filter(Boolean);
  const mentions = names.flatMap((name) => {
    const entityId = idOf(name);
    const start = title.indexOf(name);
    if (entityId === null) return [];
    return [
      { entityId, field: "title" as const, start, end: start + name.length, text: name, alias: name, reason: "exact" },
    ];
  });
  const tieUp: TieUp = {
    parties: names.map((text) => ({ entityId: idOf(text), text })),
    kind: "cooperation",
    stage: verbs.find(([, of]) => of === verb)?.[0] ?? "agreed",
    areas: [],
    evidence: { field: "title", sentence: title, start: 0, trigger: verb, cues: [], lexicon: "simulation 1" },
    confidence: 1,
  };
  const nothing = {
    creditedMentions: [],
    droppedMentions: [],
    references: [],
    droppedTieUps: [],
    life: [],
    masked: [],
  };
  const wire = { agency: null, place: null, spans: [] } as unknown as Analysis["wire"];
  return { lang: "en", mentions, tieUps: mentions.length > 0 ? [tieUp] : [], wire, ...nothing };
}
