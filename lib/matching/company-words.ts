import companyWords from "./catalogue/company-words.json" with { type: "json" };

const lowered = (words: string[]): ReadonlySet<string> => new Set(words.map((word) => word.toLowerCase()));

/** Nouns that a company's name forms a compound with ("Chef", "Werk"); in lower case, as are the others. */
export const companyHeads = lowered(companyWords.heads);
/** What stands right behind a company's name and belongs to it ("shares", "Group"). */
export const wordsAfterCompany = lowered(companyWords.after);
/** What companies do and are said to do. */
export const companyVerbs = lowered(companyWords.verbs);
/** Nouns that say that the name behind them is no company's ("Hotel", "Hurrikan", "Ortsteil"). */
export const introducesOthers: ReadonlySet<string> = new Set(companyWords.introduceOthers);
