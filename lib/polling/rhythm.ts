/** How often a feed brings news, in little: what it takes to say how soon to ask again and when silence is strange. */
export interface Rhythm {
  /** Our clock, ISO 8601: the first poll that read the feed. */
  watchedSince: string;
  /** Epoch minutes in which news came, ascending: at first those that the items themselves say, then ours. */
  arrivals: number[];
  /** The longest pause between two of them that we saw, in minutes, fading with the months. */
  longestGap: number;
  /** The minutes in which all of the feed's items are replaced, as the fastest poll of late showed; null where none did. */
  turnover: number | null;
}

/** Enough to see a rhythm, and a feed that changes its habits has shown it after so many. */
const arrivalsMax = 24;
/** Fewer pauses than this are chance. */
const gapsMin = 4;
/** A yearly report does not make a rhythm. */
const datedDaysMax = 400;
/** Within a month or two the summer's pause is forgotten. */
const longestGapHalfLifeDays = 30;
/** With each poll that brings news, the fastest one counts for less by this. */
const turnoverFades = 1.25;

const minuteOf = (date: Date): number => Math.floor(date.getTime() / 60_000);
const minutesOfDay = 24 * 60;

/** The rhythm at the first poll that reads a feed, from its items' own dates. Those in the future, or without one, say nothing. */
export function firstRhythm(published: readonly (string | null)[], now: Date): Rhythm {
  const last = minuteOf(now);
  const minutes = published
    .flatMap((date) => (date === null ? [] : [minuteOf(new Date(date))]))
    .filter((minute) => minute <= last && minute > last - datedDaysMax * minutesOfDay);
  const arrivals = [...new Set(minutes)].sort((a, b) => a - b).slice(-arrivalsMax);
  return { watchedSince: now.toISOString(), arrivals, longestGap: 0, turnover: null };
}

export interface Arrival {
  newItems: number;
  /** Items in the feed. */
  items: number;
  /** Since the last poll that could read the feed; null where that is not known. */
  sinceLastPoll: number | null;
}

/** The rhythm after a poll that brought news. */
export function nextRhythm(rhythm: Rhythm, { newItems, items, sinceLastPoll }: Arrival, now: Date): Rhythm {
  const minute = minuteOf(now);
  const last = rhythm.arrivals.at(-1);
  const gap = last === undefined || sinceLastPoll === null ? 0 : minute - last;
  const fading = 0.5 ** ((last === undefined ? 0 : minute - last) / minutesOfDay / longestGapHalfLifeDays);
  const turnover = sinceLastPoll === null || newItems === 0 ? null : (sinceLastPoll * items) / newItems;
  const faded = rhythm.turnover === null ? null : rhythm.turnover * turnoverFades;
  return {
    watchedSince: rhythm.watchedSince,
    arrivals: [...rhythm.arrivals.filter((arrival) => arrival < minute), minute].slice(-arrivalsMax),
    longestGap: Math.round(Math.max(rhythm.longestGap * fading, gap)),
    turnover: turnover === null || faded === null ? (turnover ?? faded) : Math.min(turnover, faded),
  };
}

/** The pause, in minutes, that a quarter of the latest pauses are no longer than; null where there are too few of them. */
export const usualGap = (rhythm: Rhythm): number | null => quantileOfGaps(rhythm, 0.25);

/** So many times its longest usual pause a feed may be silent before we say so. */
const longGapsAllowed = 3;
const longestGapAllowed = 1.5;
/** A long weekend, for a feed of which we have not seen enough weekends yet; a night's work on the servers. */
const silentHoursMin = { young: 72, known: 6 };
const youngDays = 14;
/** Where a feed has no rhythm to go by. */
const silentDaysWithoutRhythm = 30;

/**
 * After how many minutes without news the feed is silent beyond its own rhythm: three times the pause that 95 % of its
 * pauses are no longer than, and half as long again as the longest that we saw (nights, weekends, holidays).
 */
export function silentAfter(rhythm: Rhythm, now: Date): number {
  const long = quantileOfGaps(rhythm, 0.95);
  if (long === null) return silentDaysWithoutRhythm * minutesOfDay;
  const isYoung = now.getTime() - Date.parse(rhythm.watchedSince) < youngDays * minutesOfDay * 60_000;
  const least = silentHoursMin[isYoung ? "young" : "known"] * 60;
  return Math.max(long * longGapsAllowed, rhythm.longestGap * longestGapAllowed, least);
}

/** When news last came, ISO 8601, where that is longer ago than the rhythm allows for; null for a feed that is not silent. */
export function silentSince(rhythm: Rhythm, now: Date): string | null {
  const last = lastNews(rhythm);
  return minuteOf(now) - minuteOf(last) > silentAfter(rhythm, now) ? last.toISOString() : null;
}

/** Where a feed never said when it brought anything, the time since which we watch it. */
function lastNews({ arrivals, watchedSince }: Rhythm): Date {
  const last = arrivals.at(-1);
  return last === undefined ? new Date(watchedSince) : new Date(last * 60_000);
}

/** Nearest rank. */
function quantileOfGaps({ arrivals }: Rhythm, part: number): number | null {
  const gaps = arrivals.slice(1).map((arrival, at) => arrival - (arrivals[at] as number));
  if (gaps.length < gapsMin) return null;
  return gaps.sort((a, b) => a - b)[Math.ceil(gaps.length * part) - 1] as number;
}
