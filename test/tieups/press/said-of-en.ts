import type { TrapCase } from "../trap-cases.ts";

/** What a word is said of: the clause, the person, the speaker, the noun phrase that it belongs to. */
export const saidOfEnglish: TrapCase[] = [
  [
    "clause",
    "en",
    "Toyota widens Bosch alliance, sells last shares in Kyushu Steel",
    "Toyota+Bosch cooperation expanded",
  ],
  ["person", "en", "Nvidia, run by former Intel engineers, to license Nokia patents", "Nvidia+Nokia licensing agreed"],
  [
    "own affairs",
    "en",
    "Bosch says alliance with Nokia has doubled sales of sensors",
    "Bosch+Nokia cooperation active",
  ],
  [
    "after talks",
    "en",
    "After months of talks, Bosch forms battery alliance with Honda",
    "Bosch+Honda cooperation agreed",
  ],
  ["source", "en", "Bosch mulling stake in sensor maker Varta, Bloomberg News reports", "Bosch+Varta stake rumoured"],
  ["speaker", "en", "No merger with Shell planned, BP says", "Shell+BP merger denied"],
  ["speaker", "en", '"We are open to an alliance with Honda," says Renault CEO', "Renault+Honda cooperation rumoured"],
  ["nominal", "en", "Extension of Adidas's kit sponsorship deal with Netflix", "Adidas+Netflix cooperation expanded"],
  [
    "nominal",
    "en",
    "Creation of cable joint venture by Siemens and Nokia set for May",
    "Siemens+Nokia joint-venture agreed",
  ],
  [
    "nominal",
    "en",
    "Two-year extension of cloud partnership for Nokia and Telekom",
    "Nokia+Telekom cooperation expanded",
  ],
  ["noun phrase", "en", "Ford and Toyota's battery joint venture idles Ohio plant", "Ford+Toyota joint-venture active"],
  ["noun phrase", "en", "Purchase of Varta by Porsche clears last hurdle", "Varta+Porsche merger agreed"],
  ["verb between names", "en", "Nissan lose Netflix as shirt sponsor", "Nissan+Netflix cooperation ended"],
  ["start-up", "en", "Ford to take 15% of battery start-up Varta", "Ford+Varta stake agreed"],
  ["approval", "en", "Sky-Vodafone merger wins antitrust nod", "Sky+Vodafone merger agreed"],
  [
    "apposition",
    "en",
    "In setback for Boeing, Airbus and Honda agree to build drones",
    "Airbus+Honda cooperation agreed",
  ],
  ["report", "en", "Renault rejects report of alliance with Honda", "Renault+Honda cooperation denied"],
  ["unnamed partner", "en", "Sanofi links up with Danish biotech on obesity pill", "Sanofi cooperation agreed"],
  ["transfer", "en", "Puma agree 40 million pound deal with Adidas for winger", "none"],
  ["same act", "en", "Ford joins Honda in raising prices", "none"],
  ["staff", "en", "Former Shell trader weds BP banker in Rome", "none"],
  ["instead", "en", "Ford builds its own chip instead of looking for a partner", "none"],
];
