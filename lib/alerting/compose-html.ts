import { escapeMarkup } from "../text/escape-markup.ts";
import type { Stage } from "../tieups/tie-up.ts";
import {
  coverageLine,
  heldLines,
  lateLine,
  nothingLine,
  provenance,
  type Reader,
  verdictOf,
  why,
} from "./compose-email.ts";
import { type Frame, fill, fillCount, frames } from "./frame.ts";
import { link, note, section } from "./mail-blocks.ts";
import { light, type MailContent } from "./mail-page.ts";
import { sayRecent } from "./say-time.ts";
import type { Summary } from "./summary.ts";
import { type ToldStory, tellStories } from "./tell-story.ts";

type Tone = "good" | "bad" | "open" | "calm";
/** Beside the word, which says the same to who sees no colours. */
const toneOf: Record<Stage, Tone> = {
  rumoured: "open",
  agreed: "good",
  expanded: "good",
  active: "calm",
  ended: "bad",
  denied: "bad",
};

/** The summary as the HTML of an email: what `composeEmail` says, arranged. `nowMs` in epoch milliseconds. */
export function composeHtml(summary: Summary, reader: Reader, nowMs: number): MailContent {
  const frame = frames[reader.language];
  const stories = tellStories(summary.stories, reader.language);
  const time = sayRecent(summary.since, nowMs, reader.timeZone, frame);
  const names = new Set(stories.flatMap(({ watchlists }) => watchlists.map(({ name }) => name)));
  const [first] = stories;
  return {
    heading: [...names].join(", "),
    preview: first?.evidence ?? "",
    blocks: [
      note(
        [fillCount(frame.stories, stories.length, { time }), ...heldLines(summary.held ?? {}, reader, frame)].join(" "),
      ),
      ...stories.map((story) => section(storyBlock(story, nowMs, reader, frame))),
      section(
        [...nothingLine(summary.nothingOn ?? [], frame), coverageLine(summary.coverage, reader, nowMs)]
          .map((text, n) => note(text, n === 0 ? 0 : undefined))
          .join("\n"),
      ),
    ],
  };
}

function storyBlock(story: ToldStory, nowMs: number, { timeZone }: Reader, frame: Frame): string {
  const { parties, title, evidence, lang, areas, late } = story;
  const tone = story.change !== null || story.stageKey === null ? "calm" : toneOf[story.stageKey];
  const verdict = verdictOf(story, frame);
  return [
    `<p style="margin:0"><span class="${tone}" style="display:inline-block;padding:2px 10px;border-radius:4px;font-size:13px;line-height:1.5;font-weight:600;${light[tone]}">${escapeMarkup(verdict)}</span></p>`,
    `<h2 class="text" style="margin:6px 0 0;font-size:18px;line-height:1.35;font-weight:600;overflow-wrap:anywhere;${light.text}">${escapeMarkup(parties.join(" × ") || title)}</h2>`,
    note(areas.join(", "), 2),
    `<blockquote class="text" lang="${language(lang)}" style="margin:10px 0 0;padding:0 0 0 12px;border-left:3px solid #8a929c;overflow-wrap:anywhere;${light.text}">${escapeMarkup(evidence)}</blockquote>`,
    note(provenance(story, nowMs, timeZone, frame)),
    story.link === null
      ? ""
      : `<p style="margin:4px 0 0;font-size:14px">${link(story.link, readAt(story.link, story.outlet, frame))}</p>`,
    note(late === null ? "" : lateLine(late, nowMs, timeZone, frame)),
    note(`${frame.why}: ${why(story, frame)}.`),
  ]
    .filter(Boolean)
    .join("\n");
}

/** "Read at Pressedienst (wire.example)": the host as it is, so that nobody is led elsewhere than it says. */
const readAt = (url: string, outlet: string, { mail }: Frame): string =>
  fill(mail.readAt, { outlet: outlet || new URL(url).hostname, host: new URL(url).hostname });

/** A screen reader reads the evidence in its own language. */
const language = (lang: string): string => (/^[a-z]{2,3}$/.test(lang) ? lang : "und");
