import { companyVerbs, wordsAfterCompany } from "./company-words.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Whether a name that is also a word is that word, to judge by what follows: "Smart einkaufen", "Gap between rich and poor", "Visa rules
 * tightened". At a sentence's beginning any word has a capital, and behind a company's name a verb stands, a preposition, or what
 * belongs to companies ("Gap shares").
 */
export function beginsPlainSentence(text: string, around: Surroundings): boolean {
  const { sentenceStart, gapAfter } = around;
  if (!sentenceStart || gapAfter !== " ") return false;
  const follows = nextWords(text, around.after);
  const next = follows[0] ?? "";
  if (!/^\p{Ll}/u.test(next)) return false;
  if (isSubject(follows)) return true;
  if (companyVerbs.has(next)) return false;
  if (adjectives.test(text))
    return isDescribed(next) || /^ (?:(?:ist|is),|(?:aber|but|yet|enough) )/.test(around.after);
  if (wordsAfterCompany.has(next)) return false;
  return (
    pluralNoun.test(next) ||
    !mayFollowName.test(next) ||
    (/[^s]t$/.test(next) && isEnglish(around.after) && !endsInT.test(next))
  );
}

/** "Orange sunset over the lake": behind an English word that ends as German verbs do, English goes on. */
const isEnglish = (after: string): boolean =>
  /^ \p{Ll}+ (?:\p{L}+ )?(?:over|of|at|on|for|with|from|by|to|near|the)(?!\p{L})/u.test(after) &&
  !/ (?:der|die|das|und|von|mit|für|bei|im|zu)(?!\p{L})/u.test(after);

/** English words with a "t" that stand behind a company: verbs, prepositions, and what belongs to it. */
const endsInT =
  /^(?:cut|hit|set|put|quit|bet|let|split|got|felt|kept|lost|met|bought|built|sent|spent|beat|shut|went|left|lent|won't|can't|must|might|at|out|yet|but|not|just|about|against|without|amid|next|last|most|best|first|left|fought|sought|brought|caught|taught|thought|held|bent|dealt|meant|swept|slept|hurt|cost|rent|start|want|expect|report|invest|protest|exit|test|list|post|boost|lift|adopt|reject|accept|resist|insist|target|market|output|profit|debt|stock|plant|unit|parent|president|client|patent|account|giant|merchant|recruit|talent|\p{L}+ment)$/u;

/** The words behind the name; those of a title in capitals in small letters. None where a title only begins each word with one. */
function nextWords(text: string, after: string): string[] {
  const words = wordsBehind.exec(after)?.slice(1) ?? [];
  if (/^\p{Lu}\p{Ll}+$/u.test(text)) return words;
  const isShouted = /^[^\p{Ll}]{8,}/u.test(after) && /^[^\p{Ll}]+$/u.test(text);
  return isShouted ? words.map((word) => word?.toLowerCase() ?? "") : [];
}

const wordsBehind = /^ ([\p{L}-]+)(?: ([\p{L}-]+))?(?: ([\p{L}-]+))?/u;

/** Names that describe what follows them: "Smart speakers", "Total verrückt", "Mini heatwave", "Next steps". */
const adjectives = /^(?:smart|mini|total|next|sharp|rational|progressive|prudential|norwegian|swiss|lucid|universal)$/i;

/** A plural, a participle or any word that is none of those that stand behind the subject of a sentence. */
const isDescribed = (next: string): boolean =>
  !smallWords.test(next) && (!finiteVerb.test(next) || participle.test(next) || describedNoun.test(next));
const participle = /^(?:ge|ver|be|aus|über|ent|er|zer|ab|an|auf|ein|miss|un)\p{L}+(?:t|en)$/u;
const describedNoun =
  /(?<!off|deliv|consid|ent|ord|trigg|recov|suff|cov|low)(?:ers|ors|ons|ies|ties|ngs|nts|sts|ths|ics|als|ces|ges|ses|nes|ns|ds|cks|rds)$/;

/**
 * "rules tightened", "deaths rise", "skies over Athens": a plural with its verb or place, so that the name belongs to the plural. A word
 * that is a verb as well ("delays", "faces") is a plural only before what can be nothing but a verb: not in "faces strike".
 */
function isSubject([noun = "", verb = "", third = ""]: string[]): boolean {
  if (!/[^s]s$/.test(noun)) return false;
  if (pluralVerb.test(verb)) return true;
  if (/\p{L}{2}ed$/u.test(verb) && preposition.test(third)) return true;
  if (companyVerbs.has(noun) || verbs.has(noun)) return false;
  if (verb === "over" || verbOrNoun.test(verb)) return true;
  return /\p{L}{2}ed$/u.test(verb) && third === "";
}

const pluralVerb =
  /^(?:rise|fall|soar|become|grow|widen|narrow|listen|live|die|leave|come|remain|stay|begin|keep|threaten|destroy|rattle|worry|scare|bring|are|were|have|ripen|rot|melt|bloom|litter|reach|join|say)$/;
const verbOrNoun =
  /^(?:climb|jump|drop|surge|hit|double|triple|strike|vote|face|gain|lose|run|return|go|get|make|take|show|see|need|want|spread|open|close|start|end|continue|increase|decrease|decline|ease|slip|slide|tumble|plunge|swing|hold|meet|call|cost|matter|force|kill|burn|rage|draw|stretch|fail|pass|pay|help|find|tell|turn|may|can|must|should|do|fill|dry|shake|hurt|put|push|pull|lead|prompt|spark|cause|drive|raise|cut)$/;
const preposition = /^(?:for|in|by|as|after|at|on|to|over|under|with|during|since|near|across|from)$/;
/** Verbs with an s that are common behind a company's name, of those that could be plurals. */
const verbs: ReadonlySet<string> = new Set(
  "faces sees wins loses gets takes makes gives wants needs says finds hits pays shows calls helps holds keeps leads meets runs suffers fears backs blocks bans brings blames begins bets boosts claims charges challenges changes considers counts covers defends demands details doubles edges fights files fines gains goes grows halves hikes hopes increases issues jumps knocks lags lets lifts likes links lists loans looks marks matches mulls offers orders owns parts pitches pledges points presses prices produces profits pulls pushes ranks reaches relies reports rests returns rolls rules scores scraps shares shifts ships slides slows sparks speeds spends splits spreads stakes steps strikes sues supports surges switches targets tests tops tracks trades trails trims turns urges uses views visits votes walks weighs works".split(
    " ",
  ),
);

/** "Cruise passengers", "Block parties": endings of many nouns and few verbs. */
const pluralNoun = /(?:gers|eers|tions|ments|ists|ings|ties)$/;

const finiteVerb = /(?:[^s]s|t|te|ed)$/u;
const smallWords =
  /^(?:to|and|or|und|oder|in|im|am|an|at|on|auf|aus|mit|with|bei|by|vor|nach|zu|zum|zur|von|vom|from|um|up|unter|über|over|under|after|near|against|gegen|will|may|can|could|would|should|kann|soll|darf|muss|won|fell|rose|said|told|let|ran|spoke|stood|threw|withdrew|drew|drove|became|came|chose|did|flew|got|knew|shrank|sank|slid|broke|bought|fought|lent|paid|rode|sought|spent|swung|wrote|led|sold|saw|took|made|paid|gave|held|grew|went|began|has|had|is|was|kam|nahm|gab|ging|lief|stieg|fiel|verlor|gewann|schrieb|bot|fand|sprach|stand|blieb|bekam|zog|schloss|beschloss|entschied|warb|wuchs|sank|brach|traf|rief|ließ|entließ|wies|hob|sah|weiß|schlug|warf|unterschrieb|vertrieb|erschien|begann|rang|bezog|wieder|jetzt|nun|nicht|not|now|wohl|auch|also|weiter|erneut|künftig|offenbar|plans?|set|eyes|ab|ohne|wegen|trotz|für|als|as|sieht|CEO)$/u;

/** Finite verbs by their endings, irregular ones, and small words. "between" and "for" are none of them. */
const mayFollowName = new RegExp(`(?:[^s]s|t|te|ed|ing|ly)$|${smallWords.source}|^beat$`, "u");
