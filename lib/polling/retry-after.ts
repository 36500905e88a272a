import { httpDate } from "./http-date.ts";

/** However long a server asks for, we look again after a day. */
export const retryAfterSecondsMax = 24 * 60 * 60;

/**
 * How many whole seconds a Retry-After header asks to wait (RFC 9110 §10.2.3: seconds or an HTTP date, counted from `now`, epoch milliseconds),
 * from 0 to a day; null where there is none or it makes no sense.
 */
export function retryAfterSeconds(value: string | null, now: number): number | null {
  const text = value?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Math.ceil(Number(text)), retryAfterSecondsMax);
  const date = httpDate(text, now);
  return date === null ? null : Math.min(Math.max(0, Math.ceil((date - now) / 1000)), retryAfterSecondsMax);
}
