import { compileLexicon } from "./compile-lexicon.ts";
import type { Frame } from "./frame.ts";
import de from "./lexicon/de.json" with { type: "json" };
import en from "./lexicon/en.json" with { type: "json" };
import type { PhraseWord } from "./phrase-words.ts";
import type { Tell } from "./teaser-tells.ts";
import type { Kind, Stage } from "./tie-up.ts";

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

const english = compileLexicon(en);

const lexicons = new Map<string, Lexicon>([
  ["de", compileLexicon(de)],
  ["en", english],
]);
