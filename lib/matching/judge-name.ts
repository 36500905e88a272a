import { withoutEntities } from "../text/left-over-entity.ts";
import { asPerson } from "./as-person.ts";
import companyWords from "./catalogue/company-words.json" with { type: "json" };
import people from "./catalogue/people.json" with { type: "json" };
import { isCommonWord, isSmallWord } from "./catalogue.ts";
import { companyHeads, companyVerbs, introducesOthers, wordsAfterCompany } from "./company-words.ts";
import { isLooseHead } from "./compound-head.ts";
import type { WatchedName } from "./dictionary.ts";
import { beginsPlainSentence } from "./plain-sentence.ts";
import { shortFor } from "./short-for.ts";
import { lastPart, type Surroundings, surroundingsOf } from "./surroundings.ts";
import { stateBehind, withinAnotherName } from "./within-another-name.ts";

/** What the words right around a name say: it is the company, it is not, or the rest of the item must tell. */
export type Judgement =
  | { verdict: "company"; reason: string }
  | { verdict: "other"; reason: string; person: boolean; shortFor?: string }
  | { verdict: "open"; doubt: Doubt | null; verb: string | null };

/** What makes a name doubtful that the item must outweigh. */
export type Doubt = "article" | "compound" | "name follows" | "lower case" | "no verb follows";

/** A name as it stands in a field. */
export interface NamePlace {
  field: string;
  start: number;
  end: number;
  /** The first part of a closed compound ("Telekomchef"). */
  compound: boolean;
}

/** Judges a name by its neighbours alone. */
export function judgeName(name: WatchedName, place: NamePlace): Judgement {
  const around = surroundingsOf(place.field, place.start, place.end);
  if (isInAddress(place)) return other("part of a web or mail address");
  const text = place.field.slice(place.start, place.end);
  const lower = isLowered(name, place);
  if (lower && /\p{Lu}/u.test(place.field) && !/(?:^|[^\p{L}\p{N}])[#@]$/u.test(around.before))
    return other("written in lower case");
  if (isAbbreviation(text, around)) return other("an abbreviation");
  const longer = withinAnotherName(text, around);
  if (longer) return other(`part of the longer name ${longer}`);
  const who = asPerson(name, text, around);
  const person = who ? other(`a person: ${who}`, true) : null;
  const phrase = shortFor(name, text, around);
  if (phrase) return { ...other(`short for ${phrase}`), shortFor: phrase };
  if (isTransliterated(text, around)) return other(`a word, not a name: ${text}`);
  if (place.compound && isLooseHead(around.after) && mayMakeWord(name, text)) return other("part of a longer word");
  if (name.ambiguity === null && !name.alias.needsContext) return person ?? company("exact");
  if (isPlural(name, text, around)) return other("the plural of a word");
  return (
    asTicker(around) ??
    asTitle(name, text, around) ??
    asThing(name, text, around) ??
    roleOf(name, text, around) ??
    asCompany(name, place, around) ??
    inCapitals(name, text, around) ??
    person ??
    asOther(name, place, around) ?? { verdict: "open", doubt: doubtOf(name, text, around, lower), verb: verbOf(around) }
  );
}

/** A longer name that contains a watched one is another's: "Ford Foundation" an organisation, "Premier Doug Ford" a person. */
export function judgeLonger(text: string): Judgement {
  const person = text
    .split(" ")
    .slice(0, -1)
    .some((word) => firstNames.has(word));
  return other(`part of the longer name ${text}`, person);
}

const company = (reason: string): Judgement => ({ verdict: "company", reason });
const other = (reason: string, person = false): Judgement & { verdict: "other" } => ({
  verdict: "other",
  reason,
  person,
});

const nounsBefore = new Set(companyWords.before);
const firstNames = new Set(people.firstNames);

/** "Kraftwerk", "Miniwerk", but "Fordwerke". */
const mayMakeWord = ({ ambiguity }: WatchedName, text: string): boolean =>
  ambiguity === null ? isCommonWord(text) : ambiguity !== "person";

/** "Seats at the opera", "Shells im Sand": a word with a plain s before a preposition is no genitive, which what is owned would follow. */
const isPlural = (name: WatchedName, text: string, { after }: Surroundings): boolean =>
  name.ambiguity === "word" &&
  text === `${name.alias.text}s` &&
  /^\s(?:at|in|on|of|for|from|with|are|were|im|am|auf|für|bei|mit|aus|von|sind|waren)\b/.test(after);

/** "Uber 100 Menschen", "Uber den Wolken": "über" without its dots. */
const isTransliterated = (text: string, { before, after }: Surroundings): boolean =>
  text === "Uber" && /(?:^|[.!?:]\s)$/.test(before) && /^\s(?:\d|(?:den|die|das|dem|eine[nmr]?)\b)/.test(after);

/** "Az.: 12 O 3/16" is no newspaper, and "M4 CS" a model's second half. */
const isAbbreviation = (text: string, { before, after }: Surroundings): boolean =>
  text.length <= abbreviationLettersMax &&
  (/^\.(?::|\s?\d)/.test(after) || /(?<![\p{L}\p{N}])\p{Lu}\d{1,3} $/u.test(before));

const abbreviationLettersMax = 3;

/** A stretch without space that has "://", "www." or an "@" inside. */
function isInAddress({ field, start, end }: NamePlace): boolean {
  let from = start;
  let mayBe = false;
  while (from > 0 && start - from < addressLettersMax) {
    const code = field.charCodeAt(from - 1);
    if (isSpace(code)) break;
    // A colon, "@" or "w": without one of them nothing is tried.
    mayBe ||= code === 0x3a || code === 0x40 || (code | 0x20) === 0x77;
    from -= 1;
  }
  if (mayBe && addressLeft.test(field.slice(from, start))) return true;
  if (end >= field.length || !continuesAddress.test(field.charAt(end))) return false;
  const right = /^\S{0,80}/.exec(field.slice(end, end + 80))?.[0] ?? "";
  return /^[\p{L}\p{N}._-]*@[\p{L}\p{N}-]+\.|^\.(?:de|com|net|org|at|ch|eu|uk|fr|it|info)\//iu.test(right);
}

const addressLettersMax = 200;
const addressLeft = /:\/\/|www\.|[\p{L}\p{N}]@|@[\p{L}\p{N}._-]*\.$/iu;
const continuesAddress = /[\p{L}\p{N}._@-]/u;
const isSpace = (code: number): boolean =>
  code === 0x20 || code === 0x0a || (code > 0x08 && code < 0x0e) || code === 0xa0;

/** A word of the alias begins with a capital letter and that of the text does not; articles don't count. */
function isLowered(name: WatchedName, { field, start, end }: NamePlace): boolean {
  if (end - start === name.alias.text.length && field.startsWith(name.alias.text, start)) return false;
  const mine = wordsOf(name.alias.text);
  const written = wordsOf(withoutEntities(field.slice(start, end))).filter(
    (word) => mine.includes(word) || !/^(?:and|und|amp)$/.test(word),
  );
  return mine.some((word, i) => {
    const first = written[i]?.charAt(0) ?? "";
    return /^\p{Lu}/u.test(word) && first !== first.toUpperCase() && !/^(?:die|der|das|the)$/i.test(word);
  });
}

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];

/** "<GM>", "(GM.N)", "NYSE:GM", "Nasdaq: INTC", "$GM". */
function asTicker({ before, after }: Surroundings): Judgement | null {
  if (/(?:^|[\s(])\$$/.test(before)) return company("ticker");
  if (!/[:\s<(]$/.test(before.slice(-1))) return null;
  const exchange = /(?:NYSE|NASDAQ|Nasdaq|XETRA|Xetra|ETR|FRA|LSE|TSX|TYO|EPA|SWX)\s?:\s?$/.test(before);
  const reuters = /[<(]$/.test(before) && /^\.[A-Z]{1,2}\b/.test(after);
  const angled = /<$/.test(before) && /^>/.test(after);
  return exchange || reuters || angled ? company("ticker") : null;
}

/** "@BILD" is somebody's account, „Spiegel“ a paper. */
function asTitle(name: WatchedName, text: string, { before, after, sentenceStart }: Surroundings): Judgement | null {
  if (/(?:^|[^\p{L}\p{N}])@$/u.test(before)) return company("account name");
  if (name.ambiguity !== "generic" && name.ambiguity !== "word") return null;
  if (/^(?:Die|Der|Das|The) \p{Lu}/u.test(text) && !sentenceStart) return company("article as part of the name");
  return /[„«»“"]$/.test(before) && /^[“”»«"]/.test(after) ? company("title in quotes") : null;
}

function asCompany(name: WatchedName, place: NamePlace, around: Surroundings): Judgement | null {
  if (place.compound && name.ambiguity !== "generic") return company("compound");
  const right = around.compoundRight.toLowerCase();
  if (right && companyHeads.has(right) && !(name.ambiguity === "generic" && !strongHeads.test(right)))
    return company(`compound: -${around.compoundRight}`);
  if (around.gapAfter === " " && wordsAfterCompany.has(around.wordAfter.toLowerCase()))
    return company(`followed by ${around.wordAfter}`);
  const source = name.branch === "media" ? sourceOf(around) : null;
  if (source) return company(`source: ${source}`);
  const said = name.ambiguity === "generic" ? null : saysOf(around);
  if (said) return company(said);
  if (around.gapBefore === " " && takesCompany.test(around.wordBefore) && name.ambiguity !== "generic")
    return company(`object of ${around.wordBefore}`);
  const head = around.secondBefore.toLowerCase();
  if (
    /^(?:der|des|von|vom|bei|of|at)$/.test(around.wordBefore) &&
    companyHeads.has(head) &&
    (name.ambiguity !== "generic" || strongHeads.test(head))
  ) {
    return company(`${around.secondBefore} ${around.wordBefore} ${name.alias.text}`);
  }
  const noun = lastPart(around.wordBefore);
  if (
    around.gapBefore === " " &&
    (isNounBefore(noun) || companyNoun.test(noun)) &&
    !(name.ambiguity === "generic" && !strongNouns.test(noun.toLowerCase()))
  ) {
    return company(`introduced by ${around.wordBefore}`);
  }
  return null;
}

/** What shows that a paper or broadcaster is the source: "Bild berichtet", "sagte dem Spiegel", "nach Informationen des Spiegel". */
const sourceOf = ({ gapAfter, wordAfter, before }: Surroundings): string | undefined =>
  gapAfter === " " && reports.test(wordAfter) ? wordAfter : toldTo.exec(before)?.[0].trim();
const toldTo =
  /(?<!\p{L})(?:(?:sagten?|gegenüber|erklärten?|verrieten?|verriet|bestätigten?) (?:dem|der)|(?:[Ii]nformationen|Recherchen|Angaben|Bericht) (?:des|der|von)|told|(?:interview|Interview) (?:mit dem|mit der|with)) $/u;
const reports =
  /^(?:berichte(?:t|te)|melde(?:t|te)|titelt|kommentiert|erklärt|schreibt|schrieb|enthüllt|zitiert|report(?:s|ed)|writes|wrote|quotes)$/;

/** "MAN" among words in small letters: who writes of anybody writes "man". */
function inCapitals(name: WatchedName, text: string, { wordBefore, wordAfter }: Surroundings): Judgement | null {
  if (name.ambiguity !== "acronym" || text !== name.alias.text || shouted.test(text)) return null;
  const isAlone = [wordBefore, wordAfter].every((word) => word === "" || /\p{Ll}/u.test(word));
  if (anybodys.test(wordBefore)) return null;
  return isAlone && text === text.toUpperCase() && isSmallWord(text)
    ? company("in capitals among small letters")
    : null;
}

/** "Kann MAN das glauben?", "was MAN wissen muss": stressed, or of two minds. */
const anybodys = /^(?:kann|muss|darf|soll|sollte|könnte|müsste|was|wie|wo|warum|wann|wer)$/i;
/** Words that are put in capitals to stress them. */
const shouted = /^(?:ONE|ALL|NOT|NOW|NEW|ANY)$/;

const strongHeads = /chef|konzern|aktie|vorstand|aufsichtsrat|betriebsrat|tochter|gruppe|manager|zentrale|filiale/;
const strongNouns =
  /konzern|hersteller|händler|riese|gesellschaft|carmaker|automaker|retailer|insurer|giant|kette|anbieter|(?:bauer|verarbeiter|betreiber|versicherer|dienstleister|produzent|magazin|zeitung|sender|firma)s?$/;

/** What a company is or does: "Fleischverarbeiter", "Nachrichtenmagazin", "Chipausrüster". */
const companyNoun =
  /^(?:Sender|Zeitung|Magazin|Plattform|\p{Lu}\p{Ll}{2,}(?:herstellers?|anbieters?|betreibers?|verarbeiters?|bauers?|produzent(?:en)?|händlers?|dienstleisters?|versicherers?|versorgers?|konzerns?|gesellschaft|firma|bank|kette|riesen?|unternehmens?|spezialist(?:en)?|magazins?|zeitung|senders?|agentur|plattform|dienst(?:es)?|netzwerks?|entwicklers?|ausrüsters?|vermieters?|vermittlers?|brauereien?|börse))$/u;

/** "carmaker", and "Carmaker" in a headline; but "Giants" is a team. */
const isNounBefore = (word: string): boolean =>
  nounsBefore.has(word) || (!/s$/.test(word) && nounsBefore.has(word.toLowerCase()));

/** Verbs whose object a person hardly is. */
const takesCompany =
  /^(?:kauft|kaufte|übernimmt|übernahm|verkauft|beliefert|gründete|buys|bought|acquires|acquired|sells|sold)$/;

/** A company is quoted: "teilte die Bahn mit", "laut Shell", "according to Target". */
function saysOf({ before, wordBefore }: Surroundings): string | null {
  if (!mayEndSpeaking.has(wordBefore)) return null;
  const found = speaks.exec(before);
  return found ? `quoted: ${found[0].trim()}` : null;
}

const mayEndSpeaking = new Set(
  "die der von to laut teilte erklärte meldete kündigte betonte bestätigte begründete".split(" "),
);
const speaks =
  /(?<![\p{L}\p{N}])(?:(?:teilte|erklärte|meldete|kündigte|betonte|bestätigte|begründete) (?:die )?|laut |nach Angaben (?:der |von )|according to )$/u;

/** "mit seinem Mini", "ein parkender Smart": somebody's car, not its maker. Where the name has no other meaning it stays a mention. */
function asThing(name: WatchedName, text: string, around: Surroundings): Judgement | null {
  const { gapBefore, wordBefore, secondBefore, compoundRight, after } = around;
  if (name.branch !== "cars" || gapBefore !== " " || compoundRight !== "" || /^ \p{Lu}/u.test(after)) return null;
  const described = inflected.test(wordBefore) && somebodys.test(secondBefore);
  if (!described && !somebodys.test(wordBefore)) return null;
  return other(`a car, not its maker: ${described ? `${secondBefore} ` : ""}${wordBefore} ${text}`);
}

const somebodys = /^(?:(?:[mds]ein|ihr|unser)(?:e[mnrs])?|[Ee]in(?:e[mnrs])?|my|your|his|her|their)$/u;
const inflected = /^\p{Ll}+(?:e[nmrs]|ed)$/u;

function asOther(name: WatchedName, place: NamePlace, around: Surroundings): Judgement | null {
  const text = place.field.slice(place.start, place.end);
  const spaced = around.gapBefore === " ";
  if (spaced && name.branch !== "" && introducesOthers.has(lastPart(around.wordBefore)))
    return other(`no company: ${around.wordBefore} ${text}`);
  const counted = spaced && name.branch !== "cars" && around.compoundRight === "" && anyOne.test(around.wordBefore);
  if (name.ambiguity === "person") return counted ? other(`a word, not a name: ${around.wordBefore} ${text}`) : null;
  if (name.ambiguity !== "word") return null;
  const state = stateBehind.exec(around.after);
  if (state) return other(`a place: ${text}${state[0]}`);
  if (isTail(text, around)) {
    return other(`another word: ${around.compoundLeft}-${text}`);
  }
  const countable = [indefinite, adjective, leadingAdjective].some((sign) => sign.test(around.wordBefore));
  if (spaced && name.branch !== "cars" && around.compoundRight === "" && countable)
    return other(`a word, not a name: ${around.wordBefore} ${text}`);
  if (spaced && text === "Allianz" && makesAlliance.test(around.wordBefore))
    return other(`a word, not a name: ${around.wordBefore} ${text}`);
  if (
    around.gapAfter === " " &&
    continuesNoun.test(around.wordAfter) &&
    (text === "Allianz" || (around.wordAfter !== "gegen" && /^(?:Post|Bahn|Meta|Visa)$/.test(text)))
  ) {
    return other(`a word, not a name: ${text} ${around.wordAfter}`);
  }
  return null;
}

/**
 * "Klima-Allianz", "VW-Ford-Allianz" are alliances; "Ex-Puma-Chef", "EU-Apple-Streit" and a wire's "UPDATE 2-Target raises …" name the
 * company.
 */
function isTail(text: string, { compoundLeft: left, before }: Surroundings): boolean {
  if (left === "" || /^(?:ex|nicht|us|anti|pro|post)$/i.test(left) || /(?:^|\s)\d+-$/.test(before)) return false;
  return !/\p{Lu}{2}/u.test(left) || (text === "Allianz" && left.length < wireMarkLettersMin);
}

/** "BRIEF-", "EXKLUSIV-". */
const wireMarkLettersMin = 5;

/** What partners do with an alliance: "schmieden Allianz", "verlängern Allianz". */
const makesAlliance =
  /^(?:schmied|bild|gründ|verläng|beend|plan|vereinbar|form|start|besiegel|such|lös|erneuer|bestätig|vertief|erweiter|schlie(?:ß|ss)|verkünd|erwäg|prüf|festig|stärk|bekräftig)\p{Ll}{1,4}$/u;

/** "Ein Bayer", "einen Fuchs" are no companies. */
const anyOne = /^[KkEe]in(?:e[mnrs]?)?$/;
const indefinite =
  /^(?:[kmds]?ein|(?:[kmds]?eine|eure)[rnms]?|nächste[rnms]?|letzte[rnms]?|diese[rnms]?|jene[rnms]?|jede[rnms]?|welche[rnms]?|neue[rnms]?|unsere[rnms]?|ihre[rnms]?|my|your|this|every|another|no)$/i;
/** At a sentence's beginning, where it has a capital: "Breite Allianz fordert …". */
const leadingAdjective =
  /^(?:Breite|Große|Neue|Alte|Junge|Rote|Grüne|Starke|Schwache|Seltene|Seltsame|Ungewöhnliche|Unheilige|Historische|Strategische|Globale|Internationale|Erste|Zweite|Letzte|Keine|Eine|New|Old|Big|Broad|Unlikely|Unholy|Historic|Rare|Wild|Huge)$/;
/** Two adjectives as one ("rot-grüne") go with a noun, too. */
const adjective = /^(?!(?:in)?zwischen$)\p{Ll}{3,}(?:(?:nde|ere|sche|liche|ige)[rnms]?|-\p{Ll}{2,}e[rnms]?)$/u;
const continuesNoun = /^(?:zwischen|gegen|aus|zum|zur|für)$/;

/** Roles: "Maurice Ashley, GM", "GM Magnus Carlsen". */
function roleOf(name: WatchedName, text: string, around: Surroundings): Judgement | null {
  if (name.ambiguity !== "acronym" && !name.alias.needsContext) return null;
  if (around.gapAfter === " " && firstNames.has(around.wordAfter)) return other(`a role: ${text} ${around.wordAfter}`);
  if (around.gapBefore.startsWith(",") && firstNames.has(around.secondBefore))
    return other(`a role of ${around.secondBefore} ${around.wordBefore}`);
  return null;
}

/** What is said of companies right beside the name ("GM steigt … ein", "GM to recall", "bei O2"), or null. */
function verbOf({ gapBefore, gapAfter, wordBefore, wordAfter }: Surroundings): string | null {
  if (gapAfter === " " && companyVerbs.has(wordAfter.toLowerCase())) return wordAfter;
  return gapBefore === " " && wordBefore === "bei" ? wordBefore : null;
}

function doubtOf(name: WatchedName, text: string, around: Surroundings, lower: boolean): Doubt | null {
  if (lower) return "lower case";
  if (name.ambiguity === "person") {
    return firstNames.has(text) &&
      !articles.test(around.wordBefore) &&
      around.gapAfter === " " &&
      /^\p{Lu}\p{Ll}/u.test(around.wordAfter)
      ? "name follows"
      : null;
  }
  if (around.gapBefore === " " && articles.test(around.wordBefore)) return "article";
  if (around.compoundRight !== "" && prefixes.test(text)) return "compound";
  if (name.ambiguity === "word") return beginsPlainSentence(text, around) ? "no verb follows" : null;
  if (around.gapAfter === " " && /^\p{Lu}\p{Ll}/u.test(around.wordAfter)) return "name follows";
  return /(?:['’]s?|team)\s$/i.test(around.before) ? "name follows" : null;
}

/** Not "an", which German has before a company, too ("Anteil an Orange"). */
const articles = /^(?:die|der|das|dem|den|des|the|a|zur|zum|im|am)$/i;

/** Names that are also the first part of words: "Mini-Job", "Smart-Meter", "Meta-Analyse". */
const prefixes = /^(?:mini|smart|meta|snap|delta|target|visa|post)$/i;
