import type { Analysis } from "../../lib/pipeline/analyse-item.ts";
import type { FetchOutcome } from "../../lib/polling/fetch-feed.ts";
import type { Feed, Item, ParsedFeed, ParsedItem, Validators } from "../../lib/polling/item.ts";
import { itemId } from "../../lib/polling/item-id.ts";
import type { StoryChange } from "../../lib/stories/story.ts";
import type { Stage, TieUp } from "../../lib/tieups/tie-up.ts";
import type { SeededRandom } from "./seeded-random.ts";

export const companies = ["Arnlo", "Bexter", "Corvane", "Dulmark", "Eskila"] as const;
export type Pair = readonly [string, string];

/** One wording of a report: from then on its feed shows it. */
export interface Wording {
  from: number;
  title: string;
  stage: Stage | null;
  /** It says of itself that it corrects or takes back what was told; absent where it tells news. */
  change?: StoryChange["kind"];
}

export interface NewsEvent {
  name: string;
  pair: Pair;
  /** An agency's first sentence, under whatever headline an outlet prints it; "" where each has words of its own. */
  teaser: string;
}

/** One entry of one feed. What isn't about an event is noise, or was there before we began to watch. */
export interface Report {
  feedId: string;
  itemId: string;
  key: string;
  event: NewsEvent | null;
  /** The companies that it names: those of the event's pair, or the second alone, as an outlet's headline may have it. */
  names: readonly string[];
  dated: boolean;
  wordings: Wording[];
  /** Nobody is to hear of it before: epoch milliseconds; null where it is free. */
  embargoUntil: number | null;
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
/** Of the second company alone an outlet writes in words of its own, else two events of one company would read alike. */
const verbsAlone: Partial<Record<Stage, readonly string[]>> = {
  rumoured: ["mulls", "weighs", "ponders", "eyes"],
  agreed: ["signs", "seals", "strikes", "clinches"],
  expanded: ["widens", "deepens", "extends", "enlarges"],
  ended: ["drops", "quits", "scraps", "leaves"],
};
const stageAlone = new Map(
  Object.entries(verbsAlone).flatMap(([stage, words]) => words.map((verb) => [verb, stage as Stage] as const)),
);
const eventNames = ["falcon", "harbour", "lantern", "meadow", "quartz", "willow", "thicket", "ember"] as const;
const minuteMs = 60_000;
/** With these an agency's sentence is long enough to be known again. */
const teaserWords = "letters that were sent on Monday from their offices in the south";

/**
 * Feeds that bring reports of a few events, up to a time: each event of a pair of its own, told by several feeds, edited, going on.
 * `embargoes` draws which reports are under one, `changes` which events are corrected or withdrawn, each by one or more outlets;
 * with null none is.
 */
export function newswire(
  random: SeededRandom,
  from: number,
  until: number,
  embargoes: SeededRandom | null = null,
  changes: SeededRandom | null = null,
): Newswire {
  const feeds = Array.from({ length: random.between(2, 3) }, (_, n) => feedOf(n, random));
  const reports: Report[] = [];
  const report = (event: Report["event"], dated: boolean, wordings: Wording[], names: readonly string[] = []): void => {
    const feedId = random.pick(feeds).id;
    const key = `report-${reports.length}`;
    const first = wordings[0]?.from ?? 0;
    const isHeld = event !== null && names.length > 1 && embargoes?.chance(0.5) === true;
    const embargoUntil = isHeld ? wholeMinute(first + embargoes.between(2, 20) * minuteMs) : null;
    reports.push({ feedId, key, itemId: itemId(feedId, key), event, names, dated, wordings, embargoUntil });
  };
  for (let n = 0; n < 2; n++) report(null, false, [{ from: from - minuteMs, title: `Old news ${n}`, stage: null }]);
  for (let n = 0; n < 3; n++) {
    report(null, true, [{ from: random.between(from, until), title: `Rain in Husum ${n}`, stage: null }]);
  }
  const pairs = random.shuffled(companies.flatMap((a, at) => companies.slice(at + 1).map((b): Pair => [a, b])));
  for (let n = 0; n < random.between(2, 4); n++) {
    const name = eventNames[n] as string;
    const teaser = random.chance(0.5) ? `Of ${name} the two have told their staff in ${teaserWords}.` : "";
    const event: NewsEvent = { name, pair: pairs[n] as Pair, teaser };
    const turns = Array.from({ length: random.between(1, 3) }, () => random.between(from, until)).sort((a, b) => a - b);
    const begins = random.between(0, 1);
    for (let copies = random.between(1, 4); copies > 0; copies--) {
      const news = turns[0] as number;
      // Outlets that print what an agency sends have it in the same minute.
      const first = random.chance(0.4) ? news : random.between(news, Math.min(until, news + 10 * minuteMs));
      const names = teaser !== "" && random.chance(0.3) ? event.pair.slice(1) : event.pair;
      const wordings = [first, ...turns.slice(1).filter((turn) => turn > first && random.chance(0.6))];
      const told = (at: number): Stage => verbs[begins + turns.findLastIndex((turn) => turn <= at)]?.[0] ?? "ended";
      report(
        event,
        true,
        wordings.map((at, edit) => ({ from: at, ...words(event, names, told(at), edit, random) })),
        names,
      );
    }
  }
  if (changes) changeEvents(reports, feeds, until, changes);
  const documents = new Map<string, { report: Report; wording: Wording }[]>();
  const pages = new Map<string, Page>();
  /** What a feed shows between two changes of any. */
  const pageAt = (id: string, at: number): Page => {
    const key = `${id} ${moments.findLastIndex((moment) => moment <= at)}`;
    const page = pages.get(key) ?? pageOf(id, at);
    pages.set(key, page);
    return page;
  };
  const pageOf = (id: string, at: number): Page => {
    const shown = reports.flatMap((one) => {
      const wording = one.feedId === id ? one.wordings.findLast((wording) => wording.from <= at) : undefined;
      return wording ? [{ report: one, wording }] : [];
    });
    shown.sort((a, b) => b.wording.from - a.wording.from);
    const etag = `${id}-${shown.map(({ report: { key }, wording }) => `${key}@${wording.from - from}`).join(" ")}`;
    return { shown, etag, bytes: Buffer.from(JSON.stringify(shown.map((one) => parsedItem(one.report, one.wording)))) };
  };
  const moments = reports.flatMap(({ wordings }) => wordings.map((wording) => wording.from)).sort((a, b) => a - b);
  return {
    feeds,
    reports,
    shown: (bodyHash) => documents.get(bodyHash) ?? [],
    answer(url, validators, at) {
      const { id } = feeds.find((feed) => feed.url === url) as Feed;
      const { shown, etag, bytes } = pageAt(id, at);
      if (validators.etag === etag) return { kind: "not-modified", permanentUrl: null, freshForSeconds: null };
      documents.set(etag, shown);
      return {
        kind: "modified",
        bytes,
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

/** With these a headline begins that corrects or takes back. */
const marks: Record<StoryChange["kind"], string> = { correction: "CORRECTED: ", withdrawal: "WITHDRAWN: " };

/** Outlets correct or take back what they told of an event: under its old guid, or as an item of its own; and some reprint that. */
function changeEvents(reports: Report[], feeds: readonly Feed[], until: number, random: SeededRandom): void {
  const free = reports.filter(({ event, embargoUntil }) => event !== null && embargoUntil === null);
  for (const event of new Set(free.map((report) => report.event))) {
    if (random.chance(0.25)) continue;
    const kind = random.pick(["correction", "withdrawal"] as const);
    const own = random.shuffled(free.filter((report) => report.event === event));
    for (const report of own.slice(0, random.between(1, own.length))) {
      const last = report.wordings.at(-1) as Wording;
      const latest = Math.max(until + minuteMs, last.from + minuteMs);
      const from = Math.min(latest, last.from + random.between(1, 10 * minuteMs));
      const changed: Wording = { from, title: `${marks[kind]}${last.title}`, stage: last.stage, change: kind };
      const isReprinted = random.chance(0.25);
      if (random.chance(0.5)) report.wordings.push(changed);
      else addChange(report, report.feedId, changed);
      if (isReprinted) {
        const later = Math.min(latest, from + random.between(0, 3 * minuteMs));
        addChange(report, random.pick(feeds).id, { ...changed, from: later });
      }
    }
  }
  function addChange({ event, names }: Report, feedId: string, wording: Wording): void {
    const key = `report-${reports.length}`;
    const made = { feedId, key, itemId: itemId(feedId, key), event, names, dated: true, embargoUntil: null };
    reports.push({ ...made, wordings: [wording] });
  }
}

/** What a feed's server shows for some time. */
interface Page {
  shown: { report: Report; wording: Wording }[];
  etag: string;
  bytes: Uint8Array;
}

const wholeMinute = (at: number): number => Math.ceil(at / minuteMs) * minuteMs;

const feedOf = (n: number, random: SeededRandom): Feed => ({
  id: `feed-${n}`,
  owner: "anna",
  url: `https://wire-${n % 2}.example/${n}`,
  title: `Wire ${n}`,
  intervalMinutes: random.pick([1, 2]),
  paused: false,
});

function words({ name }: NewsEvent, names: readonly string[], stage: Stage, edit: number, random: SeededRandom) {
  const tail = random.pick(["", " says board", " after months", " in Husum"]);
  const edited = edit > 0 ? ` (${edit})` : "";
  const nth = (eventNames as readonly string[]).indexOf(name);
  if (names.length < 2) return { title: `${names[0]} ${verbsAlone[stage]?.[nth]} ${name}${edited}`, stage };
  const verb = verbs.find(([of]) => of === stage)?.[1] ?? "";
  return { title: `${names.join(" and ")} ${verb} alliance ${name}${tail}${edited}`, stage };
}

const parsedItem = ({ key, dated, wordings, event, embargoUntil }: Report, { title }: Wording): ParsedItem => ({
  key,
  guid: key,
  title,
  link: `https://wire.example/${key}`,
  publishedAt: dated ? new Date((wordings[0] as Wording).from).toISOString() : null,
  updatedAt: null,
  summary: [embargoUntil === null ? "" : embargo(embargoUntil), event?.teaser ?? ""].join(""),
  lang: "en",
});

const embargoPattern = /^EMBARGOED UNTIL /;
const embargo = (until: number): string => `EMBARGOED UNTIL ${new Date(until).toISOString().slice(11, 16)} GMT. `;

/** The feed of a document of this wire. */
export function parsedFeed(bytes: Uint8Array): ParsedFeed {
  const items = JSON.parse(Buffer.from(bytes).toString()) as ParsedItem[];
  return { format: "json", title: "", link: null, lang: "en", items, warnings: [] };
}

const sentence = /^(?<a>\w+) and (?<b>\w+) (?<verb>consider|agree on|expand|end) alliance/;

const sentenceAlone = new RegExp(`^(?<a>\\w+) (?<verb>${[...stageAlone.keys()].join("|")}) `);

function lifeOf(title: string): Analysis["life"] {
  const kind = (["correction", "withdrawal"] as const).find((one) => title.startsWith(marks[one]));
  return kind ? [{ kind, until: null, marker: { field: "title", start: 0, end: marks[kind].length } }] : [];
}

/** What the matcher finds in this wire's plain sentences; `idOf` knows the watched companies. */
export function analysisOf({ title, summary }: Item, idOf: (name: string) => string | null): Analysis {
  const life = lifeOf(title);
  const told = title.slice(life[0]?.marker.end ?? 0);
  const { a = "", b = "", verb = "" } = (sentence.exec(told) ?? sentenceAlone.exec(told))?.groups ?? {};
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
    stage: verbs.find(([, of]) => of === verb)?.[0] ?? stageAlone.get(verb) ?? "agreed",
    areas: [],
    evidence: {
      field: "title",
      sentence: told,
      start: title.length - told.length,
      trigger: verb,
      cues: [],
      lexicon: "simulation 1",
    },
    confidence: 1,
  };
  const nothing = {
    creditedMentions: [],
    droppedMentions: [],
    references: [],
    droppedTieUps: [],
    life,
    masked: [
      ...life.map(({ marker }) => ({ ...marker, what: "life" }) as const),
      ...(embargoPattern.test(summary)
        ? [{ field: "text", start: 0, end: embargo(0).length, what: "life" } as const]
        : []),
    ],
  };
  const wire = { agency: null, place: null, spans: [] } as unknown as Analysis["wire"];
  return { lang: "en", mentions, tieUps: mentions.length > 0 ? [tieUp] : [], wire, ...nothing };
}
