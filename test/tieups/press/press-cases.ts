import type { TrapCase } from "../trap-cases.ts";
import { businessPagesGerman } from "./business-pages-de.ts";
import { businessPagesEnglish } from "./business-pages-en.ts";
import { coMentionsGerman } from "./co-mentions-de.ts";
import { coMentionsEnglish } from "./co-mentions-en.ts";
import { constructionsGerman } from "./constructions-de.ts";
import { constructionsEnglish } from "./constructions-en.ts";
import { falseFriendsGerman } from "./false-friends-de.ts";
import { falseFriendsEnglish } from "./false-friends-en.ts";
import { foundSinceGerman } from "./found-since-de.ts";
import { foundSinceEnglish } from "./found-since-en.ts";
import { industriesGerman } from "./industries-de.ts";
import { industriesEnglish } from "./industries-en.ts";
import { lateEditionGerman } from "./late-edition-de.ts";
import { lateEditionEnglish } from "./late-edition-en.ts";
import { newsDeskGerman } from "./news-desk-de.ts";
import { newsDeskEnglish } from "./news-desk-en.ts";
import { nightDeskGerman } from "./night-desk-de.ts";
import { nightDeskEnglish } from "./night-desk-en.ts";
import { nightTrapsGerman } from "./night-traps-de.ts";
import { nightTrapsEnglish } from "./night-traps-en.ts";
import { partingsGerman } from "./partings-de.ts";
import { partingsEnglish } from "./partings-en.ts";
import { proseEnglish } from "./prose-en.ts";
import { saidOfGerman } from "./said-of-de.ts";
import { saidOfEnglish } from "./said-of-en.ts";
import { shapesEnglish } from "./shapes-en.ts";
import { syntaxEnglish } from "./syntax-en.ts";
import { toldByTeasers } from "./told-by-teasers.ts";
import { wordingsGerman } from "./wordings-de.ts";
import { wordingsEnglish } from "./wordings-en.ts";

/** The cases of this folder that hold, by table. */
export const pressCases: [table: string, cases: TrapCase[]][] = [
  ["German headlines of many industries", industriesGerman],
  ["English headlines of many industries", industriesEnglish],
  ["German items by construction", constructionsGerman],
  ["English items by construction", constructionsEnglish],
  ["German headlines of two companies", coMentionsGerman],
  ["English headlines of two companies", coMentionsEnglish],
  ["German items written to trap", falseFriendsGerman],
  ["English items written to trap", falseFriendsEnglish],
  ["German business pages", businessPagesGerman],
  ["English business pages", businessPagesEnglish],
  ["German items of idioms and partings", partingsGerman],
  ["English items of idioms and partings", partingsEnglish],
  ["German late edition", lateEditionGerman],
  ["English late edition", lateEditionEnglish],
  ["German items by wording", wordingsGerman],
  ["English items by wording", wordingsEnglish],
  ["German news desks", newsDeskGerman],
  ["English news desks", newsDeskEnglish],
  ["German night desk", nightDeskGerman],
  ["English night desk", nightDeskEnglish],
  ["German headlines of two companies, no tie-up", nightTrapsGerman],
  ["English headlines of two companies, no tie-up", nightTrapsEnglish],
  ["German items by what a word is said of", saidOfGerman],
  ["English items by what a word is said of", saidOfEnglish],
  ["German items found since", foundSinceGerman],
  ["English items found since", foundSinceEnglish],
  ["English prose", proseEnglish],
  ["titles that leave open what their teasers tell", toldByTeasers],
  ["English items by syntax", syntaxEnglish],
  ["English sentences by shape", shapesEnglish],
];
