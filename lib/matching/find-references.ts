import { type CompanyFacts, factsOf as catalogueFacts } from "./company-facts.ts";
import type { Field, Mention } from "./mention.ts";
import { prefixedNoun, type ReferenceWord, referenceWord } from "./reference-words.ts";

/**
 * A description that stands for entities that the item named before: "die Münchner", "der US-Autoriese", "beide Unternehmen",
 * "the Detroit carmaker". It shows who a statement is about and is never a mention by itself.
 */
export interface Reference {
  /** One entity, or those that a plural stands for, in the order in which they were named. */
  entityIds: string[];
  field: Field;
  /** UTF-16 code units; the article is part of the span. */
  start: number;
  /** Exclusive. */
  end: number;
  text: string;
  /** In words, why: "München is the seat of BMW", "the last carmaker named". */
  reason: string;
}

/**
 * The references of an item to the entities that it mentions, title first, then by start. `mentions` are in that order, as
 * `findMentions` gives them. A reference that may mean several is taken for the last one named; one that says what is not
 * known of any of them is left out. Time is linear in the text, for items that mention somebody; else none.
 */
export function findReferences(
  item: { title: string; text: string },
  mentions: readonly Mention[],
  factsOf: (entityId: string) => CompanyFacts = catalogueFacts,
): Reference[] {
  if (mentions.length === 0) return [];
  const named: Named = { mentions, factsOf };
  return (["title", "text"] as const).flatMap((field) => referencesIn(item[field], field, named));
}

interface Named {
  mentions: readonly Mention[];
  factsOf: (entityId: string) => CompanyFacts;
}

interface Description {
  start: number;
  end: number;
  /** How many it stands for. */
  count: number;
  says: NonNullable<ReferenceWord["says"]>[];
}

/** Who is named before a description, by fields in reading order: the last names are looked through first. */
const lookedBackMax = 40;

function referencesIn(text: string, field: Field, named: Named): Reference[] {
  const found: Reference[] = [];
  let before = 0;
  for (const opening of text.matchAll(openings)) {
    const start = opening.index;
    if (start < (found.at(-1)?.end ?? 0)) continue;
    while (isBefore(named.mentions[before], field, start)) before++;
    if (before === 0) continue;
    const description = describedAt(text, opening);
    if (!description || isApposition(text, description, named.mentions[before], field)) continue;
    const earlier = named.mentions.slice(Math.max(0, before - lookedBackMax), before);
    const meant = description.count > 1 ? several(description, earlier, named) : lastOne(description, earlier, named);
    if (meant) found.push({ ...meant, field, start, end: description.end, text: text.slice(start, description.end) });
  }
  return found;
}

const isBefore = (mention: Mention | undefined, field: Field, start: number): boolean =>
  mention !== undefined &&
  (mention.field === field ? mention.end <= start : mention.field === "title" && field === "text");

/** What opens a description: an article, a demonstrative, or "both". */
const openings =
  /(?<![\p{L}\p{N}-])(?:(der|die|das|dem|den|des|beim|vom|zum|dieser|diese|dieses|diesem|beide[nr]?|beider)|(the|both|this))(?= )/giu;
const wordAfter = / ([\p{L}\p{N}][\p{L}\p{N}.-]*)/uy;
const numbers = new Map([
  ...["beide", "beiden", "zwei", "two"].map((word) => [word, 2] as const),
  ...["drei", "three"].map((word) => [word, 3] as const),
  ...["vier", "four"].map((word) => [word, 4] as const),
]);
/** "Das neue Unternehmen" is one that is founded, "the parent company" another one, "das größte Unternehmen" whoever it is. */
const makesAnother =
  /^(?:neue[nmrs]?|gemeinsame[nmrs]?|fusionierte[nmrs]?|gegründete[nmrs]?|andere[nmrs]?|übrige[nmrs]?|\p{Ll}{3,}ste[nmrs]?|new|joint|combined|merged|other|parent|sister|holding|rival|same|\p{Ll}{3,}est|most|best|only)$/u;
const behindMax = 40;

/** "The company he founded", "das Unternehmen, das er gründete": what follows says which; "die Unternehmen in Deutschland": all of them. */
const isDefinedBehind = (behind: string, isAnyNumber: boolean): boolean =>
  /^(?:,? (?:he|she|they|we|I|you) |, (?:die|das|den|dem|der) (?:er|sie|ihr|man|wir|ich) )/.test(behind) ||
  (isAnyNumber && /^ (?:in|aus|im|weltweit|hierzulande|worldwide|der Branche|of the)(?![\p{L}])/u.test(behind));

/** The noun and up to three words before it. */
const wordsMax = 4;

/** The description that begins here: words of place and nation, at most one other adjective, and a noun or the people of a place. */
function describedAt(text: string, opening: RegExpMatchArray): Description | null {
  const german = opening[1] !== undefined;
  const article = opening[0].toLowerCase();
  const start = opening.index ?? 0;
  let several = /^(?:beide|both)/.test(article);
  let counted = several ? 2 : 0;
  let others = 0;
  const says: Description["says"] = [];
  let end = start + opening[0].length;
  for (let i = 0; i < wordsMax; i++) {
    const word = wordAt(text, end, german);
    if (!word) return null;
    end = word.end;
    if (word.found?.says) says.push(word.found.says);
    if (word.prefix?.says) says.push(word.prefix.says);
    if (word.found?.kind === "noun") {
      several ||= isSeveral(word.found, word.text, article);
      if (isDefinedBehind(text.slice(end, end + behindMax), several && counted === 0)) return null;
      // "Der Partner" is anybody's, "der japanische Partner" is one of those named.
      if (article === "der" && word.text === "Partner") return says.length > 0 ? { start, end, count: 1, says } : null;
      return { start, end, count: counted || (several ? 2 : 1), says };
    }
    if (
      word.found?.kind === "people" &&
      !wordAt(text, end, german)?.found &&
      !/^ \p{Lu}/u.test(text.slice(end, end + 2))
    )
      return article === "das" ? null : { start, end, count: 1, says };
    if (word.found) continue;
    const number = numbers.get(word.text);
    if (number !== undefined) {
      several = true;
      counted = number;
    } else if (others++ > 0 || !/^\p{Ll}/u.test(word.text) || makesAnother.test(word.text)) return null;
  }
  return null;
}

interface DescribedWord {
  text: string;
  end: number;
  found: ReferenceWord | null;
  prefix: ReferenceWord | null;
}

/** The word after a space, or two where English writes a noun as two ("auto giant"). */
function wordAt(text: string, at: number, german: boolean): DescribedWord | null {
  wordAfter.lastIndex = at;
  const one = wordAfter.exec(text)?.[1];
  if (one === undefined) return null;
  const word = referenceWord(one, german) ? one : one.replace(/[.-]+$/, "");
  const end = at + 1 + word.length;
  if (!german) {
    wordAfter.lastIndex = end;
    const next = wordAfter.exec(text)?.[1]?.replace(/[.-]+$/, "");
    const both = next === undefined ? null : referenceWord(`${word} ${next}`, false);
    if (next !== undefined && both)
      return { text: `${word} ${next}`, end: end + 1 + next.length, found: both, prefix: null };
  }
  const prefixed = german ? prefixedNoun(word) : null;
  return { text: word, end, found: referenceWord(prefixed?.noun ?? word, german), prefix: prefixed?.prefix ?? null };
}

/** "Die Autobauer" are several, "der Autobauer" is one; "den Autobauer" and "dem Unternehmen", too. */
function isSeveral({ number }: ReferenceWord, word: string, article: string): boolean {
  if (number === "several") return true;
  if (number === "one") return false;
  return article === "die" || article === "diese" || (article === "den" && /[^e]n$/.test(word) && !/en$/.test(word));
}

/** "Der Autobauer BMW" and "the carmaker Honda" name somebody themselves. */
function isApposition(text: string, { start, end }: Description, next: Mention | undefined, field: Field): boolean {
  if (next?.field === field && next.start <= end + 1 && next.end > start) return true;
  return /^ (?:["„“»«]?\p{Lu}|-)/u.test(text.slice(end, end + 3)) || text[end] === "-";
}

type Meant = Pick<Reference, "entityIds" | "reason">;

/** The last entity named of which all is known that the description says. */
function lastOne({ says }: Description, earlier: readonly Mention[], { factsOf }: Named): Meant | null {
  const mention = earlier.findLast(({ entityId }) => fits(factsOf(entityId), says));
  if (!mention) return null;
  const told = says.map(({ fact, values }) => `${fact} ${values.join(" or ")}`).join(", ");
  return {
    entityIds: [mention.entityId],
    reason: told === "" ? `${mention.text} is the last company named` : `${mention.text}: ${told}`,
  };
}

/** The entities named that fit, if they are as many as it stands for; of more nothing says which. */
function several({ says, count }: Description, earlier: readonly Mention[], { factsOf }: Named): Meant | null {
  const fitting = new Map<string, string>();
  for (const { entityId, text } of earlier) if (fits(factsOf(entityId), says)) fitting.set(entityId, text);
  if (fitting.size !== count) return null;
  return {
    entityIds: [...fitting.keys()],
    reason: `the ${count === 2 ? "two" : count} named: ${[...fitting.values()].join(", ")}`,
  };
}

const fits = (facts: CompanyFacts, says: Description["says"]): boolean =>
  says.every(({ fact, values }) => {
    const known = facts[fact];
    return known !== null && values.includes(known);
  });
