const units: [ms: number, name: string][] = [
  [24 * 60 * 60_000, "d"],
  [60 * 60_000, "h"],
  [60_000, "min"],
];

/** A time as seen from now, short: "3 min ago", "in 2 h", "just now"; "never" for none. Days count from 48 hours on. */
export function sayWhen(time: string | null, now: Date): string {
  if (time === null) return "never";
  const ms = Date.parse(time) - now.getTime();
  const away = Math.abs(ms);
  const [size, name] = units.find(([unit], at) => away >= unit * (at === 0 ? 2 : 1)) ?? [60_000, "min"];
  // Less than a minute ahead is a minute; of hours and days nobody counts the rest.
  const count = ms < 0 ? Math.floor(away / size) : name === "min" ? Math.ceil(away / size) : Math.round(away / size);
  if (count === 0) return ms < 0 ? "just now" : "now";
  return ms < 0 ? `${count} ${name} ago` : `in ${count} ${name}`;
}

/** A span of minutes, as short: "5 min", "2 h", "1 d". */
export function sayMinutes(minutes: number): string {
  const [size, name] = units.find(([unit]) => (minutes * 60_000) % unit === 0) as [number, string];
  return `${(minutes * 60_000) / size} ${name}`;
}

const format = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

/** A time on this machine's clock: "Tue, 24 Feb 2026, 10:00". */
export const sayTime = (time: string): string => format.format(new Date(time));
