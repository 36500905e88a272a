import { foldPlain } from "../text/fold.ts";

/** A headline of fewer words is a rubric ("Bilder des Tages"), and two of one wording need not be copies. */
const titleWordsMin = 4;
const kickerWordsMax = 5;
const outletWordsMax = 3;
/** The opening of a teaser by which its copies are known: outlets cut the end, not the beginning. */
const teaserWords = 12;

/**
 * Hashes by which the copies of one agency text are known: of the headline without its kicker ("Handball: …") and its outlet ("… - Reuters"), and
 * of the teaser's first dozen words. Two items with a key in common are copies. Empty where both are too short to tell.
 */
export function copyKeys(title: string, summary: string): number[] {
  const headline = words(headlineOf(title));
  const teaser = words(summary).slice(0, teaserWords);
  return [
    ...(headline.length >= titleWordsMin ? [hash32(headline.join(" "))] : []),
    ...(teaser.length === teaserWords ? [hash32(teaser.join(" "))] : []),
  ];
}

/** The headline without kicker and outlet, where what remains is still a headline. */
function headlineOf(title: string): string {
  const bare = withoutOutlet(title);
  const kicker = /^[^:]{2,60}:\s*(?=\S)/u.exec(bare)?.[0] ?? "";
  const rest = bare.slice(kicker.length);
  return kicker && words(kicker).length <= kickerWordsMax && words(rest).length >= titleWordsMin ? rest : bare;
}

function withoutOutlet(title: string): string {
  const outlet = /\s(?:[-–—|])\s([^-–—|]+)$/u.exec(title);
  if (!outlet || words(outlet[1] ?? "").length > outletWordsMax) return title;
  const rest = title.slice(0, outlet.index);
  return words(rest).length >= titleWordsMin ? rest : title;
}

const words = (text: string): string[] => foldPlain(text, "u").match(/[\p{L}\p{N}]+/gu) ?? [];

/** FNV-1a over UTF-16 units. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
