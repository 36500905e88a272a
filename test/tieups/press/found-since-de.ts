import type { TrapCase } from "../trap-cases.ts";

/** Missed when they were written, and found since. */
export const foundSinceGerman: TrapCase[] = [
  ["negation", "de", "Adidas trennt sich nicht vom DFB", "Adidas+DFB cooperation active"],
  ["modality", "de", "Sollte Telefonica 1&1 kaufen?", "Telefonica+1&1 merger rumoured"],
  [
    "co",
    "de",
    "Rüstungsindustrie: Rheinmetall übernimmt Marinewerft NVL von Lürssen",
    "Rheinmetall+NVL+Lürssen merger agreed",
  ],
  ["agreed", "de", "Bei der Ladesäule ziehen Aral und Rewe jetzt an einem Strang", "Aral+Rewe cooperation agreed"],
  ["denied", "de", "Disney: Kein Verkauf von ESPN an Apple", "Disney+Apple merger denied"],
  [
    "active",
    "de",
    "Der von Volkswagen mitfinanzierte Batteriehersteller Northvolt kämpft ums Überleben",
    "Volkswagen+Northvolt stake active",
  ],
  [
    "press",
    "de",
    "Evonik und Siemens Energy weihen Versuchsanlage in Marl ein",
    "Evonik+Siemens Energy cooperation agreed",
  ],
  ["press", "de", "Carl Zeiss Meditec kauft DORC von Eurazeo", "Carl Zeiss Meditec+DORC+Eurazeo merger agreed"],
  ["press", "de", "Siemens schnappt sich Altair für zehn Milliarden Dollar", "Siemens+Altair merger agreed"],
  ["press", "de", "Bayer und Hookipa gehen bei Gentherapie künftig getrennte Wege", "Bayer+Hookipa cooperation ended"],
  [
    "press",
    "de",
    "Lufthansa und Deutsche Bank legen Kreditkarte Miles & More neu auf",
    "Lufthansa+Deutsche Bank cooperation agreed",
  ],
  ["pharma", "de", "Merck verkauft Rezepturen an Sanofi? Darmstädter dementieren", "Merck+Sanofi merger denied"],
  [
    "agreed",
    "de",
    "Eine Milliarde für die Rakete: RTL-Mutter? Nein, Rheinmetall finanziert Isar Aerospace",
    "Rheinmetall+Isar Aerospace stake agreed",
  ],
  [
    "ended",
    "de",
    "Walmart wirft Capital One aus dem Laden | Die Kreditkarten-Allianz endet nach fünf Jahren.",
    "Walmart+Capital One cooperation ended",
  ],
  [
    "active",
    "de",
    "Werksbesuch: So bauen Stellantis und CATL ihre Fabrik in Saragossa",
    "Stellantis+CATL cooperation active",
  ],
  [
    "press",
    "de",
    "Rheinmetall bewirbt sich um Iveco-Militärsparte, Leonardo auch",
    "Rheinmetall+Iveco merger rumoured",
  ],
  [
    "lawsuit",
    "de",
    "Nokia und Amazon legen Patentstreit bei und schließen Lizenzvertrag",
    "Nokia+Amazon licensing agreed",
  ],
  [
    "several",
    "de",
    "Bosch liefert Brennstoffzellen an Nikola, Cellcentric verhandelt mit Volvo",
    "Bosch+Nikola supply agreed",
  ],
  ["ended", "de", "Starbucks nicht länger in Kaufland-Filialen", "Starbucks+Kaufland cooperation ended"],
  ["press", "de", "Audi verlängert nicht: FC Bayern sucht neuen Autopartner", "Audi+FC Bayern cooperation ended"],
  ["press", "de", "Ericsson-Chef: Mit Nokia fusionieren? Niemals!", "Ericsson+Nokia merger denied"],
];
