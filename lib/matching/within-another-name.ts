import people from "./catalogue/people.json" with { type: "json" };
import type { Surroundings } from "./surroundings.ts";

/**
 * The name of something else that the name is only a part of, or null: streets, foundations, stadiums and contests called after a
 * company ("Siemens-Straße", "Allianz Arena"), clubs ("EHC Red Bull") and things called after a person ("Gustav-Porsche-Weg").
 */
export function withinAnotherName(text: string, around: Surroundings): string | null {
  const { compoundLeft, compoundRight, wordBefore, wordAfter, gapBefore, gapAfter } = around;
  if (compoundRight && firstNames.has(compoundLeft)) return `${compoundLeft}-${text}-${compoundRight}`;
  if (calledAfter.test(compoundRight)) return `${text}-${compoundRight}`;
  if (gapAfter === " " && calledAfterWord.test(wordAfter)) return `${text} ${wordAfter}`;
  if (gapBefore === " " && clubs.test(wordBefore)) return `${wordBefore} ${text}`;
  return null;
}

const firstNames = new Set(people.firstNames);

/** Behind a hyphen. Not "Preis": an "Apple-Preis" is what Apple asks. */
const calledAfter =
  /^(?:stra(?:ß|ss)e|str|allee|platz|ufer|brücke|damm|stiftung|foundation|arena|stadion|museum|universität|gymnasium|cup|pokal|open|marathon)$/i;
const calledAfterWord =
  /^(?:Arena|Stadion|Stadium|Stiftung|Foundation|Museum|Straße|Allee|Avenue|Boulevard|Street|Beach|Lake|Islands?|River|County|Bay|Valley|Cup|Pokal|Marathon)$/;
const clubs = /^(?:FC|VfL|VfB|TSV|SV|SC|FSV|TSG|EHC|ERC|ESV|TuS|SpVgg|BSG|HSG|MTV)$/;
