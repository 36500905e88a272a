import people from "./catalogue/people.json" with { type: "json" };
import { companyHeads } from "./company-words.ts";
import type { WatchedName } from "./dictionary.ts";
import { lastPart, type Surroundings } from "./surroundings.ts";

/**
 * The words that show that a name of one word is a person's, or null: a first name, a title, an office or a role before it ("Harrison
 * Ford", "Innenministerin Linde", "Quarterback Jaylen Ford"), an age beside it ("Mercedes, 34,"), "who" or a surname behind it.
 */
export function asPerson(name: WatchedName, text: string, around: Surroundings): string | null {
  const isSurname = /^\p{Lu}[\p{L}\p{M}'’]*$/u.test(text) && !name.alias.caseSensitive;
  if (!isSurname) return null;
  const { compoundRight, gapBefore, before, gapAfter, wordAfter } = around;
  if (name.ambiguity !== null && gapAfter === " " && surnames.has(wordAfter)) return `${text} ${wordAfter}`;
  if (name.ambiguity === "person" && family.test(compoundRight)) return `${text}-${compoundRight}`;
  if (compoundRight !== "" && companyHeads.has(compoundRight.toLowerCase())) return null;
  const described = name.ambiguity === "person" ? describedBehind(text, around.after) : null;
  const account = before.endsWith("_") ? /@(\p{L}+)_$/u.exec(before) : null;
  if (account?.[1] && firstNames.has(account[1])) return `${account[0]}${text}`;
  if (described || gapBefore !== " ") return described;
  const aged = compoundRight === "" ? agedBefore(name, around) : null;
  if (aged) return `${aged.exec(before)?.[0]}${text}`;
  return isCalled(name, around) ? `${around.wordBefore} ${text}` : null;
}

/** "Mercedes, 34, said", "Ford (42)", "Ford, who played Han Solo": a company has no age and is no "who". */
function describedBehind(text: string, after: string): string | null {
  const found = ageBehind.exec(after) ?? /^,? who\b/.exec(after);
  return found ? `${text}${found[0]}` : null;
}

/** "Hollywoodstar Ford"; what the exchange calls a star is a company. */
const star = /^(?!Börsen|Dax|Aktien|Shooting)\p{L}*[Ss]tar$/u;

const family = /^(?:Schwestern|Brüder|Zwillinge|Geschwister|Familie|Familienclan|Erbe|Erben|Erbin|Witwe|Clan)$/;

const ageBehind = /^(?:, \d{1,2}(?: Jahre(?: alt)?)?,| \(\d{2}(?: Jahre(?: alt)?)?\))/;

function agedBefore({ ambiguity }: WatchedName, { wordBefore, before }: Surroundings): RegExp | null {
  if (!/(?:alte|ährige)[rn]?$/.test(wordBefore)) return null;
  if (ofAge.test(before)) return ofAge;
  return ambiguity === "person" && ofAgeInWords.test(before) ? ofAgeInWords : null;
}

const ofAge = /(?<!\d)\d{2}(?: Jahre alte[rn]?|-[jJ]ährige[rn]?) $/;
const ofAgeInWords = /(?<!\p{L})(?!\p{L}*(?:hundert|tausend|lang|mehr|viel))\p{L}{3,20}jährige[rn]? $/u;

function isCalled({ ambiguity }: WatchedName, { wordBefore, secondBefore }: Surroundings): boolean {
  if (firstNames.has(wordBefore) || isRole(wordBefore)) return true;
  if (/^\p{Lu}\.?$/u.test(wordBefore)) return firstNames.has(secondBefore) || isRole(secondBefore);
  if (/^(?:von|van|de)$/.test(wordBefore)) return firstNames.has(secondBefore);
  if (ambiguity === "person" && firstNames.has(secondBefore) && firstNameLike.test(wordBefore)) return true;
  if (ambiguity === "person" && (star.test(lastPart(wordBefore)) || isSibling(wordBefore, secondBefore))) return true;
  const mayBeWord = ambiguity === "person" || ambiguity === "word";
  return mayBeWord && secondBefore !== "General" && isRole(secondBefore) && firstNameLike.test(wordBefore);
}

/** "Schwester Mercedes" is a nun; "die Schwester Mercedes" of a brand is none. */
const isSibling = (word: string, before: string): boolean =>
  word === "Schwester" && (before === "" || /^(?:[Mm]eine|[Dd]eine|[Uu]nsere)r?$/.test(before));

/** "Jaylen" in "Quarterback Jaylen Ford"; "Orders" in "Judge Orders Apple to Pay" is a verb. */
const firstNameLike = /^\p{Lu}\p{Ll}+(?<!s|ed|ing)$/u;

const firstNames = new Set(people.firstNames);
/** Frequent ones that are no words and no company's products. */
const surnames = new Set(people.surnames);
const titles = new Set(people.titles);

/** A title, an office or what somebody does: "Dr", "Innenministerin", "CDU-Politiker". */
function isRole(word: string): boolean {
  const role = lastPart(word.replace(/\.$/, ""));
  return titles.has(role) || (startsCapital.test(role) && roleEnding.test(role));
}

const startsCapital = /^\p{Lu}/u;
/** Of German nouns that name a person's office or trade; none that a company is called by ("Hersteller", "Weltmeister"). */
const roleEnding =
  /(?:minister|ministers|ministerin|präsident|präsidenten|präsidentin|kanzler|kanzlerin|trainer|trainers|trainerin|torwart|torhüter|stürmer|verteidiger|spielerin|politiker|politikers|politikerin|kommissar|kommissarin|richter|richters|richterin|senatorin|anwalt|anwalts|anwältin|pfarrerin|lehrer|lehrerin|bürgermeister|bürgermeisterin|hausmeister|parteichef|parteichefin|fraktionschef|fraktionschefin|(?<!betriebs|aufsichts)rätin|stadtrat|gemeinderat|nationalrat|landrat|staatsrat|sekretär|sekretärin|abgeordnete|abgeordneter|abgeordneten|schauspieler|schauspielerin|sängerin|forscher|forscherin|ärztin|professorin|direktorin|botschafter|botschafterin|weltmeisterin|olympiasieger|olympiasiegerin)$/i;
