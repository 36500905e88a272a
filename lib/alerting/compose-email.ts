import type { Sourcing } from "../stories/independent-sources.ts";
import { type Frame, fill, fillCount, frames } from "./frame.ts";
import type { Hold } from "./hold.ts";
import type { Lateness } from "./lateness.ts";
import { plainLine, shorten } from "./plain-line.ts";
import { sayDate, sayRecent } from "./say-time.ts";
import type { Subscriber } from "./subscriber.ts";
import type { Coverage, Summary } from "./summary.ts";
import { inShort, longest, type ToldStory, tellStories } from "./tell-story.ts";

export interface Email {
  subject: string;
  /** Plain text, lines ended by "\n". */
  body: string;
}

export type Reader = Pick<Subscriber, "language" | "timeZone" | "quietHours" | "messagesPerDayMax">;

/**
 * SNS: "Subjects must be UTF-8 text with no line breaks or control characters, and less than 100 characters long"
 * (Publish, API reference; it was ASCII once). So × and umlauts stay. Counted in UTF-16 code units, the strictest reading.
 */
export const subjectCharactersMax = 99;
const partiesInSubjectMax = 3;
const namedMax = 3;

/** The summary as an email (design §7). Times are in the reader's zone. `nowMs` in epoch milliseconds. */
export function composeEmail(summary: Summary, reader: Reader, nowMs: number): Email {
  const frame = frames[reader.language];
  const stories = tellStories(summary.stories, reader.language);
  const paragraphs = [
    header(summary, stories, reader, nowMs),
    stories.map((story, n) => storyLines(story, n + 1, nowMs, reader.timeZone, frame)).join("\n"),
    [
      ...nothingLine(summary.nothingOn ?? [], frame),
      whyLines(stories, frame),
      coverageLine(summary.coverage, reader, nowMs),
    ].join("\n"),
  ];
  return { subject: subjectOf(stories, frame), body: `${paragraphs.join("\n\n")}\n` };
}

function subjectOf(stories: ToldStory[], frame: Frame): string {
  const [first] = stories;
  if (!first) throw new RangeError("expected a summary to have at least one story, got none");
  const rest = stories.length > 1 ? ` (${fillCount(frame.more, stories.length - 1)})` : "";
  const { parties, verdict } = inShort(first, frame);
  return `${fitting(parties, verdict || frame.inTheNews, subjectCharactersMax - rest.length)}${rest}`;
}

/** "BMW × Toyota: partnership expanded"; of many or long names as much as leaves the verdict whole. */
function fitting(parties: string[], verdict: string, room: number): string {
  const named = parties.slice(0, partiesInSubjectMax).join(" × ");
  const all = parties.length > partiesInSubjectMax ? `${named} +${parties.length - partiesInSubjectMax}` : named;
  const tail = shorten(verdict, Math.ceil(room / 2));
  return all === "" ? shorten(verdict, room) : `${shorten(all, room - tail.length - 2)}: ${tail}`;
}

function header({ since, held = {} }: Summary, stories: ToldStory[], reader: Reader, nowMs: number): string {
  const { language, timeZone } = reader;
  const frame = frames[language];
  const names = new Set(stories.flatMap(({ watchlists }) => watchlists.map(({ name }) => name)));
  const time = sayRecent(since, nowMs, timeZone, frame);
  const first = `${[...names].join(", ")} · ${fillCount(frame.stories, stories.length, { time })}`;
  return [first, ...heldLines(held, reader, frame)].join("\n");
}

/** "2 held in your quiet hours (22:00–07:00)." */
export function heldLines(
  held: Partial<Record<Hold, number>>,
  { quietHours, messagesPerDayMax }: Reader,
  frame: Frame,
): string[] {
  const reasons = Object.entries(held) as [Hold, number][];
  const wishes = { from: quietHours?.from ?? "", to: quietHours?.to ?? "", max: messagesPerDayMax ?? "" };
  return reasons.map(([hold, n]) => fill(frame.held[hold], { n, ...wishes }));
}

function storyLines(story: ToldStory, number: number, nowMs: number, timeZone: string, frame: Frame): string {
  const indent = " ".repeat(3);
  return [
    `${String(number).padEnd(2)} ${headline(story, frame)}`,
    `${indent}"${story.evidence}"`,
    `${indent}${[provenance(story, nowMs, timeZone, frame), story.link].filter(Boolean).join(" · ")}`,
    ...(story.late === null ? [] : [`${indent}${lateLine(story.late, nowMs, timeZone, frame)}`]),
  ].join("\n");
}

/** "dpa, München, 29 Jun 15:12 · 3 sources, 11 reprints of dpa". */
export function provenance(story: ToldStory, nowMs: number, timeZone: string, frame: Frame): string {
  const where = [story.outlet, story.place, sayDate(story.publishedAt, nowMs, timeZone, frame)];
  return [where.filter(Boolean).join(", "), sourcesLine(story.sourcing, frame)].filter(Boolean).join(" · ");
}

/** "3 sources, 11 reprints of dpa, 2 other reprints"; of a single outlet nothing, as it is named already. */
function sourcesLine({ outlets, independent, reprints: [first, ...others] }: Sourcing, frame: Frame): string | null {
  if (outlets < 2) return null;
  const further = others.reduce((sum, one) => sum + one.outlets, 0);
  const ofFirst =
    first &&
    fillCount(first.agency === null ? frame.reprints : frame.reprintsOf, first.outlets, { agency: first.agency ?? "" });
  return [
    fillCount(frame.sources, independent),
    ...(ofFirst ? [ofFirst] : []),
    ...(further > 0 ? [fillCount(frame.otherReprints, further)] : []),
  ].join(", ");
}

/** "Late, because this feed could not be read from Tue 14:05 to Tue 18:10." */
export function lateLine(late: Lateness, nowMs: number, timeZone: string, frame: Frame): string {
  const time = (at: string) => sayRecent(at, nowMs, timeZone, frame);
  if (late.because === "sending") return fill(frame.late.sending, { time: time(late.dueAt) });
  if (late.because === "settings") return fill(frame.late.settings, { time: time(late.changedAt) });
  if (late.because === "name") return fill(frame.late.name, { name: plainLine(late.name, longest.name) });
  return fill(frame.late[late.because], { from: time(late.from), until: time(late.until) });
}

/** "BMW × Toyota · partnership EXPANDED (was agreed) · fuel cells". */
const headline = (story: ToldStory, frame: Frame): string =>
  [story.parties.join(" × "), verdictOf(story, frame), story.areas.join(", ")].filter(Boolean).join(" · ");

/** "partnership EXPANDED (was agreed)", "partnership AGREED (new: Volvo, €3B)". */
export function verdictOf(story: ToldStory, frame: Frame): string {
  const shouted = story.stage?.toLocaleUpperCase("en") ?? "";
  const verdict = story.noun === null ? frame.inTheNews : `${story.noun} ${shouted}`.trim();
  const news = newsLine(story, frame);
  const changed = story.change === null ? "" : `${story.change.toLocaleUpperCase("en")}: `;
  return `${changed}${verdict}${news === "" ? "" : ` (${news})`}`;
}

/** What is new to a reader who knows the story: "was agreed; new: Volvo"; "" for who doesn't, and where a change says it. */
function newsLine({ isUpdate, before, further, change }: ToldStory, frame: Frame): string {
  const said = [
    ...(before === null ? [] : [fill(frame.was, { stage: before })]),
    ...(further.length === 0 ? [] : [fill(frame.further, { facts: further.join(", ") })]),
  ];
  if (said.length > 0) return said.join("; ");
  return isUpdate && change === null ? frame.newFacts : "";
}

export function nothingLine(watchlists: string[], frame: Frame): string[] {
  const names = watchlists.map((name) => plainLine(name, longest.name)).join(", ");
  return names === "" ? [] : [`${fill(frame.nothingOn, { watchlists: names })}.`];
}

function whyLines(stories: ToldStory[], frame: Frame): string {
  const label = `${frame.why}: `;
  const reasons = [...new Set(stories.map((story) => why(story, frame)))];
  return `${label}${reasons.join(`;\n${" ".repeat(label.length)}`)}.`;
}

/** `"BMW", "Toyota" on Car alliances; "weiten … aus" = expanded`. */
export function why({ watchlists, trigger, stage }: ToldStory, frame: Frame): string {
  const reasons = watchlists.map(({ name, entities }) =>
    fill(frame.on, { names: entities.map((entity) => `"${entity}"`).join(", ") || frame.nobody, watchlists: name }),
  );
  return [...reasons, ...(trigger && stage ? [`"${trigger}" = ${stage}`] : [])].join("; ");
}

/** "12 feeds, 10 healthy, 1 failing since Tue 14:05 (HTTP 403); 1 silent since Mon 09:00." */
export function coverageLine(
  { feeds, failing, silent }: Coverage,
  { language, timeZone }: Reader,
  nowMs: number,
): string {
  const frame = frames[language];
  if (feeds === 0) return frame.noFeeds;
  const all = fillCount(frame.feeds, feeds);
  const ailing = failing.length + silent.length;
  if (ailing === 0) return `${all}, ${feeds === 1 ? frame.allHealthy.one : frame.allHealthy.other}.`;
  const time = (since: string) => sayRecent(since, nowMs, timeZone, frame);
  const failed = failing.map(({ title, since, reason }) => {
    const said = fill(frame.failingSince, { time: time(since), reason: plainLine(reason, longest.reason) });
    return { title, said };
  });
  const quiet = silent.map(({ title, since }) => ({ title, said: fill(frame.silentSince, { time: time(since) }) }));
  const groups = [group(failed, frame.failing, frame), group(quiet, frame.silent, frame)].filter(Boolean);
  return `${all}, ${fill(frame.healthy, { n: feeds - ailing })}, ${groups.join("; ")}.`;
}

/** "1 failing since Tue 14:05", "2 failing: Alpha since …, Beta since …"; "" of none. */
function group(feeds: { title: string; said: string }[], count: Frame["failing"], frame: Frame): string {
  const [first] = feeds;
  if (!first) return "";
  if (feeds.length === 1) return `${fillCount(count, 1)} ${first.said}`;
  const named = feeds.slice(0, namedMax).map(({ title, said }) => `${plainLine(title, longest.outlet)} ${said}`);
  const more = feeds.length > namedMax ? [fillCount(frame.more, feeds.length - namedMax)] : [];
  return `${fillCount(count, feeds.length)}: ${[...named, ...more].join(", ")}`;
}
