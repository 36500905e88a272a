import { compileFrames, type Frame } from "./frame.ts";
import de from "./lexicon/de.json" with { type: "json" };
import en from "./lexicon/en.json" with { type: "json" };
import { type PhraseWord, phraseWords } from "./phrase-words.ts";
import type { Tell } from "./teaser-tells.ts";
import type { Kind, Stage } from "./tie-up.ts";
import { finiteForms, verbForms } from "./verb-forms.ts";

/** One way a tie-up is put into words: a noun, a verb (perhaps with its particle), an adverb or a phrase. */
export interface Trigger {
  word: "noun" | "verb" | "adverb" | "phrase";
  frame: Frame;
  frameName: string;
  kind: Kind;
  stage: Stage | null;
  /** The share of its frame's confidence that this trigger deserves, up to 1. */
  weight: number;
  /** The separable part ("zusammen") that must follow the verb within the segment. */
  particle: string | null;
  /** Of these words one must stand in the same clause ("sich", "wird|werden"). */
  needs: readonly string[] | null;
  /** Words that make it another verb when they follow: "backs" is none before "out". */
  notBefore: ReadonlySet<string>;
  /** Read only where the sentence states nothing else: "mit" alone says little. */
  fallback: boolean;
  /** Read where the sentence's clearer words state nothing, before the fallbacks: idioms and verbs of many senses. */
  reserve: boolean;
  /** Only brings two names together ("künftig", "A to …"): read in titles, of just two. */
  loose: boolean;
  /** Says something only of one thing: "BMW und Toyota bauen ein Werk", not "bauen Stellen ab". */
  single: boolean;
  /** Only as the end of a compound: "Nvidia-backed", not "backed". */
  joined: boolean;
  /** Only these prepositions bind the partner, where the frame names more. */
  prepOnly: string | null;
}

/** A phrase as a row of places; "*" stands for up to twelve words. */
export interface Phrase<Value> {
  words: PhraseWord[];
  value: Value;
}

export interface Lexicon {
  lang: string;
  /** "de 1": the language and the version of the data. */
  name: string;
  /** Every word that a trigger is, or begins with: most words of a text are none. */
  triggering: ReadonlySet<string>;
  /** The words that build sentences or trigger, of several lists in one: within a name stands none of them. */
  sentenceWords: ReadonlySet<string>;
  /** All words that are no name by themselves, of seventeen lists in one. */
  ordinaryWords: ReadonlySet<string>;
  words: Map<string, Trigger[]>;
  nouns: Map<string, Trigger[]>;
  /** Keyed by the first word. */
  phrases: Map<string, Phrase<Trigger>[]>;
  stageWords: Map<string, Stage>;
  /** Cues that are such only with a capital ("Aus", not "aus"). */
  capitalCues: Set<string>;
  stagePhrases: Map<string, Phrase<Stage>[]>;
  determiners: ReadonlySet<string>;
  prepositions: ReadonlySet<string>;
  conjunctions: ReadonlySet<string>;
  subordinators: ReadonlySet<string>;
  auxiliaries: ReadonlySet<string>;
  adverbs: ReadonlySet<string>;
  negations: ReadonlySet<string>;
  rivalry: ReadonlySet<string>;
  described: ReadonlySet<string>;
  describedSuffixes: ReadonlySet<string>;
  /** Stand for an organisation named before, or for anything. */
  pronouns: ReadonlySet<string>;
  blocked: ReadonlySet<string>;
  firstNames: ReadonlySet<string>;
  commonNouns: ReadonlySet<string>;
  nounSuffixes: ReadonlySet<string>;
  selfHeads: ReadonlySet<string>;
  /** Words that make the next capitalised word a person: "BMW-Chef Zipse", "CEO Barra". */
  personTitles: ReadonlySet<string>;
  productHeads: ReadonlySet<string>;
  /** Heads of compounds that are a part of a business: who buys "das Alstom-Werk" buys no goods. */
  businessParts: ReadonlySet<string>;
  /** What is supplied: who uses or sells them has a supplier or a customer. */
  goods: ReadonlySet<string>;
  excludedPrefixes: readonly string[];
  /** Frames of weak words, which say something only of two sure names. */
  sureNames: ReadonlySet<string>;
  /** Frames of words that are read only where clearer ones state nothing. */
  reserves: ReadonlySet<string>;
  /** Frames of words that only bring two names together, which say something in titles. */
  loose: ReadonlySet<string>;
  /** Compounds of "stake" words that are no share in a company ("Marktanteil"). */
  excludedStakes: readonly string[];
  /** Compounds of "deal" words that are no deal of organisations ("Bausparvertrag"). */
  excludedDeals: readonly string[];
  kindWords: Map<string, Kind>;
  areaPrepositions: ReadonlySet<string>;
  /** What is left of a frame's confidence in running prose, where weak verbs tell of anything. */
  prose: Map<string, number>;
  /** Words that give examples of those described before ("banks such as …"). */
  examples: ReadonlySet<string>;
  /** Words before an "of" that the preposition before them reaches through ("with a number of banks"). */
  quantities: ReadonlySet<string>;
  /** Articles of what was spoken of before ("the retailer"). */
  definites: ReadonlySet<string>;
  /** What a tie-up does that goes on: with a "not" it has ended. */
  continuing: ReadonlySet<string>;
  /** Words that open a relative clause. */
  relatives: ReadonlySet<string>;
  /** Words before a name that part a person from it: "former", "frühere". */
  formers: ReadonlySet<string>;
  /** Words of what several do side by side: "both", "parallel". */
  apart: ReadonlySet<string>;
  /** Before whom is left out: "statt mit Samsung", "rather than with Boeing". */
  instead: ReadonlySet<string>;
  /** What belongs to a company, and is not the company: "offices", "Aktien". */
  belongings: ReadonlySet<string>;
  /** "Their", "ihre": of whom was spoken before. */
  possessives: ReadonlySet<string>;
  /** Words that stand for organisations named before, or count them ("they", "beide"). */
  references: ReadonlyMap<string, "singular" | "plural">;
  /** Who speaks or works for an organisation that follows ("Forscher der TU", "engineers at Ford"). */
  peopleOf: ReadonlySet<string>;
  /** Words of analysts' notes, whose bank is no party to what they write about. */
  ratings: ReadonlySet<string>;
  /** Unions by name: what a company agrees with one is its own affair. */
  unions: ReadonlySet<string>;
  /** What players of a team are called ("Stürmer", "winger"): clubs deal in them. */
  players: ReadonlySet<string>;
  /** Prepositions that hold an article: "vom" is "von". */
  contractions: ReadonlyMap<string, string>;
  /** Law firms and their trade: whose partner moves or what deal they advise on is none of theirs. */
  lawyers: ReadonlySet<string>;
  /** Words that tell of a new partner ("wird Partner", "new supplier"). */
  becoming: ReadonlySet<string>;
  /** Agencies and papers, which tell of what others do. */
  sources: ReadonlySet<string>;
  /** Verbs of what news does to whom it concerns: "lifts", "weighs on". */
  impacts: ReadonlySet<string>;
  /** Verbs with which somebody is said to say something. */
  saying: ReadonlySet<string>;
  /** Verbs whose object is what a tie-up is about. */
  making: ReadonlySet<string>;
  /** Times, sums and the like: no tie-up is about them. */
  noAreas: ReadonlySet<string>;
  /** "Münchner": adjectives with a capital. */
  demonyms: ReadonlySet<string>;
  /** Whoever works there or buys there: "Uber driver" is not Uber. */
  people: ReadonlySet<string>;
  /** Whoever buys or travels there: what they can do with another company is a cooperation of the two. */
  customers: ReadonlySet<string>;
  /** What each company has of its own, also where two are named: jobs, profits, recalls. */
  ownAffairs: ReadonlySet<string>;
  /** What only somebody else can be or give: "Käufer", "order". */
  wanted: ReadonlySet<string>;
  /** How prices move, by the first word: "legen … zu". Those who do so together are listed, not tied up. */
  moves: Map<string, Phrase<true>[]>;
  /** What a teaser says of the tie-up that its title states, by the first word: "royalties", "deliveries". */
  tells: Map<string, Phrase<Tell>[]>;
  /** Ends of nouns that look like a plural and are none ("Versuchsanlage"). */
  singulars: ReadonlySet<string>;
  /** German compounds are written in one word, and every noun with a capital. */
  compounds: boolean;
}

/** The lexicon of a language; English for one that has none. */
export function lexiconFor(lang: string): Lexicon {
  return lexicons.get(lang.slice(0, 2).toLowerCase()) ?? english;
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

type LexiconFile = typeof de | typeof en;

function compile(file: LexiconFile): Lexicon {
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

const english = compile(en);

const lexicons = new Map<string, Lexicon>([
  ["de", compile(de)],
  ["en", english],
]);
