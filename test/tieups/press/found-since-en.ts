import type { TrapCase } from "../trap-cases.ts";

/** Missed when they were written, and found since. */
export const foundSinceEnglish: TrapCase[] = [
  ["airline", "en", "Ryanair converts Boeing options into 150 firm orders", "Ryanair+Boeing supply agreed"],
  ["verbless", "en", "Hyundai motors for Rivian?", "Hyundai+Rivian supply rumoured"],
  ["co", "en", "AMD gets OpenAI boost with six-gigawatt chip order", "AMD+OpenAI supply agreed"],
  ["co", "en", "United, JetBlue win nod for Blue Sky partnership", "United+JetBlue cooperation agreed"],
  ["agreed", "en", "It's official: Paramount and Skydance are one", "Paramount+Skydance merger agreed"],
  ["press", "en", "Samsung SDI, GM break ground on Indiana battery plant", "Samsung SDI+GM cooperation agreed"],
  ["press", "en", "Nvidia-backed CoreWeave loses bid for Core Scientific", "CoreWeave+Core Scientific merger ended"],
  ["airline", "en", "Delta flyers to earn miles on Uber rides", "Delta+Uber cooperation agreed"],
  ["food", "en", "Mondelez gets its chocolate into Danone desserts", "Mondelez+Danone cooperation agreed"],
  ["three", "en", "Arm, SoftBank and Ampere to share data centre know-how", "Arm+SoftBank+Ampere cooperation agreed"],
  ["co", "en", "Eli Lilly, Walmart team to offer Zepbound vials in stores", "Eli Lilly+Walmart cooperation agreed"],
  ["transfer", "en", "Borussia Dortmund sign striker from Arm-owned club", "none"],
  [
    "nominal",
    "en",
    "Prolongation of Orsted's power contract with BASF under negotiation",
    "Orsted+BASF supply rumoured",
  ],
];
