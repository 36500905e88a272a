import { compileFrames, type Frame } from "./frame.ts";
import de from "./lexicon/de.json" with { type: "json" };
import en from "./lexicon/en.json" with { type: "json" };
import type { Lexicon, Phrase, Trigger } from "./lexicon.ts";
import { phraseWords } from "./phrase-words.ts";
import type { Kind, Stage } from "./tie-up.ts";
import { finiteForms, verbForms } from "./verb-forms.ts";

type LexiconFile = typeof de | typeof en;

/** The lexicon that a file of words makes, looked up by word. Throws where a trigger names a frame that the file has not. */
export function compileLexicon(file: LexiconFile): Lexicon {
  const lexicon = emptyLexicon(file);
  const frames = compileFrames(file.frames);
  const strong = strongForms(file.strongVerbs);
  for (const entry of file.triggers as TriggerEntry[]) addTrigger(lexicon, entry, frames, strong);
  for (const cue of file.cues as CueEntry[]) addCue(lexicon, cue, strong);
  for (const move of file.moves) addPhrase(lexicon.moves, move, true);
  for (const { kind, stage, phrases } of file.tells as TellEntry[])
    for (const phrase of phrases)
      addPhrase(lexicon.tells, phrase, { kind: (kind ?? null) as Kind | null, stage: (stage ?? null) as Stage | null });
  for (const [kind, words] of Object.entries(file.nounKinds)) {
    for (const word of split(words)) lexicon.kindWords.set(word, kind as Kind);
  }
  lexicon.triggering = new Set([...lexicon.words.keys(), ...lexicon.nouns.keys(), ...lexicon.phrases.keys()]);
  lexicon.sentenceWords = sentenceWordsOf(lexicon);
  lexicon.ordinaryWords = ordinaryWordsOf(lexicon);
  return lexicon;
}

interface TriggerEntry {
  noun?: string;
  verb?: string;
  adverb?: string;
  phrase?: string[];
  frame: string;
  kind: string;
  stage?: string;
  weak?: number;
  particle?: string;
  participle?: string;
  infinitive?: string;
  needs?: string;
  prepOnly?: string;
  notBefore?: string;
  fallback?: boolean;
  single?: boolean;
  joined?: boolean;
  example: string;
}

interface TellEntry {
  kind?: string;
  stage?: string;
  phrases: string[];
  example: string;
}

interface CueEntry {
  stage: string;
  words?: string;
  phrases?: string[];
}

function emptyLexicon(file: LexiconFile): Lexicon {
  const sets = {
    determiners: wordSet(file.words.determiners),
    prepositions: wordSet(file.words.prepositions),
    conjunctions: wordSet(file.words.conjunctions),
    subordinators: wordSet(file.words.subordinators),
    auxiliaries: wordSet(file.words.auxiliaries),
    adverbs: wordSet(file.words.adverbs),
    negations: wordSet(file.negations),
    rivalry: wordSet(file.rivalry),
    described: wordSet(file.described),
    describedSuffixes: wordSet(file.describedSuffixes),
    pronouns: wordSet(file.pronouns),
    blocked: wordSet(file.blocked),
    firstNames: wordSet(file.firstNames),
    commonNouns: wordSet(file.commonNouns),
    nounSuffixes: wordSet(file.nounSuffixes),
    selfHeads: wordSet(file.heads.self),
    personTitles: wordSet(file.personTitles),
    productHeads: wordSet(file.heads.product),
    businessParts: wordSet(file.heads.parts),
    goods: wordSet(file.heads.goods),
    areaPrepositions: wordSet(file.areaPrepositions),
    examples: wordSet(file.examples),
    sureNames: wordSet(file.sureNames),
    reserves: wordSet(file.reserves),
    loose: wordSet(file.loose),
    quantities: wordSet(file.quantities),
    ownAffairs: wordSet(file.ownAffairs),
    singulars: wordSet(file.singulars),
    definites: wordSet(file.definites),
    possessives: wordSet(file.possessives),
    continuing: wordSet(file.continuing),
    relatives: wordSet(file.words.relatives),
    formers: wordSet(file.formers),
    belongings: wordSet(file.belongings),
    instead: wordSet(file.instead),
    wanted: wordSet(file.wanted),
    apart: wordSet(file.apart),
    people: wordSet(file.people),
    customers: wordSet(file.customers),
    making: wordSet(file.making),
    saying: wordSet(file.saying),
    impacts: wordSet(file.impacts),
    sources: wordSet(file.sources),
    becoming: wordSet(file.becoming),
    lawyers: wordSet(file.lawyers),
    contractions: new Map(split(file.contractions).map((pair) => pair.split(":") as [string, string])),
    ratings: wordSet(file.ratings),
    players: wordSet(file.players),
    unions: wordSet(file.unions),
    peopleOf: wordSet(file.peopleOf),
    noAreas: wordSet(file.noAreas),
    demonyms: wordSet(file.demonyms),
    references: new Map([
      ...split(file.references.singular).map((word) => [word, "singular"] as const),
      ...split(file.references.plural).map((word) => [word, "plural"] as const),
    ]),
  };
  return {
    ...sets,
    lang: file.lang,
    name: `${file.lang} ${file.version}`,
    triggering: new Set(),
    sentenceWords: new Set(),
    ordinaryWords: new Set(),
    words: new Map(),
    nouns: new Map(),
    phrases: new Map(),
    stageWords: new Map(),
    capitalCues: new Set(),
    moves: new Map(),
    tells: new Map(),
    stagePhrases: new Map(),
    excludedPrefixes: split(file.prefixes.notOrganisations),
    excludedDeals: split(file.prefixes.dealNouns),
    excludedStakes: split(file.prefixes.stakeNouns),
    kindWords: new Map(),
    prose: new Map(Object.entries(file.prose)),
    compounds: file.lang === "de",
  };
}

const sentenceWordsOf = (lexicon: Lexicon): ReadonlySet<string> =>
  new Set([
    ...lexicon.words.keys(),
    ...lexicon.nouns.keys(),
    ...lexicon.stageWords.keys(),
    ...lexicon.determiners,
    ...lexicon.prepositions,
    ...lexicon.auxiliaries,
    ...lexicon.subordinators,
    ...lexicon.blocked,
  ]);

const ordinaryWordsOf = (lexicon: Lexicon): ReadonlySet<string> =>
  new Set([
    ...lexicon.sentenceWords,
    ...lexicon.commonNouns,
    ...lexicon.nounSuffixes,
    ...lexicon.adverbs,
    ...lexicon.negations,
    ...lexicon.rivalry,
    ...lexicon.firstNames,
    ...lexicon.productHeads,
    ...lexicon.selfHeads,
    ...lexicon.conjunctions,
  ]);

function addTrigger(
  lexicon: Lexicon,
  entry: TriggerEntry,
  frames: Map<string, Frame>,
  strong: ReadonlyMap<string, readonly string[]>,
): void {
  const frame = frames.get(entry.frame);
  if (frame === undefined) throw new Error(`expected a frame of lexicon ${lexicon.name}, got "${entry.frame}"`);
  const base = {
    frame,
    frameName: entry.frame,
    kind: entry.kind as Kind,
    stage: (entry.stage ?? null) as Stage | null,
    weight: entry.weak ?? 1,
    particle: null,
    needs: entry.needs?.split("|") ?? null,
    prepOnly: entry.prepOnly ?? null,
    notBefore: wordSet(entry.notBefore ?? ""),
    fallback: entry.fallback ?? false,
    reserve: lexicon.reserves.has(entry.frame),
    loose: lexicon.loose.has(entry.frame),
    single: entry.single ?? false,
    joined: entry.joined ?? false,
  };
  for (const noun of split(entry.noun).flatMap((word) => withGenitive(word, lexicon.lang)))
    addWord(lexicon, lexicon.nouns, noun.toLowerCase(), { ...base, word: "noun" });
  for (const adverb of declined(split(entry.adverb), lexicon.lang))
    addTo(lexicon.words, adverb, { ...base, word: "adverb" as const });
  for (const phrase of entry.phrase ?? [])
    addTriggerPhrase(lexicon, phrase, { ...base, word: "phrase" as const }, strong);
  for (const form of verbForms(entry, lexicon.lang)) {
    addWord(lexicon, lexicon.words, form.text, { ...base, word: "verb", particle: form.particle });
  }
}

/** "Bündnis" with "Bündnisses", "Vertrag" with "Vertrags" and "Vertrages", "Aufträge" with "Aufträgen": feminine nouns have no genitive of their own. */
function withGenitive(noun: string, lang: string): string[] {
  if (lang === "de" && /(?:kommen|unternehmen|vorhaben)$/i.test(noun)) return [noun, `${noun}s`];
  if (lang !== "de" || /(?:ung|schaft|ion|heit|keit|anz|ehe|tät|[sn]|-up)$/i.test(noun))
    return /nis$/.test(noun) ? [noun, `${noun}ses`] : [noun];
  if (noun.endsWith("e")) return /(?:äge|üsse|äufe)$/.test(noun) ? [noun, `${noun}n`] : [noun];
  if (/[^aeiou]ss$|ß$|z$/.test(noun)) return [noun, `${noun}es`];
  return /[aeiour]$|el$/.test(noun) ? [noun, `${noun}s`] : [noun, `${noun}s`, `${noun}es`];
}

/** An English phrase that is written with a verb in the present ("snaps up") is read in all its forms ("snapping up"). */
function addTriggerPhrase(
  lexicon: Lexicon,
  phrase: string,
  trigger: Trigger,
  strong: ReadonlyMap<string, readonly string[]>,
): void {
  const [first = [], ...rest] = phraseWords(phrase);
  const inflected = lexicon.compounds || rest.length === 0 || trigger.frameName === "goods-phrase" ? [] : first;
  const forms = inflected
    .flatMap((word) => finiteForms(word, strong, lexicon.lang))
    .filter((form) => first.length === 1 || /(?:ing|ed)$/.test(form));
  const words = [[...new Set([...first, ...forms])], ...rest];
  for (const word of words[0] ?? []) addTo(lexicon.phrases, word, { words, value: trigger });
}

/** "Tie-up" is two words to the tokeniser, so it is looked for as a phrase. */
function addWord(lexicon: Lexicon, words: Map<string, Trigger[]>, word: string, trigger: Trigger): void {
  if (word.includes("-")) addPhrase(lexicon.phrases, word.replaceAll("-", " "), trigger);
  else addTo(words, word, trigger);
}

/** With all endings of a German adjective of which a list has two ("geplante geplanter"). */
function declined(words: string[], lang: string): string[] {
  if (lang !== "de") return words;
  const stems = new Map<string, number>();
  for (const word of words) {
    const stem = word.replace(/e[rsnm]?$/, "");
    if (stem !== word) stems.set(stem, (stems.get(stem) ?? 0) + 1);
  }
  const adjectives = [...stems].filter(([stem, forms]) => forms > 1 && stem.length >= adjectiveLengthMin);
  return [...new Set([...words, ...adjectives.flatMap(([stem]) => adjectiveEndings.map((ending) => stem + ending))])];
}

const adjectiveEndings = ["e", "er", "es", "en", "em"];

const adjectiveLengthMin = 4;

/** Each form of a strong verb, with all its forms: "bricht" with "brechen" and "brach". */
function strongForms(verbs: readonly string[]): Map<string, readonly string[]> {
  const forms = new Map<string, readonly string[]>();
  for (const verb of verbs) for (const form of split(verb)) forms.set(form, split(verb));
  return forms;
}

function addCue(lexicon: Lexicon, cue: CueEntry, strong: ReadonlyMap<string, readonly string[]>): void {
  const stage = cue.stage as Stage;
  for (const word of declined(split(cue.words), lexicon.lang)) {
    const key = word.toLowerCase();
    if (!lexicon.stageWords.has(key)) lexicon.stageWords.set(key, stage);
    if (key !== word) lexicon.capitalCues.add(key);
  }
  for (const phrase of cue.phrases ?? []) addCuePhrase(lexicon, phrase, stage, strong);
}

/** A cue is written in one form of its verb, and read in all. */
function addCuePhrase(
  lexicon: Lexicon,
  phrase: string,
  stage: Stage,
  strong: ReadonlyMap<string, readonly string[]>,
): void {
  const [first = [], ...rest] = phraseWords(phrase);
  const inflected = rest.length === 0 ? first : first.flatMap((word) => finiteForms(word, strong, lexicon.lang));
  const words = [[...new Set(inflected)], ...rest];
  for (const word of words[0] ?? []) addTo(lexicon.stagePhrases, word, { words, value: stage });
}

function addPhrase<Value>(phrases: Map<string, Phrase<Value>[]>, text: string, value: Value): void {
  const words = phraseWords(text);
  for (const first of words[0] ?? []) addTo(phrases, first, { words, value });
}

function addTo<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(split(words));
}

function split(words: string | undefined): string[] {
  return (words ?? "").split(" ").filter((word) => word !== "");
}
