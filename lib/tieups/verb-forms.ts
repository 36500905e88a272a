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
  return [stem, plural, `${stem}ed`, `${stem}ing`];
}
