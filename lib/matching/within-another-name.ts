import people from "./catalogue/people.json" with { type: "json" };
import { resolveName } from "./catalogue.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * The name of something else that the name is only a part of, or null: streets, foundations, stadiums and contests called after a
 * company ("Siemens-Straße", "Allianz Arena"), clubs ("EHC Red Bull") and things called after a person ("Gustav-Porsche-Weg").
 */
export function withinAnotherName(text: string, around: Surroundings): string | null {
  const { compoundLeft, compoundRight, wordBefore, wordAfter, gapBefore, gapAfter } = around;
  if (compoundRight && firstNames.has(compoundLeft) && !endsCompany(around.before))
    return `${compoundLeft}-${text}-${compoundRight}`;
  if (/^(?:von|van|de|zu)$/.test(compoundRight)) return `${text}-${compoundRight}-…`;
  if (calledAfter.test(compoundRight)) return `${text}-${compoundRight}`;
  if (gapAfter === " " && calledAfterWord.test(wordAfter)) return `${text} ${wordAfter}`;
  const endowed = firstNames.has(text) && gapAfter === " " ? endowedBy.exec(around.after) : null;
  if (endowed) return `${text}${endowed[0]}`;
  if (gapBefore === " " && clubs.test(wordBefore)) return `${wordBefore} ${text}`;
  return null;
}

/** Whether the parts of the compound before the name end with a company's: "Mercedes-", "Hapag-Lloyd-", but not "Hans-Otto-". */
function endsCompany(before: string): boolean {
  const parts = /[\p{L}\p{N}-]+$/u.exec(before)?.[0].split("-").filter(Boolean) ?? [];
  return parts.some(
    (_, from) => !firstNames.has(parts[from - 1] ?? "") && resolveName(parts.slice(from).join("-")) !== null,
  );
}

const firstNames = new Set(people.firstNames);

/** Behind a hyphen. Not "Preis": an "Apple-Preis" is what Apple asks. */
const calledAfter =
  /^(?:stra(?:ß|ss)e|str|allee|platz|ufer|brücke|damm|stiftung|foundation|arena|stadion|museum|universität|gymnasium|zoo|theater|halle|park|cup|pokal|open|marathon|trophy|turm|quartier|viertel|siedlung|kaserne|schule)$/i;
const calledAfterWord =
  /^(?:Arena|Stadion|Stadium|Stiftung|Foundation|Museum|Straße|Allee|Avenue|Boulevard|Street|Beach|Lake|Islands?|River|County|Bay|Valley|Cup|Pokal|Marathon|Trophy|Championship|Zoo|Center|Centre|Field|Park|Dome|Coliseum|Speedway|Bowl|Theater|Theatre|Halle|Hall|University|Universität|College)$/;
/** "Otto Brenner Stiftung": a person's whole name, and what is called after that person. */
const endowedBy =
  /^ \p{Lu}[\p{L}.-]+(?: \p{Lu}[\p{L}.-]+)? (?:Stiftung|Foundation|Universität|University|Schule|School|Gymnasium|Museum|Preis|Prize|Institut|Institute|Archiv|Haus|Stadion)(?!\p{L})/u;
const clubs = /^(?:FC|VfL|VfB|TSV|SV|SC|FSV|TSG|EHC|ERC|ESV|TuS|SpVgg|BSG|HSG|MTV)$/;

/** "Orange, Texas": what a town has behind it, for names that are also words. */
export const stateBehind =
  /^, (?:Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New (?:Hampshire|Jersey|Mexico|York)|North (?:Carolina|Dakota)|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South (?:Carolina|Dakota)|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|Ontario|Quebec|British Columbia)(?=[,.;:)]|$)/;
