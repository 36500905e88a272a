import type { TrapCase } from "../trap-cases.ts";

/** Written with those of syntax-en.ts, and not found as yet: measured by the evaluation, asserted nowhere. */
export const syntaxMissesEnglish: TrapCase[] = [
  [
    "in force",
    "en",
    "Renault-Volvo van company moves into its head office near Rouen",
    "Renault+Volvo joint-venture active",
  ],
  ["who says so", "en", "Deal with Saab close, Thales chief says", "Saab+Thales cooperation rumoured"],
  ["who says so", "en", "Venture with BYD will go ahead, Toyota boss insists", "BYD+Toyota joint-venture active"],
  ["who says so", "en", "No more orders from Ryanair, Boeing manager complains", "Ryanair+Boeing supply ended"],
  [
    "who says so",
    "en",
    "Additional wagons for Deutsche Bahn from Siemens under amended contract",
    "Deutsche Bahn+Siemens supply expanded",
  ],
  ["licence", "en", "Qualcomm patents used by Apple under 2019 licence until 2027", "Qualcomm+Apple licensing active"],
  ["licence, near miss", "en", "Netflix to raise licence fee awareness with Sky comedian", "none"],
  ["oblique, near miss", "en", "Lidl picks Aldi's home town for its largest store", "none"],
  ["passive", "en", "9.9% of Commerzbank held by Santander, filing shows", "Commerzbank+Santander stake active"],
  [
    "quote",
    "en",
    'Thales boss: "With Leonardo we have found the right partner for radar"',
    "Thales+Leonardo cooperation agreed",
  ],
  [
    "quote",
    "en",
    '"From autumn our vans will run on CATL cells," Renault executive says',
    "CATL+Renault supply agreed",
  ],
  [
    "quote",
    "en",
    '"We have signed with Maersk": IKEA logistics head on green shipping',
    "Maersk+IKEA cooperation agreed",
  ],
  [
    "quote",
    "en",
    '"It was a good marriage, but it\'s finished" - Danone on Mondelez venture',
    "Danone+Mondelez joint-venture ended",
  ],
  [
    "title and teaser",
    "en",
    "A new home for Opel's engines | They will be built by Punch in Strasbourg from next year.",
    "Opel+Punch supply agreed",
  ],
  [
    "title and teaser",
    "en",
    "Chip plant gets third owner | Bosch is joining Infineon and TSMC in the Dresden venture.",
    "Bosch+Infineon+TSMC joint-venture agreed",
  ],
  [
    "title and teaser",
    "en",
    "Orsted finds money for Polish park | A pension fund from Denmark will pay for half of it.",
    "Orsted stake agreed",
  ],
  [
    "title and teaser",
    "en",
    "Bayer gets help in the fields | Microsoft will run the group's farm data platform on its cloud.",
    "Bayer+Microsoft supply agreed",
  ],
  ["switch", "en", "Nokia phones to run on MediaTek instead of Qualcomm chips", "Nokia+MediaTek supply agreed"],
  ["switch", "en", "Starbucks out, Nestle in: Marriott changes its coffee", "Starbucks+Marriott supply ended"],
  ["transfer, near miss", "en", "Audi buys Sauber Formula One team", "Audi+Sauber merger agreed"],
  ["unnamed partner", "en", "Orsted drops partner from Taiwan wind project", "Orsted cooperation ended"],
  ["unnamed partner", "en", "Toyota's Indian joint venture recalls 9,000 cars", "Toyota joint-venture active"],
  ["unnamed partner", "en", "Nissan says Chinese partner will build its next electric saloon", "Nissan supply agreed"],
  ["unnamed partner", "en", "Unilever finds buyer for tea business", "Unilever merger agreed"],
];
