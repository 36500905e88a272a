import type { TrapCase } from "../trap-cases.ts";

/** Running prose without a title, as encyclopedias and company profiles tell: long sentences, lists of partners, pronouns. */
export const proseEnglish: TrapCase[] = [
  [
    "pronoun",
    "en",
    " | In May 2016, Spotify confirmed that it had teamed up with Starbucks to let baristas choose the music in the chain's coffee shops across the country.",
    "Spotify+Starbucks cooperation agreed",
  ],
  [
    "pronoun",
    "en",
    " | Hitachi announced in the spring that they had entered into a partnership with Alstom, whose engineers knew the tunnels under the city better than anybody else.",
    "Hitachi+Alstom cooperation agreed",
  ],
  [
    "of",
    "en",
    " | Ford started a cooperation with Vodafone in the year after, and the carmaker gave each of its employees a telephone and a small allowance for calls.",
    "Ford+Vodafone cooperation agreed",
  ],
  [
    "purpose",
    "en",
    " | In the autumn of 1998, Pfizer signed an agreement with the heirs of the founder to acquire Albion Pharmaceuticals and its two laboratories in the north.",
    "Pfizer+Albion Pharmaceuticals merger agreed",
  ],
  [
    "list",
    "en",
    " | Since it opened its first workshop, the Nordbau Group has worked with carmakers such as Toyota, America's Motor Works Authority, Volvo and Mazda on lighter doors.",
    "Nordbau Group+Toyota+Motor Works+Volvo+Mazda cooperation agreed",
  ],
  [
    "brackets",
    "en",
    " | In its second year Siemens formed alliances with Alstom (signals and switches), Hitachi (rolling stock) and Thales, all of which supplied the same line.",
    "Siemens+Alstom+Hitachi+Thales cooperation agreed",
  ],
  [
    "examples",
    "en",
    " | Over four decades Siemens has collaborated with several smaller makers of instruments, most notably Philips and Thales, on scanners for hospitals.",
    "Siemens+Philips+Thales cooperation agreed",
  ],
  [
    "examples",
    "en",
    " | Vodafone partners with a range of regional carriers across both continents, including Orange and Telefonica, to carry the calls of travellers.",
    "Vodafone+Orange+Telefonica cooperation agreed",
  ],
  [
    "apposition",
    "en",
    " | In 1937 Thales partnered with two other agencies, the Harbour Drawing Syndicate and the Bell Syndicate, to provide the papers of the coast with drawings.",
    "Thales+Harbour Drawing Syndicate+Bell Syndicate cooperation agreed",
  ],
];
