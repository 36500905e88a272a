import type { TrapCase } from "../trap-cases.ts";
import { businessPagesGerman } from "./business-pages-de.ts";
import { businessPagesEnglish } from "./business-pages-en.ts";
import { coMentionsGerman } from "./co-mentions-de.ts";
import { coMentionsEnglish } from "./co-mentions-en.ts";
import { constructionsGerman } from "./constructions-de.ts";
import { constructionsEnglish } from "./constructions-en.ts";
import { falseFriendsGerman } from "./false-friends-de.ts";
import { falseFriendsEnglish } from "./false-friends-en.ts";
import { industriesGerman } from "./industries-de.ts";
import { industriesEnglish } from "./industries-en.ts";
import { lateEditionGerman } from "./late-edition-de.ts";
import { lateEditionEnglish } from "./late-edition-en.ts";
import { partingsGerman } from "./partings-de.ts";
import { partingsEnglish } from "./partings-en.ts";

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
];
