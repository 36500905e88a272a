import type { Reader } from "./compose-email.ts";
import { subjectCharactersMax } from "./compose-email.ts";
import { fill, fillCount, frames } from "./frame.ts";
import { smsParts, toGsm7 } from "./gsm-7.ts";
import { plainLine, shorten } from "./plain-line.ts";
import { sayRecent } from "./say-time.ts";
import type { Channel } from "./subscriber.ts";
import type { FeedNotice } from "./tell-feed-notices.ts";
import { longest } from "./tell-story.ts";

/**
 * What feeds do that fail, are silent or are back, in the reader's language and zone: an email with a line for each, or an
 * SMS of one part with the first and how many more there are. `nowMs` in epoch milliseconds.
 */
export function composeFeedNotice(
  notices: FeedNotice[],
  channel: Channel,
  { language, timeZone }: Reader,
  nowMs: number,
): { subject: string | null; text: string } {
  const frame = frames[language];
  const [first] = notices;
  if (!first) throw new RangeError("expected at least one feed to tell of, got none");
  const title = (notice: FeedNotice): string => plainLine(notice.title, longest.outlet) || notice.feedId;
  const lines = notices.map((notice) => {
    const time = sayRecent(notice.since, nowMs, timeZone, frame);
    const reason = plainLine(notice.reason, longest.reason);
    return fill(frame.notice[notice.state], { title: title(notice), time, reason });
  });
  const more = notices.length > 1 ? fillCount(frame.more, notices.length - 1) : null;
  if (channel === "sms") return { subject: null, text: inOnePart(lines[0] as string, more) };
  const subject = fill(frame.noticeSubject[first.state], { title: title(first) });
  const rest = more === null ? "" : ` (${more})`;
  return { subject: `${shorten(subject, subjectCharactersMax - rest.length)}${rest}`, text: `${lines.join("\n")}\n` };
}

/** As much of the line as fits, which loses its end. */
export function inOnePart(line: string, more: string | null): string {
  const tail = more === null ? "" : ` ${more}.`;
  let text = toGsm7(`${line}${tail}`);
  for (let room = line.length - 1; smsParts(text) > 1; room--) text = toGsm7(`${shorten(line, room)}${tail}`);
  return text;
}
