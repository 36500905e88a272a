import { describe, expect, test } from "vitest";
import companies from "../../lib/matching/catalogue/companies.json" with { type: "json" };
import words from "../../lib/matching/catalogue/reference-words.json" with { type: "json" };
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { findMentions } from "../../lib/matching/find-mentions.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";

const watched = ["BMW", "Toyota", "General Motors", "Siemens", "SAP", "Deutsche Bank", "Nissan", "Quaxwerke"];
const dictionary = compileDictionary(readWatchlist({ entities: watched }).entities);
const found = (title: string, text = ""): string[] =>
  findMentions(dictionary, { title, text }).references.map(
    ({ text, entityIds }) => `${text} = ${entityIds.join(", ")}`,
  );

describe("a description stands for the company named before", () => {
  test.each([
    ["the people of its seat", "BMW wächst. Die Münchner zahlen mehr", ["Die Münchner = bmw"]],
    ["in the genitive", "BMW bietet. Das Angebot der Münchner gilt", ["der Münchner = bmw"]],
    ["not the police of the town", "BMW wächst. Die Münchner Polizei warnt", []],
    ["not those of another town", "BMW wächst. Die Hamburger zahlen mehr", []],
    [
      "the people of its country",
      "BMW und Toyota reden. Die Japaner zögern",
      ["die Japaner = toyota"].map((s) => s.replace("die", "Die")),
    ],
    ["the last named of two", "Toyota und Nissan reden. Die Japaner zögern", ["Die Japaner = nissan"]],
    ["nobody before it is named", "Die Münchner zahlen mehr als BMW", []],
    [
      "a prefix and a branch",
      "General Motors fällt, BMW nicht. Der US-Autoriese spart",
      ["Der US-Autoriese = general-motors"],
    ],
    [
      "an adjective and any company",
      "Toyota und BMW reden. Das japanische Unternehmen zögert",
      ["Das japanische Unternehmen = toyota"],
    ],
    ["another adjective besides", "BMW fällt. Der kriselnde Autobauer spart", ["Der kriselnde Autobauer = bmw"]],
    ["the branch must be that", "Siemens und BMW reden. Der Autobauer zahlt", ["Der Autobauer = bmw"]],
    ["nobody of the branch is named", "Siemens wächst. Der Autobauer zahlt", []],
    [
      "any company",
      "Quaxwerke wächst. Der Konzern zahlt, das Geld des Konzerns reicht",
      ["Der Konzern = quaxwerke", "des Konzerns = quaxwerke"],
    ],
    ["not before another name", "BMW wächst. Der Autobauer Honda zahlt", []],
    ["not before a watched name", "BMW wächst. Der Autobauer Nissan zahlt", []],
    ["not an unknown one", "BMW wächst. Ein Autobauer zahlt", []],
    ["not in a compound", "BMW wächst. Der Konzern-Betriebsrat tagt", []],
    ["a bank", "Deutsche Bank wächst. Das Geldhaus zahlt", ["Das Geldhaus = deutsche-bank"]],
    [
      "English: place and branch",
      "General Motors met BMW. The Detroit carmaker paid",
      ["The Detroit carmaker = general-motors"],
    ],
    ["English: country", "Toyota met BMW. The Japanese company paid", ["The Japanese company = toyota"]],
    ["English: based", "BMW met Toyota. The Munich-based group paid", ["The Munich-based group = bmw"]],
    [
      "English: two words",
      "General Motors met SAP. The U.S. auto giant paid",
      ["The U.S. auto giant = general-motors"],
    ],
    ["English: not an apposition", "BMW met Toyota. The carmaker Honda paid", []],
    ["English: not unknown", "BMW met Toyota. A carmaker paid", []],
  ])("%s: %s", (_, text, expected) => expect(found(text)).toEqual(expected));

  test.each([
    ["both", "BMW und Toyota reden. Beide Unternehmen schweigen", ["Beide Unternehmen = bmw, toyota"]],
    ["the two", "BMW und Toyota reden. Die beiden Autobauer schweigen", ["Die beiden Autobauer = bmw, toyota"]],
    ["two of a branch", "BMW, SAP und Toyota reden. Die Autobauer zahlen", ["Die Autobauer = bmw, toyota"]],
    ["more than two fit", "BMW, SAP und Toyota reden. Beide Unternehmen schweigen", []],
    ["only one is named", "BMW wächst. Die Unternehmen schweigen", []],
    ["English: both", "BMW met Toyota. Both companies paid", ["Both companies = bmw, toyota"]],
    ["English: the two", "BMW met Toyota. The two carmakers paid", ["The two carmakers = bmw, toyota"]],
    ["English: plural", "BMW met SAP. The companies paid", ["The companies = bmw, sap"]],
  ])("several: %s: %s", (_, text, expected) => expect(found(text)).toEqual(expected));

  test("the title names it, the text refers to it, with offsets into the text", () => {
    const { references } = findMentions(dictionary, {
      title: "BMW wächst",
      text: "Nun zahlt der Münchner Konzern mehr",
    });
    expect(references).toEqual([
      {
        entityIds: ["bmw"],
        field: "text",
        start: 10,
        end: 30,
        text: "der Münchner Konzern",
        reason: "BMW: seat München",
      },
    ]);
  });

  test("never makes a mention", () => {
    const { mentions, references } = findMentions(dictionary, {
      title: "Die Münchner und der Autobauer",
      text: "Die Japaner",
    });
    expect([mentions, references]).toEqual([[], []]);
  });

  test("a long text of them takes good time", () => {
    const text = `BMW. ${"Die Münchner und der große der die das Konzern. ".repeat(20_000)}`;
    expect(findMentions(dictionary, { title: "", text }).references.length).toBeGreaterThan(20_000);
  });
});

test("every company of the words is in the catalogue", () => {
  const known = new Set(companies.map(({ name }) => name));
  const used = [...Object.values(words.nations), ...Object.values(words.seats)].flatMap(({ companies }) => companies);
  expect(used.filter((name) => !known.has(name))).toEqual([]);
});

/** Texts of our own, judged before the first run. */
const watchedBesides =
  "BMW,Toyota,Volkswagen,Ford,Siemens,SAP,Deutsche Bank,Lufthansa,Bosch,Continental,Nestlé,Novartis,Airbus,Boeing,Apple,Microsoft,Samsung,Renault,Nissan,Honda,Hyundai,Volvo,Allianz,Bayer,BASF,Shell,Infineon,Intel,Audi,Deutsche Telekom";
const many = compileDictionary(readWatchlist({ entities: watchedBesides.split(",") }).entities);

const german: [string, string[]][] = [
  ["Siemens liefert Züge nach Ägypten. Die Münchner bauen dafür ein Werk.", ["Die Münchner = siemens"]],
  [
    "Volkswagen und Ford reden über Transporter. Die Wolfsburger bringen ihre Plattform ein.",
    ["Die Wolfsburger = volkswagen"],
  ],
  ["Volkswagen trifft Bosch. Die Stuttgarter liefern die Software.", ["Die Stuttgarter = bosch"]],
  [
    "Bayer verhandelt mit BASF. Die Leverkusener wollen verkaufen, die Ludwigshafener kaufen.",
    ["Die Leverkusener = bayer", "die Ludwigshafener = basf"],
  ],
  ["SAP und Siemens arbeiten zusammen. Die Walldorfer stellen die Cloud.", ["Die Walldorfer = sap"]],
  ["Lufthansa und Airbus streiten. Die Kölner schweigen.", ["Die Kölner = lufthansa"]],
  ["Continental spart. Die Hannoveraner schließen zwei Werke.", ["Die Hannoveraner = continental"]],
  ["BMW verliert in China. Die Münchner U-Bahn fährt pünktlich.", []],
  ["BMW baut um. Die Münchner Staatsanwaltschaft ermittelt.", []],
  ["Bosch baut um. Bei den Stuttgartern gehen 5000 Stellen verloren.", ["den Stuttgartern = bosch"]],
  [
    "Mit den Ingolstädtern verliert auch VW: Audi senkt die Prognose. Für die Ingolstädter ist es die zweite Senkung.",
    ["die Ingolstädter = audi"],
  ],
  ["Bayer wächst. Der Leverkusener Konzern hebt die Prognose.", ["Der Leverkusener Konzern = bayer"]],
  ["BMW gewinnt. Der Münchner Oberbürgermeister gratuliert.", []],
  ["Renault und Nissan lockern ihr Bündnis. Die Franzosen geben Aktien ab.", ["Die Franzosen = renault"]],
  ["Renault und Nissan lockern ihr Bündnis. Die Japaner kaufen zurück.", ["Die Japaner = nissan"]],
  ["Infineon liefert an Hyundai. Die Koreaner bestellen für drei Jahre.", ["Die Koreaner = hyundai"]],
  ["Infineon liefert an Hyundai. Die Südkoreaner bestellen für drei Jahre.", ["Die Südkoreaner = hyundai"]],
  ["Novartis verkauft an Bayer. Die Schweizer trennen sich von der Sparte.", ["Die Schweizer = novartis"]],
  ["Ford hilft VW. Die Amerikaner bauen in Köln.", ["Die Amerikaner = ford"]],
  ["Volvo zieht nach. Die Schweden setzen auf Strom.", ["Die Schweden = volvo"]],
  ["Nestlé kauft zu. Der Schweizer Lebensmittelriese zahlt bar.", ["Der Schweizer Lebensmittelriese = nestle"]],
  ["Toyota verkauft mehr. Die Japaner feiern heute den Tag der Kultur, sagt BMW nicht.", ["Die Japaner = toyota"]],
  [
    "Samsung warnt. Der südkoreanische Elektronikkonzern rechnet mit weniger Gewinn.",
    ["Der südkoreanische Elektronikkonzern = samsung"],
  ],
  ["Shell zieht um. Der britische Ölkonzern verlässt Den Haag.", ["Der britische Ölkonzern = shell"]],
  ["Intel kommt nicht. Der US-Chipkonzern verschiebt das Werk in Magdeburg.", ["Der US-Chipkonzern = intel"]],
  ["Apple klagt gegen Samsung. Der US-Konzern verlangt Schadenersatz.", ["Der US-Konzern = apple"]],
  ["Die Schweizer stimmen ab. Novartis wartet.", []],
  ["Lufthansa fliegt wieder nach Kiew. Die Airline rechnet mit vielen Gästen.", ["Die Airline = lufthansa"]],
  ["Lufthansa fliegt wieder. Die Fluggesellschaft rechnet mit vielen Gästen.", ["Die Fluggesellschaft = lufthansa"]],
  ["Allianz zahlt. Der Versicherer erwartet Schäden in Milliardenhöhe.", ["Der Versicherer = allianz"]],
  ["Deutsche Bank zahlt. Das Institut will Ruhe.", ["Das Institut = deutsche-bank"]],
  ["Bosch streicht Stellen. Der Zulieferer begründet das mit der Krise.", ["Der Zulieferer = bosch"]],
  ["Infineon baut. Der Chiphersteller erhält Geld vom Bund.", ["Der Chiphersteller = infineon"]],
  ["SAP steigt. Der Softwarekonzern ist das teuerste Unternehmen im Dax.", ["Der Softwarekonzern = sap"]],
  ["Airbus liefert aus. Der Flugzeugbauer hängt Boeing ab.", ["Der Flugzeugbauer = airbus"]],
  ["Bayer verliert vor Gericht. Der Pharmakonzern geht in Berufung.", ["Der Pharmakonzern = bayer"]],
  ["Deutsche Telekom baut aus. Der Netzbetreiber verspricht Glasfaser.", ["Der Netzbetreiber = deutsche-telekom"]],
  ["Bayer verliert. Der Autobauer aus München auch.", []],
  ["BMW verliert. Ein Konzern wie dieser hält das aus.", []],
  ["BMW verliert. Der Konzernbetriebsrat ist besorgt.", []],
  ["BMW verliert. Das Unternehmen, das er 1990 gründete, ging pleite.", []],
  ["VW und Ford bauen zusammen. Die beiden Konzerne teilen die Kosten.", ["Die beiden Konzerne = volkswagen, ford"]],
  ["VW und Ford bauen zusammen. Beide Partner schweigen zu den Kosten.", ["Beide Partner = volkswagen, ford"]],
  [
    "Lufthansa und Airbus einigen sich. Die Unternehmen wollen Details später nennen.",
    ["Die Unternehmen = lufthansa, airbus"],
  ],
  [
    "Honda und Nissan beenden Gespräche. Die zwei Autobauer gehen getrennte Wege.",
    ["Die zwei Autobauer = honda, nissan"],
  ],
  [
    "Honda, Nissan und Renault beraten. Die drei Konzerne suchen Auswege.",
    ["Die drei Konzerne = honda, nissan, renault"],
  ],
  ["BMW und SAP verlieren. Beide Aktien fallen.", []],
  ["BMW und SAP verlieren. Die Unternehmen in Deutschland klagen über Steuern.", []],
];

const english: [string, string[]][] = [
  ["Honda and Nissan end talks. Both carmakers will go it alone.", ["Both carmakers = honda, nissan"]],
  [
    "Honda and Nissan end talks. The two Japanese companies had hoped to save money.",
    ["The two Japanese companies = honda, nissan"],
  ],
  ["Shell and BASF sign a deal. The companies declined to comment.", ["The companies = shell, basf"]],
  ["Shell and BASF sign a deal. The pair will split the cost.", ["The pair = shell, basf"]],
  ["Boeing delays its jet again. The planemaker blamed suppliers.", ["The planemaker = boeing"]],
  ["Ford hires. The Dearborn-based company needs engineers.", ["The Dearborn-based company = ford"]],
  ["Ford hires. The automaker needs engineers.", ["The automaker = ford"]],
  ["Toyota sued. The Japanese automaker denies the claim.", ["The Japanese automaker = toyota"]],
  ["Volkswagen sued. The German carmaker denies the claim.", ["The German carmaker = volkswagen"]],
  ["Microsoft pays. The software giant settles.", ["The software giant = microsoft"]],
  ["Apple pays. The iPhone maker settles.", ["The iPhone maker = apple"]],
  ["Intel slips. The chipmaker warns of weak demand.", ["The chipmaker = intel"]],
  ["Deutsche Bank slips. The lender warns of weak demand.", ["The lender = deutsche-bank"]],
  ["Novartis sells. The Swiss drugmaker wants cash.", ["The Swiss drugmaker = novartis"]],
  ["Shell sells. The oil major wants cash.", ["The oil major = shell"]],
  ["Lufthansa sells. The airline wants cash.", ["The airline = lufthansa"]],
  ["Ford sells. The company he founded in 1990 went bust.", []],
  ["Ford sells. The parent company of a rival bought.", []],
  ["Ford and Shell talk. The company's shares rose.", ["The company = shell"]],
  ["Ford sells. The Detroit Lions win.", []],
  ["Toyota sells. The Japanese government buys.", []],
  ["Toyota sells. The Japanese yen falls.", []],
];

describe("in texts as news desks write them", () => {
  test.each([...german, ...english])("%s", (text, expected) => {
    const { references } = findMentions(many, { title: "", text });
    expect(references.map(({ text, entityIds }) => `${text} = ${entityIds.join(", ")}`)).toEqual(expected);
  });
});

const watchedAbroad =
  "BMW,Toyota,General Motors,Volkswagen,Ford,Siemens,SAP,Bosch,Mercedes-Benz,Porsche,Renault,Stellantis,Nissan,Honda,Hyundai,Samsung,Sony,Ericsson,Nokia,Telefónica,Roche,Novartis,Nestlé,Philips,ASML,Shell,BP,Maersk,Airbus,Boeing,Lufthansa,Ryanair,Deutsche Bank,UBS,Santander,Allianz,AXA,Continental,Michelin,Infineon,TSMC,Intel,Nvidia,Microsoft,Apple,Adidas,Nike,Puma,BASF,Bayer,Tesla,BYD,Tata Motors,Quantos Labs";
const abroad = compileDictionary(readWatchlist({ entities: watchedAbroad.split(",") }).entities);

const farther: [string, string[]][] = [
  ["Adidas verliert Vertrag. Die Herzogenauracher bedauern das.", ["Die Herzogenauracher = adidas"]],
  ["Nokia liefert an Telefónica. Die Finnen bauen 5G aus.", ["Die Finnen = nokia"]],
  ["Nokia liefert an Telefónica. Die Spanier zahlen dafür.", ["Die Spanier = telefonica"]],
  ["Philips ruft zurück. Die Niederländer warnen.", ["Die Niederländer = philips"]],
  [
    "Ericsson spart. Der schwedische Netzwerkausrüster baut Stellen ab.",
    ["Der schwedische Netzwerkausrüster = ericsson"],
  ],
  ["Maersk fährt um Afrika. Die dänische Reederei meidet das Rote Meer.", ["Die dänische Reederei = maersk"]],
  ["TSMC baut in Dresden. Die Taiwaner investieren.", ["Die Taiwaner = tsmc"]],
  ["TSMC baut in Dresden. Der taiwanische Chipfertiger investiert.", ["Der taiwanische Chipfertiger = tsmc"]],
  ["BYD kommt nach Ungarn. Die Chinesen bauen ein Werk.", ["Die Chinesen = byd"]],
  ["Tata Motors und Renault reden. Die Inder wollen Motoren.", ["Die Inder = tata-motors"]],
  ["Ryanair streicht Flüge. Der irische Billigflieger klagt über Gebühren.", ["Der irische Billigflieger = ryanair"]],
  ["UBS wächst. Die Schweizer Großbank stellt ein.", ["Die Schweizer Großbank = ubs"]],
  ["Santander bietet. Das spanische Geldhaus will expandieren.", ["Das spanische Geldhaus = santander"]],
  ["AXA und Allianz bieten. Der französische Versicherer legt mehr vor.", ["Der französische Versicherer = axa"]],
  ["Michelin schließt Werke. Der Reifenhersteller begründet das mit Kosten.", ["Der Reifenhersteller = michelin"]],
  ["Nvidia steigt. Der Grafikkartenhersteller überrascht.", ["Der Grafikkartenhersteller = nvidia"]],
  ["Nike verliert. Der US-Sportartikelhersteller hat einen neuen Chef.", ["Der US-Sportartikelhersteller = nike"]],
  [
    "General Motors und LG bauen Batterien. Der Detroiter Konzern investiert.",
    ["Der Detroiter Konzern = general-motors"],
  ],
  ["Toyota und BMW: Der japanische Partner liefert die Zellen.", ["Der japanische Partner = toyota"]],
  ["Quantos Labs wächst. Die Firma stellt ein.", ["Die Firma = quantos-labs"]],
  [
    "Bosch und Microsoft wollen KI ins Auto bringen. Beide Firmen unterschrieben am Montag.",
    ["Beide Firmen = bosch, microsoft"],
  ],
  ["Bosch und Microsoft: Die beiden Partner teilen Daten.", ["Die beiden Partner = bosch, microsoft"]],
  ["Stellantis, Renault und Ford beraten. Alle drei Hersteller schweigen.", []],
  ["Die Chinesen feiern Neujahr. BYD ruht.", []],
  ["BYD ruht. Die Chinesen feiern Neujahr.", ["Die Chinesen = byd"]],
  ["Siemens baut. Der Betriebsrat des Konzerns klagt.", ["des Konzerns = siemens"]],
  ["SAP gewinnt. Der Softwarehersteller aus Walldorf hebt die Prognose.", ["Der Softwarehersteller = sap"]],
  ["Siemens verkauft Osram-Reste an einen Konzern aus China. Der Käufer zahlt.", []],
  ["Airbus und Boeing streiten. Der europäische Flugzeugbauer liegt vorn.", ["Der europäische Flugzeugbauer = airbus"]],
  [
    "Roche and Novartis part ways. The Basel-based drugmaker keeps the stake.",
    ["The Basel-based drugmaker = novartis"],
  ],
  ["Nokia supplies Telefónica. The Finnish firm won a five-year deal.", ["The Finnish firm = nokia"]],
  ["Nokia supplies Telefónica. The Spanish operator declined to comment.", ["The Spanish operator = telefonica"]],
  ["Maersk cuts. The Danish shipping giant blamed rates.", ["The Danish shipping giant = maersk"]],
  ["Philips falls. The Dutch group warned.", ["The Dutch group = philips"]],
  ["Tesla and Samsung sign chip deal. The EV maker will use them in cars.", ["The EV maker = tesla"]],
  [
    "Tesla and Samsung sign chip deal. The South Korean company builds them in Texas.",
    ["The South Korean company = samsung"],
  ],
  ["Nvidia invests in Intel. The two chipmakers will build PC chips.", ["The two chipmakers = nvidia, intel"]],
  ["UBS pays. The Swiss bank settled.", ["The Swiss bank = ubs"]],
  ["Ford cuts. The Blue Oval said so.", []],
  ["BP and Shell talk. The British oil major wants savings.", ["The British oil major = shell"]],
  ["Ryanair sues. The budget carrier wants its money.", ["The budget carrier = ryanair"]],
  ["Renault courts Nissan. The French carmaker holds 36 percent.", ["The French carmaker = renault"]],
  ["The Japanese carmaker reported. Toyota rose.", []],
  ["ASML falls. The Veldhoven-based company cut its outlook.", ["The Veldhoven-based company = asml"]],
  ["Boeing slips. The Arlington, Virginia-based company burned cash.", []],
  ["Microsoft and Apple spar. Both tech giants lobby Brussels.", ["Both tech giants = microsoft, apple"]],
  ["Honda quits. The Tokyo-based automaker will go alone.", ["The Tokyo-based automaker = honda"]],
  ["Volkswagen stops. The Wolfsburg company pays.", ["The Wolfsburg company = volkswagen"]],
  ["Bayer appeals. The German company's lawyers said so.", ["The German company = bayer"]],
  ["Takeda kauft zu. Die Japaner zahlen bar. Toyota baut.", []],
  ["Toyota und BMW reden. Der Partner schweigt.", []],
];

describe("in other countries and branches", () => {
  test.each(farther)("%s", (text, expected) => {
    const { references } = findMentions(abroad, { title: "", text });
    expect(references.map(({ text, entityIds }) => `${text} = ${entityIds.join(", ")}`)).toEqual(expected);
  });
});

test("each company has one nation at most", () => {
  const all = Object.values(words.nations).flatMap(({ companies }) => companies);
  expect(all.length).toBe(new Set(all).size);
});
