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
  [
    "hyphen",
    "en",
    " | The series was a co-production of Netflix and the Harbour Studios, and ran for three seasons on both sides of the ocean.",
    "Netflix+Harbour Studios cooperation agreed",
  ],
  ["participle", "en", " | The turbine uses a blade developed with Hitachi.", "none"],
  [
    "predicate",
    "en",
    " | Vodafone's retail partnerships include Carrefour and Walmart as well as a string of smaller shops along the coast.",
    "Vodafone+Carrefour+Walmart cooperation active",
  ],
  [
    "places",
    "en",
    " | Nokia has collaborated with London fashion houses including Bellamy and Puma since the first telephone with a camera went on sale.",
    "Nokia+Bellamy+Puma cooperation agreed",
  ],
  [
    "places",
    "en",
    " | Siemens keeps offices in San Francisco, California and maintains a partnership with Intel that is now in its second decade.",
    "Siemens+Intel cooperation active",
  ],
  [
    "named after",
    "en",
    " | In 2021 Disney partnered with Netflix and the Mary Porter Institute to produce a film for schools about the life of bees.",
    "Disney+Netflix+Mary Porter Institute cooperation agreed",
  ],
  [
    "list",
    "en",
    " | By the spring Orange had signed partnerships with Nokia in 2017 and Cisco in 2018, both of them for the network in the north.",
    "Orange+Nokia+Cisco cooperation agreed",
  ],
  [
    "owned",
    "en",
    " | Besides its own shops on the coast, Nokia has a business partnership with the Sharp-owned Cisco for those in the hills.",
    "Nokia+Cisco cooperation active",
  ],
  [
    "relative",
    "en",
    " | In 1996 Siemens entered into an agreement with Cisco, which had been founded by Oracle, to write the software for its switches.",
    "Siemens+Cisco cooperation agreed",
  ],
  [
    "brought along",
    "en",
    " | In 2013 Infineon, together with the Dutch maker Philips, partnered with the carmaker Volvo to build a lamp that sees the road.",
    "Infineon+Philips+Volvo cooperation agreed",
  ],
  [
    "two verbs",
    "en",
    " | Allianz supports the city's youth charity Blue Lantern, partners with Siemens, and was named the best employer of the region twice.",
    "Allianz+Siemens cooperation agreed",
  ],
  [
    "combine",
    "en",
    " | In 2016 Thales and Cisco announced a partnership to combine Cisco's switches and the radio of the trains in a single box.",
    "Thales+Cisco cooperation agreed",
  ],
  [
    "association",
    "en",
    " | The workshop was closed, but Siemens continued its association with Hitachi for another ten years and two generations of trains.",
    "Siemens+Hitachi cooperation expanded",
  ],
];
