import type { TrapCase } from "../trap-cases.ts";
import { constructionsGerman } from "./constructions-de.ts";
import { constructionsEnglish } from "./constructions-en.ts";
import { industriesGerman } from "./industries-de.ts";
import { industriesEnglish } from "./industries-en.ts";

/** The cases of this folder that hold, by table. */
export const pressCases: [table: string, cases: TrapCase[]][] = [
  ["German headlines of many industries", industriesGerman],
  ["English headlines of many industries", industriesEnglish],
  ["German items by construction", constructionsGerman],
  ["English items by construction", constructionsEnglish],
];
