import type { WatchedName } from "./dictionary.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * The words before the bracket that the letters in it are short for, where these are not the company: "general manager (GM)", "Verein
 * Vogelschutz Westfalen (VW)"; else null. Letters that hardly mean anything else but the company are taken for short only of
 * what is said to be no company: "Rheinisch-Westfälisches Elektrizitätswerk (RWE)" is its own long name.
 */
export function shortFor(name: WatchedName, text: string, { before, after }: Surroundings): string | null {
  if (!/\($/.test(before) || !/^\)/.test(after)) return null;
  const all = before.replace(/\s*\($/, "").split(/[\s-]+/);
  const words = all.slice(-text.length);
  const initials = words.map((word) => word.charAt(0).toUpperCase()).join("");
  if (words.length !== text.length || initials !== text.toUpperCase()) return null;
  const phrase = words.join(" ");
  const isOwn = name.entity.aliases.some((alias) => phrase.toLowerCase().endsWith(alias.text.toLowerCase()));
  const isUnsure = name.ambiguity === "acronym" || name.alias.needsContext;
  // Of a name that the catalogue doesn't know, the long form may be its own, were it a bank's association.
  const isNone = name.branch !== "" && all.slice(-text.length - 2).some((word) => noCompany.test(word));
  return !isOwn && (isUnsure || isNone) ? phrase : null;
}

const noCompany =
  /(?:verein|verband|verbands|partei|gewerkschaft|bund|bündnis|klub|club|initiative|ministerium|amt|behörde|universität|hochschule|institut|gemeinschaft|association|union|party|ministry|university|institute|society|league)$/i;
