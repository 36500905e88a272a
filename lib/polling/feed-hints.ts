import type { HintRole } from "./feed-names.ts";
import type { FeedHints } from "./item.ts";
import type { RawField } from "./raw-field.ts";

/**
 * What the channel asks of whoever polls it (RSS 2.0 `ttl`, `skipHours`, `skipDays`; RSS 1.0 syndication module), or null
 * where it asks nothing that makes sense. All hours or all days skipped make none: nobody publishes for no reader.
 */
export function feedHints(fields: readonly RawField[]): FeedHints | null {
  const of = (role: HintRole): string => fields.find((field) => field.role === role)?.value.trim() ?? "";
  const hints = {
    ttlMinutes: positive(of("ttl")),
    updateMinutes: updateMinutes(of("updatePeriod"), of("updateFrequency")),
    skipHours: notAll(24, hours(of("skipHours"))),
    skipDays: notAll(7, days(of("skipDays"))),
  };
  const asks = hints.ttlMinutes !== null || hints.updateMinutes !== null;
  return asks || hints.skipHours.length + hints.skipDays.length > 0 ? hints : null;
}

const positive = (text: string): number | null => (/^\d{1,9}$/.test(text) && Number(text) > 0 ? Number(text) : null);

const periods: Record<string, number> = { hourly: 60, daily: 1440, weekly: 10_080, monthly: 43_200, yearly: 525_600 };

/** Where only one of the two is given, the other is "daily" or 1, as the module says. */
function updateMinutes(period: string, frequency: string): number | null {
  const minutes = periods[(period || "daily").toLowerCase()];
  const times = positive(frequency || "1");
  const given = period !== "" || frequency !== "";
  return given && minutes && times ? Math.max(1, Math.round(minutes / times)) : null;
}

/** The texts of the elements inside: the field is kept with its markup. */
const entries = (markup: string): string[] => markup.split(/<[^>]*>|[\s,]+/).filter((text) => text !== "");

/** RSS 0.91 counts the hours from 1 to 24, RSS 2.0 from 0 to 23: 24 is midnight in the first. */
const hours = (markup: string): number[] =>
  distinct(
    entries(markup).flatMap((text) => (/^\d{1,2}$/.test(text) && Number(text) <= 24 ? [Number(text) % 24] : [])),
  );

const dayNames = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

const days = (markup: string): number[] =>
  distinct(entries(markup).map((text) => dayNames.indexOf(text.toLowerCase()))).filter((day) => day >= 0);

const distinct = (numbers: number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b);

const notAll = (all: number, numbers: number[]): number[] => (numbers.length < all ? numbers : []);
