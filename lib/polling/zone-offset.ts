import { offsetMinutesOf } from "./zone-names.ts";

const minuteMs = 60_000;

/** How far the clock of the zone (IANA name) is ahead of UTC at the moment, to the minute, in milliseconds. */
export function zoneOffsetMs(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(moment);
  const written = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  return (offsetMinutesOf(written) ?? 0) * minuteMs;
}

/** The moment at which the clock of the zone (IANA name) shows `wall` (as if UTC). */
export function momentInZone(wall: number, timeZone: string): number {
  const guess = wall - zoneOffsetMs(wall, timeZone);
  return wall - zoneOffsetMs(guess, timeZone);
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
