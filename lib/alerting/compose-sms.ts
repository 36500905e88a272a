import type { Reader } from "./compose-email.ts";
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
 * The summary's newest story and how many more there are, as one SMS of at most `partsMax` parts. What doesn't fit is left
 * out in this order: areas, outlets, long names, the link. A link is whole or absent.
 */
export function composeSms(summary: Summary, { language }: Reader, partsMax = partsByDefault): Sms {
  const frame = frames[language];
  const stories = tellStories(summary.stories, language);
  const [first] = stories;
  if (!first) throw new RangeError("expected a summary to have at least one story, got none");
  const more = stories.length > 1 ? fillCount(frame.more, stories.length - 1) : null;
  const wordings = wordingsOf(first, more, frame).map(toGsm7);
  const text = wordings.find((wording) => smsParts(wording) <= partsMax) ?? cut(wordings.at(-1) ?? "", partsMax);
  return { text, parts: smsParts(text), encoding: "GSM-7" };
}

/** From the fullest wording to the shortest. */
function wordingsOf(story: ToldStory, more: string | null, frame: Frame): string[] {
  const further = story.sourcing.outlets - 1;
  const outlets = further > 0 ? `${story.outlet} +${further}` : story.outlet;
  const { parties, verdict } = inShort(story);
  const said = shorten(verdict, verdictMax) || frame.inTheNews;
  const bare = headline(parties, said);
  const short = headline(shortened(parties), said);
  const areas = story.areas.map((_, n) => story.areas.slice(0, story.areas.length - n));
  return [
    ...areas.map((some) => sentences(`${bare} (${some.join(", ")})`, outlets, more, story.link)),
    sentences(bare, outlets, more, story.link),
    sentences(bare, null, more, story.link),
    sentences(short, null, more, story.link),
    sentences(bare, outlets, more, null),
    sentences(short, null, more, null),
  ];
}

const sentences = (headline: string, outlets: string | null, more: string | null, link: string | null): string =>
  [...[headline, outlets, more].filter(Boolean).map((part) => `${part}.`), ...(link ? [link] : [])].join(" ");

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
