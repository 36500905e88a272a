/** A verb as a lexicon writes it: "kooperier~" is regular, any other word stands for itself. */
export interface VerbEntry {
  verb?: string;
  particle?: string;
  participle?: string;
  infinitive?: string;
}

export interface VerbForm {
  text: string;
  /** The separable part that must follow, or null where it is absent or part of the form. */
  particle: string | null;
}

/** All forms of a verb in running text: "arbeiten" (with "zusammen" to follow), "zusammenarbeiten", "zusammengearbeitet", … */
export function verbForms(entry: VerbEntry, lang: string): VerbForm[] {
  const stems = (entry.verb ?? "").split(" ").filter((word) => word !== "");
  const forms = stems.flatMap((stem) => (stem.endsWith("~") ? regular(stem.slice(0, -1), lang) : [stem]));
  const separate = [...new Set(forms)].map((text) => ({ text, particle: entry.particle ?? null }));
  if (entry.particle === undefined) return separate;
  return [...separate, ...joined(entry, entry.particle, forms)];
}

/**
 * The finite forms of a verb that a phrase begins with, by its third person singular ("lotet" → "loten", "lotete", …) or, where it is a strong
 * one, by any of the forms that `strong` lists; just the word for any other.
 */
export function finiteForms(word: string, strong: ReadonlyMap<string, readonly string[]>, lang: string): string[] {
  const listed = strong.get(word);
  if (listed !== undefined) return [...listed];
  if (word.length < finiteLengthMin) return [word];
  if (lang === "de") {
    const stem = word.replace(/(?<=[dt])et$|(?<=[^adeiou])t$/, "");
    return stem === word || noVerb.has(word) ? [word] : [word, `${stem}en`, ...pastOf(stem)];
  }
  if (!/[^aious]s$/.test(word)) return [word];
  return [
    word,
    ...englishRegular(
      word
        .replace(/ies$/, "y")
        .replace(/(?<=sh|ch|ss|x)es$/, "")
        .replace(/s$/, ""),
    ),
  ];
}

/** Shorter words are particles and the like. */
const finiteLengthMin = 4;

/** End like a verb's form, and are none. */
const noVerb = new Set(["nicht", "noch", "fest", "jetzt", "rest", "not", "macht"]);

function pastOf(stem: string): string[] {
  const past = /[dt]$/.test(stem) ? `${stem}ete` : `${stem}te`;
  return [past, `${past}n`];
}

function joined(entry: VerbEntry, particle: string, forms: string[]): VerbForm[] {
  const infinitive = entry.infinitive ?? "";
  const texts = [...forms.map((form) => particle + form), particle + infinitive, `${particle}zu${infinitive}`];
  if (entry.participle !== undefined) texts.push(particle + entry.participle);
  return [...new Set(texts)].map((text) => ({ text, particle: null }));
}

function regular(stem: string, lang: string): string[] {
  return lang === "de" ? germanRegular(stem) : englishRegular(stem);
}

function germanRegular(stem: string): string[] {
  const vowel = /[dt]$/.test(stem) ? "e" : "";
  const endings = ["en", "e", `${vowel}t`, `${vowel}te`, `${vowel}ten`, "end"];
  const participle = /ier$/.test(stem) || /^(be|er|ver|ent|zer)/.test(stem) ? `${stem}${vowel}t` : `ge${stem}${vowel}t`;
  const umlaut = stem.endsWith("el") || stem.endsWith("er") ? [`${stem}n`] : [];
  return [...endings.map((ending) => stem + ending), participle, ...umlaut];
}

function englishRegular(stem: string): string[] {
  if (/[^aeiou]y$/.test(stem)) return [stem, `${stem.slice(0, -1)}ies`, `${stem.slice(0, -1)}ied`, `${stem}ing`];
  if (stem.endsWith("e")) return [stem, `${stem}s`, `${stem}d`, `${stem.slice(0, -1)}ing`];
  const plural = /(?:s|sh|ch|x|z)$/.test(stem) ? `${stem}es` : `${stem}s`;
  const before = oneShortVowel.test(stem) ? stem + stem.slice(-1) : stem;
  return [stem, plural, `${before}ed`, `${before}ing`];
}

/** "Snap" doubles its last letter: "snapped", "snapping". */
const oneShortVowel = /^[^aeiou]*[aeiou][^aeiouwxy]$/;
