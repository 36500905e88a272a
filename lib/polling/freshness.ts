import { httpDate } from "./http-date.ts";

export interface FreshnessFields {
  cacheControl: string | null;
  expires: string | null;
  date: string | null;
  age: string | null;
}

/**
 * For how many more whole seconds the answer counts as fresh (RFC 9111 §4.2): `max-age` less `Age`, else `Expires` less `Date` (`now`, epoch
 * milliseconds, where the server sent no date); 0 for `no-cache`, `no-store` and what is past or malformed; null where the server says nothing.
 */
export function freshForSeconds(fields: FreshnessFields, now: number): number | null {
  const directives = (fields.cacheControl ?? "")
    .toLowerCase()
    .split(",")
    .map((directive) => directive.trim());
  if (directives.some((directive) => directive === "no-cache" || directive === "no-store")) return 0;
  const maxAge = directives.find((directive) => directive.startsWith("max-age="));
  if (maxAge) return remaining(seconds(maxAge.slice("max-age=".length)), fields.age);
  if (fields.expires === null) return null;
  const expires = httpDate(fields.expires, now);
  const sent = fields.date === null ? null : httpDate(fields.date, now);
  return expires === null ? 0 : remaining(Math.floor((expires - (sent ?? now)) / 1000), fields.age);
}

/** Above this, RFC 9111 §1.2.2 lets a number of seconds stand for "for ever". */
const secondsMax = 2 ** 31;

const seconds = (text: string) => (/^"?\d+"?$/.test(text) ? Math.min(Number(text.replaceAll('"', "")), secondsMax) : 0);

const remaining = (lifetime: number, age: string | null) => Math.max(0, lifetime - seconds(age?.trim() ?? "0"));
