import { coverageLine, type Reader, subjectCharactersMax } from "./compose-email.ts";
import { inOnePart } from "./compose-feed-notice.ts";
import { fill, frames } from "./frame.ts";
import { plainLine, shorten } from "./plain-line.ts";
import { sayRecent } from "./say-time.ts";
import type { Channel } from "./subscriber.ts";
import type { Coverage } from "./summary.ts";
import { longest } from "./tell-story.ts";

/**
 * That digests which were due have nothing to tell, and how well was watched meanwhile: an email, or an SMS of one part.
 * `since` is ISO 8601, `nowMs` in epoch milliseconds.
 */
export function composeNothingNew(
  { watchlists, since, coverage }: { watchlists: string[]; since: string; coverage: Coverage },
  channel: Channel,
  reader: Reader,
  nowMs: number,
): { subject: string | null; text: string } {
  const frame = frames[reader.language];
  const names = watchlists.map((name) => plainLine(name, longest.name)).join(", ");
  const subject = fill(frame.nothingOn, { watchlists: names });
  const watched = coverageLine(coverage, reader, nowMs);
  if (channel === "sms") return { subject: null, text: inOnePart(`${subject}. ${watched}`, null) };
  const time = sayRecent(since, nowMs, reader.timeZone, frame);
  const text = `${fill(frame.nothingSince, { watchlists: names, time })}\n${watched}\n`;
  return { subject: shorten(subject, subjectCharactersMax), text };
}
