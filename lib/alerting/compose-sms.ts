import { heldLines, type Reader } from "./compose-email.ts";
import { type Frame, fillCount, frames } from "./frame.ts";
import { smsParts, toGsm7 } from "./gsm-7.ts";
import { shorten } from "./plain-line.ts";
import type { Summary } from "./summary.ts";
import { inShort, type ToldStory, tellStories } from "./tell-story.ts";

export interface Sms {
  text: string;
  /** What the text is billed as. Never above the limit. */
  parts: number;
  encoding: "GSM-7";
}

const partsByDefault = 1;
const shortNameMax = 24;
const verdictMax = 80;

/**
 * The summary's newest story, why it comes late, and how many more there are, as one SMS of at most `partsMax` parts. What
 * doesn't fit is left out in this order: what was held, areas, outlets, why it is late, long names, the link. A link is whole
 * or absent.
 */
export function composeSms(summary: Summary, reader: Reader, partsMax = partsByDefault): Sms {
  const frame = frames[reader.language];
  const stories = tellStories(summary.stories, reader.language);
  const [first] = stories;
  if (!first) throw new RangeError("expected a summary to have at least one story, got none");
  const more = moreLine(stories.slice(1), frame);
  const [late, because] = first.late ? [frame.lateInShort.bare, frame.lateInShort[first.late.because]] : ["", ""];
  const held = heldLines(summary.held ?? {}, reader, frame);
  const wordings = wordingsOf(first, { full: [because, ...more], brief: [late, ...more], held }, frame).map(toGsm7);
  const [withHeld = "", ...others] = wordings;
  const without = others.find((wording) => smsParts(wording) <= partsMax) ?? cut(others.at(-1) ?? "", partsMax);
  // What was held is worth no other part.
  const text = smsParts(withHeld) <= smsParts(without) ? withHeld : without;
  return { text, parts: smsParts(text), encoding: "GSM-7" };
}

/** "+2 more", "+2 more (1 late)": why, an SMS has no room for. */
function moreLine(others: ToldStory[], frame: Frame): string[] {
  if (others.length === 0) return [];
  const late = others.filter((story) => story.late !== null).length;
  return [late === 0 ? fillCount(frame.more, others.length) : fillCount(frame.moreLate, others.length, { late })];
}

/** What is said beside the story, at length and in a word. */
type Notes = Record<"full" | "brief" | "held", string[]>;

/** From the fullest wording to the shortest. */
function wordingsOf(story: ToldStory, { full, brief, held }: Notes, frame: Frame): string[] {
  const further = story.sourcing.outlets - 1;
  const outlets = further > 0 ? `${story.outlet} +${further}` : story.outlet;
  const { parties, verdict } = inShort(story, frame);
  const said = shorten(verdict, verdictMax) || frame.inTheNews;
  const bare = headline(parties, said);
  const short = headline(shortened(parties), said);
  const areas = story.areas.map((_, n) => story.areas.slice(0, story.areas.length - n));
  const withAreas = [...areas.map((some) => `${bare} (${some.join(", ")})`), bare];
  const link = story.link ? [story.link] : [];
  return [
    [...sentences([withAreas[0] ?? bare, outlets, ...full, ...held]), ...link],
    ...withAreas.map((line) => [...sentences([line, outlets, ...full]), ...link]),
    [...sentences([bare, ...full]), ...link],
    [...sentences([bare, ...brief]), ...link],
    [...sentences([short, ...brief]), ...link],
    sentences([bare, outlets, ...full]),
    sentences([short, ...brief]),
  ].map((parts) => parts.join(" "));
}

const sentences = (parts: string[]): string[] =>
  parts.filter(Boolean).map((part) => (part.endsWith(".") ? part : `${part}.`));

const headline = (parties: string[], verdict: string): string =>
  parties.length > 0 ? `${parties.join(" × ")}: ${verdict}` : verdict;

function shortened(parties: string[]): string[] {
  const names = parties.slice(0, 2).map((name) => name.slice(0, shortNameMax).trim());
  return parties.length > 2 ? [...names.slice(0, 1), `${names[1]} +${parties.length - 2}`] : names;
}

/** The beginning of the text that fits. */
function cut(text: string, partsMax: number): string {
  let kept = [...text];
  while (smsParts(`${kept.join("")}...`) > partsMax) kept = kept.slice(0, -1);
  return `${kept.join("")}...`;
}
