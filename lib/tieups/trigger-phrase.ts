import type { Evidence } from "./tie-up.ts";

/** Stands for the words between two quoted ones. */
const gap = " … ";

/**
 * The words that decided, in the order of the sentence: trigger "Zusammenarbeit" and cue "weiten … aus" give
 * "weiten … Zusammenarbeit … aus". Words that don't stand in the sentence as they are quoted are left out.
 */
export function triggerPhrase({ sentence, trigger, cues }: Evidence): string {
  const quoted = [trigger, ...cues].flatMap((words) => words.split(gap.trim()).map((word) => word.trim()));
  const spans = quoted.flatMap((words) => spanOf(words, sentence)).sort((a, b) => a.start - b.start || b.end - a.end);
  let phrase = "";
  let end = -1;
  for (const span of spans) {
    if (span.end <= end) continue;
    const between = end < 0 ? "" : sentence.slice(end, span.start).trim() === "" ? " " : gap;
    phrase += between + sentence.slice(Math.max(span.start, end), span.end);
    end = span.end;
  }
  return phrase || trigger;
}

interface Span {
  start: number;
  end: number;
}

/** The first place where the words stand as whole words. */
function spanOf(words: string, sentence: string): Span[] {
  if (words === "") return [];
  for (let start = sentence.indexOf(words); start >= 0; start = sentence.indexOf(words, start + 1)) {
    const end = start + words.length;
    if (!isLetter(sentence[start - 1]) && !isLetter(sentence[end])) return [{ start, end }];
  }
  return [];
}

const isLetter = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character);
