/** Offsets from UTC, in minutes, of the zones that publishers write by name (RFC 822 §5, and those of Europe, Asia, Australia). */
const offsets: Record<string, number> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  west: 60,
  bst: 60,
  cet: 60,
  met: 60,
  mez: 60,
  cest: 120,
  mest: 120,
  mesz: 120,
  eet: 120,
  sast: 120,
  eest: 180,
  msk: 180,
  trt: 180,
  gst: 240,
  ist: 330,
  ict: 420,
  wib: 420,
  sgt: 480,
  hkt: 480,
  awst: 480,
  jst: 540,
  kst: 540,
  acst: 570,
  aest: 600,
  acdt: 630,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
  brt: -180,
  art: -180,
  clt: -240,
  nst: -210,
  ndt: -150,
  ast: -240,
  adt: -180,
  edt: -240,
  est: -300,
  et: -300,
  cdt: -300,
  cst: -360,
  mdt: -360,
  mst: -420,
  pdt: -420,
  pst: -480,
  akdt: -480,
  akst: -540,
  hst: -600,
};

/** What Americans write all year ("ET", "Eastern"); the clocks change all the same. By the first letter. */
const americanZones: Record<string, string> = {
  e: "America/New_York",
  c: "America/Chicago",
  m: "America/Denver",
  p: "America/Los_Angeles",
};

/** The IANA name of the American zone that is named without a season ("ET", "Pacific Time"), or null: another, or none. */
export const americanZone = (written: string): string | null =>
  /^(?:[ecmp]t|(?:eastern|central|mountain|pacific)(?: time)?)$/i.test(written)
    ? (americanZones[written.charAt(0).toLowerCase()] ?? null)
    : null;

/**
 * The offset in minutes that stands for a zone: "", "Z", "+0100", "+01:00", "+1", a name, or a name with an offset
 * ("GMT+0100"); a comment in brackets is ignored. Single military letters mean UTC (RFC 2822 §4.3: their use was wrong too
 * often). null for what is no zone.
 */
export function offsetMinutesOf(zone: string): number | null {
  const written = zone
    .replace(/\([^)]*\)/g, "")
    .replace(/^[\s,;]+|[\s,;.]+$/g, "")
    .replace("\u2212", "-")
    .toLowerCase();
  if (/^[a-z]?$/.test(written)) return 0;
  const parts = /^([a-z]+)?\s*(?:([+-])\s?(\d{1,2})(?::?(\d{2}))?)?$/.exec(written);
  if (!parts) return null;
  const [, name, sign, hours = "0", minutes = "0"] = parts;
  const named = name === undefined ? 0 : offsets[name];
  if (named === undefined || Number(hours) > 15 || Number(minutes) > 59) return null;
  const offset = Number(hours) * 60 + Number(minutes);
  // "GMT+0100" and "CET +0100" say the offset outright; the name beside it adds nothing.
  return sign === undefined ? named : sign === "-" ? -offset : offset;
}
