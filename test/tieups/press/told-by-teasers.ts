import type { TrapCase } from "../trap-cases.ts";

/** What the title leaves open, the teaser tells: the kind of a "deal", and the stage where the title has no word of it. */
export const toldByTeasers: TrapCase[] = [
  ["kind", "en", "Bosch seals deal with Nokia | Deliveries are to start in May.", "Bosch+Nokia supply agreed"],
  ["kind", "en", "Bosch strikes deal with Nokia | Royalties fall due from 2027.", "Bosch+Nokia licensing agreed"],
  [
    "kind",
    "en",
    "Bosch and Nokia agree on sensors | The new unit will be jointly owned.",
    "Bosch+Nokia joint-venture agreed",
  ],
  [
    "kind",
    "en",
    "Bosch and Nokia team up on sensors | Both will hold half of the shares.",
    "Bosch+Nokia joint-venture agreed",
  ],
  [
    "kind",
    "en",
    "Siemens signs pact with Renault | The Germans will ship 400 motors a week.",
    "Siemens+Renault supply agreed",
  ],
  ["kind", "de", "Bosch schließt Vertrag mit Nokia | Die Lieferungen beginnen im Mai.", "Bosch+Nokia supply agreed"],
  ["kind", "de", "Bosch schließt Vertrag mit Nokia | Die Lizenz gilt für ganz Europa.", "Bosch+Nokia licensing agreed"],
  [
    "kind",
    "de",
    "Bosch und Nokia bündeln Kräfte bei Sensoren | An der Projektgesellschaft halten beide je die Hälfte.",
    "Bosch+Nokia joint-venture agreed",
  ],
  [
    "kind",
    "de",
    "Siemens einigt sich mit Renault | Die Franzosen nehmen den Münchnern 400 Motoren in der Woche ab.",
    "Siemens+Renault supply agreed",
  ],
  [
    "kind of somebody else's",
    "en",
    "Bosch seals deal with Nokia | Ericsson delivered its first antennas in May.",
    "Bosch+Nokia cooperation agreed",
  ],
  [
    "kind of somebody else's",
    "de",
    "Bosch schließt Vertrag mit Nokia | Ericsson liefert seit Mai die ersten Antennen.",
    "Bosch+Nokia cooperation agreed",
  ],
  [
    "kind that the title tells",
    "en",
    "Bosch and Nokia start research partnership | Deliveries of their products are not affected.",
    "Bosch+Nokia cooperation agreed",
  ],
  [
    "stage",
    "en",
    "Bosch to buy Nokia unit | Two people familiar with the talks said so.",
    "Bosch+Nokia merger rumoured",
  ],
  [
    "stage",
    "en",
    "Bosch and Nokia build sensors together | The claim was pure invention, a spokeswoman said.",
    "Bosch+Nokia cooperation denied",
  ],
  [
    "stage",
    "de",
    "Bosch übernimmt Nokia-Sparte | Das sagten zwei mit der Sache vertraute Personen.",
    "Bosch+Nokia merger rumoured",
  ],
  [
    "stage",
    "de",
    "Bosch und Nokia fusionieren | Das sei ins Reich der Fabel zu verweisen, sagte ein Sprecher.",
    "Bosch+Nokia merger denied",
  ],
  [
    "stage",
    "de",
    "Bosch beliefert Nokia in Oulu | Der bestehende Vertrag umfasste bisher nur Ulm.",
    "Bosch+Nokia supply expanded",
  ],
  [
    "stage of somebody else's",
    "de",
    "Bosch übernimmt Nokia-Sparte | Ericsson will laut Insidern ebenfalls zukaufen.",
    "Bosch+Nokia merger agreed",
  ],
  [
    "stage that the title tells",
    "en",
    "Bosch signs contract to buy Nokia unit | Two people familiar with the talks had spoken of it in May.",
    "Bosch+Nokia merger agreed",
  ],
];
