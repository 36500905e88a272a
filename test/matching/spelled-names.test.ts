import { describe, expect, test } from "vitest";
import { compileDictionary } from "../../lib/matching/dictionary.ts";
import { findMentions } from "../../lib/matching/find-mentions.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";

const large =
  "Thyssenkrupp,Rheinmetall,Schaeffler,Mahle,Vestas,Ericsson,Nokia,Sixt,Miele,Adidas,Deutsche Börse,Deutsche Telekom,Air Liquide,Hapag-Lloyd,Knorr-Bremse,Nestlé,Ørsted,Maersk,SAP,BASF,ZF,TSMC,ASML,RWE,LVMH,TUI,Vodafone,Telefónica,Lufthansa,Infineon,Northvolt,General Motors,Ford,BMW,Volkswagen,Toyota,Hyundai,Nissan,Panasonic,Sony,Samsung,Xiaomi,Huawei,Mitsubishi,Honda,Bosch,Siemens,Commerzbank,Allianz";
const spelled =
  "Dassault Systèmes,Kühne + Nagel,Müller-Milch,Société Générale,Crédit Agricole,Hermès,Würth,Dürr,Kärcher,Koç Holding,Çelebi,Škoda,Łukasiewicz,Groß & Partner,Weiß Umwelttechnik,Marks & Spencer,H&M,C&A,L'Occitane,McDonald's,O'Reilly Automotive,Domino's,Levi's,Deutsche Wohnen SE,Quarzwerke GmbH,Vector Informatik GmbH,Brüggen KG,Tata Motors Ltd,Kerry Group plc,三菱商事,小米,华为,삼성전자,Giesecke+Devrient,Heckler & Koch,Sainsburys,Mini,Delta,Deutsche Bahn,Hermann Kraft";
const { entities } = readWatchlist({ entities: `${large},${spelled}`.split(",") });
const dictionary = compileDictionary(entities);

/** A text of our own, judged before the first run, and the spans in it that are a watched company's name, however it is written. */
type Cases = [string, string[]][];

const inflection: Cases = [
  ["Thyssenkrupps Stahlsparte und Rheinmetalls Munition", ["Thyssenkrupps", "Rheinmetalls"]],
  ["Der Umsatz des Schaeffler-Konzerns sank, Mahles Gewinn stieg", ["Schaeffler", "Mahles"]],
  ["Adidas’ neuer Schuh und Sixts alte Flotte", ["Adidas", "Sixts"]],
  ["die Aktien der Deutschen Börse, des Deutschen Telekom-Ablegers nicht", ["Deutschen Börse", "Deutschen Telekom"]],
  ["Ericsson's margins and Nokia’s patents", ["Ericsson", "Nokia"]],
  ["Maersk's and Lufthansa’s cargo arms", ["Maersk", "Lufthansa"]],
  ["Siemens' turbines beat Vestas' turbines", ["Siemens", "Vestas"]],
  ["Zwei Nokias und drei Sonys lagen auf dem Tisch", ["Nokias", "Sonys"]],
  ["Vestas's order book", ["Vestas"]],
  ["Kühne + Nagels Seefracht", ["Kühne + Nagels"]],
  ["dem Deutschen-Börse-Chef wird gekündigt", ["Deutschen-Börse"]],
  ["Deutsche-Telekom-Aktionäre stimmen ab", ["Deutsche-Telekom"]],
  ["Hapag-Lloyds Flotte", ["Hapag-Lloyds"]],
  ["BASFs Werke und RWEs Windparks", ["BASFs", "RWEs"]],
  ["Infineons größter Kunde ist Hyundais Zulieferer", ["Infineons", "Hyundais"]],
  ["TSMC's Dresden fab; ASML's tools; LVMH's brands", ["TSMC", "ASML", "LVMH"]],
  ["McDonald's' franchisees sue", ["McDonald's"]],
  ["Die McDonald’s-Filiale und McDonalds Burger", ["McDonald’s", "McDonalds"]],
  ["Northvolts Gläubiger treffen Panasonics Chef", ["Northvolts", "Panasonics"]],
  ["the Fords and the Nissans parked outside", ["Fords", "Nissans"]],
];

const hyphen: Cases = [
  ["Ex-Thyssenkrupp-Vorstand wechselt", ["Thyssenkrupp"]],
  ["Die Bosch-ZF-Allianz hält", ["Bosch", "ZF"]],
  ["Das Honda-Nissan-Mitsubishi-Bündnis platzt", ["Honda", "Nissan", "Mitsubishi"]],
  ["Nicht-SAP-Kunden zahlen mehr", ["SAP"]],
  ["der RWE-eigene Tagebau und das Vodafone-typische Rot", ["RWE", "Vodafone"]],
  ["Anti-Huawei-Gesetz und Pro-Nokia-Kurs", ["Huawei", "Nokia"]],
  ["US-Ford-Werk und China-BMW-Fabrik", ["Ford", "BMW"]],
  ["Bosch- und Siemens-Geräte", ["Bosch", "Siemens"]],
  ["Infineon-/TSMC-Werk Dresden", ["Infineon", "TSMC"]],
  ["Siemens–Bosch-Kooperation", ["Siemens", "Bosch"]],
  ["a Toyota-led consortium and a Samsung-backed startup", ["Toyota", "Samsung"]],
  ["the Ford-Volkswagen tie-up and the non-Toyota buyers", ["Ford", "Volkswagen", "Toyota"]],
  ["a then-Nokia executive, now ex-Ericsson", ["Nokia", "Ericsson"]],
  ["Post-Siemens-Ära", ["Siemens"]],
  ["Kühne-+-Nagel-Chef und Kühne+Nagel-Chef", ["Kühne-+-Nagel", "Kühne+Nagel"]],
  ["Hapag-Lloyd-Maersk-Kooperation", ["Hapag-Lloyd", "Maersk"]],
  ["BMW\u2011Chef und BMW–Chef", ["BMW", "BMW"]],
  ["Mercedes-BMW-Toyota-Runde im VW-Werk", ["BMW", "Toyota", "VW"]],
  ["H&M-Filiale neben C&A-Haus", ["H&M", "C&A"]],
  ["Knorr-Bremse-Tochter; Bremse-Knorr nicht", ["Knorr-Bremse"]],
  ["Ex-Deutsche-Telekom-Manager", ["Deutsche-Telekom"]],
  ["TUI-Cruises-Schiff", ["TUI"]],
];

const closed: Cases = [
  ["Der Boschkonzern und die Lufthansatochter", ["Bosch", "Lufthansa"]],
  ["Siemensvorstand trifft Infineonchef", ["Siemens", "Infineon"]],
  ["Lufthansaaktie bricht ein", ["Lufthansa"]],
  ["Rheinmetallaktionäre jubeln", ["Rheinmetall"]],
  ["Commerzbankchefin Orlopp, Commerzbankaktie", ["Commerzbank", "Commerzbank"]],
  ["Allianzchef Bäte", ["Allianz"]],
  ["Vodafonechef geht", ["Vodafone"]],
  ["Fordchef Farley und Toyotachef Sato", ["Ford", "Toyota"]],
  ["Fordern, Siemensianer, Boschung, Sonyx, Nokianer", []],
  ["Volkswagenwerk in Emden und Volkswagenkonzern", ["Volkswagen", "Volkswagen"]],
  ["Siemenswerk in Görlitz, Boschwerk in Reutlingen", ["Siemens", "Bosch"]],
  ["Lufthansamaschine notgelandet", ["Lufthansa"]],
  ["Fordwerke in Köln", ["Ford"]],
  ["Toyotahändler und Nissanhändler", ["Toyota", "Nissan"]],
  ["Sixtus und Millionen, Mieles, Krone", ["Mieles"]],
];

const folding: Cases = [
  ["Nestle, Hermes, Societe Generale und Credit Agricole", ["Nestle", "Hermes", "Societe Generale", "Credit Agricole"]],
  ["Orsted und Oersted bauen Windparks", ["Orsted", "Oersted"]],
  ["Wuerth, Wurth, WÜRTH", ["Wuerth", "Wurth", "WÜRTH"]],
  ["Duerr liefert, Kaercher reinigt", ["Duerr", "Kaercher"]],
  ["Koc Holding and Celebi", ["Koc Holding", "Celebi"]],
  ["Lukasiewicz and ŁUKASIEWICZ", ["Lukasiewicz", "ŁUKASIEWICZ"]],
  ["Gross & Partner, Groß und Partner, GROSS & PARTNER", ["Gross & Partner", "Groß und Partner", "GROSS & PARTNER"]],
  [
    "Weiss Umwelttechnik, WEISS UMWELTTECHNIK, WEIẞ UMWELTTECHNIK",
    ["Weiss Umwelttechnik", "WEISS UMWELTTECHNIK", "WEIẞ UMWELTTECHNIK"],
  ],
  ["Mueller-Milch und Muller-Milch", ["Mueller-Milch", "Muller-Milch"]],
  [
    "Kuehne + Nagel, Kuhne + Nagel, Kühne und Nagel, Kuehne & Nagel",
    ["Kuehne + Nagel", "Kuhne + Nagel", "Kühne und Nagel", "Kuehne & Nagel"],
  ],
  ["Dassault Systemes", ["Dassault Systemes"]],
  ["Telefonica und TELEFÓNICA", ["Telefonica", "TELEFÓNICA"]],
  ["S\u030ckoda (zerlegt) und Nestle\u0301", ["S\u030ckoda", "Nestle\u0301"]],
  ["Ku\u0308hne + Nagel und Du\u0308rr", ["Ku\u0308hne + Nagel", "Du\u0308rr"]],
  ["Dur ist kein Name, Durr auch", ["Durr"]],
  ["A. P. Møller-Mærsk", ["A. P. Møller-Mærsk"]],
  ["Thyssen-Krupp und Thyssen Krupp", ["Thyssen-Krupp", "Thyssen Krupp"]],
  ["ThyssenKrupp und THYSSENKRUPP", ["ThyssenKrupp", "THYSSENKRUPP"]],
  ["Brueggen Cerealien", ["Brueggen"]],
  ["Hermès’ Taschen", ["Hermès"]],
];

const unicode: Cases = [
  ["ＳＡＰ and Ｓｉｅｍｅｎｓ sign", ["ＳＡＰ", "Ｓｉｅｍｅｎｓ"]],
  [
    "Deutsche\u00a0Telekom, Deutsche\u202fBörse, Air\u2009Liquide",
    ["Deutsche\u00a0Telekom", "Deutsche\u202fBörse", "Air\u2009Liquide"],
  ],
  ["Infi\u00adneon, Rhein\u00admetall", ["Infi\u00adneon", "Rhein\u00admetall"]],
  [
    "Nis\u200bsan, Hyun\u200ddai, \ufeffPanasonic, B\u2060osch",
    ["Nis\u200bsan", "Hyun\u200ddai", "Panasonic", "B\u2060osch"],
  ],
  [
    "L’Occitane, L'Occitane, L‘Occitane, L\u02bcOccitane, LOccitane",
    ["L’Occitane", "L'Occitane", "L‘Occitane", "L\u02bcOccitane", "LOccitane"],
  ],
  ["O’Reilly Automotive und Domino’s und Levi’s", ["O’Reilly Automotive", "Domino’s", "Levi’s"]],
  ["H&amp;M, H&#38;M, H&#038;M, C&amp;amp;A", ["H&amp;M", "H&#38;M", "H&#038;M", "C&amp;amp;A"]],
  [
    "Marks &amp; Spencer, Marks &#x26; Spencer, Marks and Spencer",
    ["Marks &amp; Spencer", "Marks &#x26; Spencer", "Marks and Spencer"],
  ],
  [
    "McDonald&#39;s, McDonald&#8217;s, McDonald&rsquo;s, McDonald&#x2019;s, McDonald&apos;s",
    ["McDonald&#39;s", "McDonald&#8217;s", "McDonald&rsquo;s", "McDonald&#x2019;s", "McDonald&apos;s"],
  ],
  [
    "Deutsche&nbsp;Telekom, Deutsche&#160;Telekom, Deutsche&#xA0;Telekom",
    ["Deutsche&nbsp;Telekom", "Deutsche&#160;Telekom", "Deutsche&#xA0;Telekom"],
  ],
  [
    "W&uuml;rth, Nestl&eacute;, K&uuml;hne + Nagel, &Oslash;rsted",
    ["W&uuml;rth", "Nestl&eacute;", "K&uuml;hne + Nagel", "&Oslash;rsted"],
  ],
  ["Infi&shy;neon und Rhein&#173;metall", ["Infi&shy;neon", "Rhein&#173;metall"]],
  ["Siemens&quot; und &quot;Bosch&quot;, &lt;RWE&gt;", ["Siemens", "Bosch", "RWE"]],
  ["Lufthansa&#8211;Air France und BASF&ndash;Siemens", ["Lufthansa", "BASF", "Siemens"]],
  ["Siemens&nbsp;und&nbsp;Bosch", ["Siemens", "Bosch"]],
  ["BMW\u2011Chef, BMW\u2010Chef, BMW\u2212Chef", ["BMW", "BMW", "BMW"]],
  ["𝗦𝗮𝗺𝘀𝘂𝗻𝗴 and 𝐇𝐨𝐧𝐝𝐚", ["𝗦𝗮𝗺𝘀𝘂𝗻𝗴", "𝐇𝐨𝐧𝐝𝐚"]],
  ["🚗BMW🚗 und 🇩🇪Siemens🇩🇪", ["BMW", "Siemens"]],
  ["Ford\u200e and \u202aNokia\u202c", ["Ford", "Nokia"]],
  ["BMW™, Samsung® und Sony©", ["BMW", "Samsung", "Sony"]],
  ["„Siemens“, »Bosch«, ›BASF‹, “Nokia”, ‘Ford’", ["Siemens", "Bosch", "BASF", "Nokia", "Ford"]],
  ["Siemens\tund\nBosch\r\nNokia", ["Siemens", "Bosch", "Nokia"]],
];

const legal: Cases = [
  ["Siemens AG, BASF SE, Infineon Technologies AG", ["Siemens AG", "BASF SE", "Infineon Technologies"]],
  ["Deutsche Wohnen wächst, Deutsche Wohnen SE auch", ["Deutsche Wohnen", "Deutsche Wohnen SE"]],
  ["Quarzwerke investieren; Quarzwerke GmbH", ["Quarzwerke", "Quarzwerke GmbH"]],
  ["Vector Informatik liefert an Brüggen", ["Vector Informatik", "Brüggen"]],
  ["Tata Motors Limited und Kerry Group", ["Tata Motors", "Kerry Group"]],
  ["Die SE ist eine Rechtsform, die AG auch, SE & Co. KG", []],
  ["Hapag-Lloyd Aktiengesellschaft", ["Hapag-Lloyd"]],
  ["Nokia Oyj, Ericsson AB, Vestas A/S, Maersk A/S", ["Nokia", "Ericsson", "Vestas", "Maersk"]],
  ["Ford Motor Co., General Motors Co, General Motors Corp.", ["Ford Motor Co", "General Motors", "General Motors"]],
  ["Honda Motor Co Ltd", ["Honda Motor Co"]],
  ["Sixt SE & Co. KGaA, Miele & Cie. KG", ["Sixt SE", "Miele"]],
  ["Telefónica S.A., Hermès International SCA, LVMH SE", ["Telefónica", "Hermès International", "LVMH"]],
];

const caps: Cases = [
  ["THYSSENKRUPP SELLS STEEL STAKE TO KRETINSKY", ["THYSSENKRUPP"]],
  ["HAPAG-LLOYD UND MAERSK GRUENDEN GEMINI", ["HAPAG-LLOYD", "MAERSK"]],
  ["NOKIA SAYS IN TALKS WITH VODAFONE", ["NOKIA", "VODAFONE"]],
  ["DEUTSCHE BÖRSE HEBT PROGNOSE AN, DEUTSCHE BOERSE", ["DEUTSCHE BÖRSE", "DEUTSCHE BOERSE"]],
  ["KUEHNE + NAGEL Q3 EBIT CHF 450 MLN", ["KUEHNE + NAGEL"]],
  ["BRIEF-INFINEON, TSMC TO BUILD FAB", ["INFINEON", "TSMC"]],
  ["UPDATE 3-FORD TO CUT 4,000 JOBS", ["FORD"]],
  ["WÜRTH UEBERNIMMT; WUERTH GRUPPE", ["WÜRTH", "WUERTH"]],
  ["SOCIETE GENERALE Q2 NET INCOME", ["SOCIETE GENERALE"]],
  ["EQS-NEWS: SIXT SE: SIXT ERWEITERT FLOTTE", ["SIXT SE", "SIXT"]],
  ["AIR LIQUIDE SIGNS SUPPLY PACT WITH SAMSUNG", ["AIR LIQUIDE", "SAMSUNG"]],
  ["MCDONALD'S EXTENDS DEAL; DOMINO'S DOES NOT", ["MCDONALD'S", "DOMINO'S"]],
  ["ALLIANZ: DIVIDENDE STEIGT", ["ALLIANZ"]],
];

const cjk: Cases = [
  ["三菱商事とトヨタが提携", ["三菱商事", "トヨタ"]],
  ["小米与华为达成合作", ["小米", "华为"]],
  ["삼성전자와 현대차가 협력한다", ["삼성전자", "현대차"]],
  ["ホンダと日産、経営統合を協議", ["ホンダ", "日産"]],
  ["大众汽车和小鹏深化合作", ["大众汽车"]],
  ["宝马集团与丰田汽车签署协议", ["宝马", "丰田汽车"]],
  ["BMWとトヨタの提携", ["BMW", "トヨタ"]],
  ["パナソニックがテスラに電池供給", ["パナソニック"]],
  ["福特汽车召回，通用汽车未受影响", ["福特汽车", "通用汽车"]],
  ["ソニー・ホンダモビリティ", ["ソニー", "ホンダ"]],
  ["西门子和博世合作", ["西门子", "博世"]],
  ["三星电子向英飞凌供货", ["三星电子", "英飞凌"]],
];

const more: Cases = [
  ["Sainsbury's und Sainsburys", ["Sainsbury's", "Sainsburys"]],
  [
    "Giesecke & Devrient, Giesecke+Devrient, Giesecke und Devrient",
    ["Giesecke & Devrient", "Giesecke+Devrient", "Giesecke und Devrient"],
  ],
  [
    "Heckler + Koch, Heckler&Koch, Heckler and Koch, Heckler / Koch",
    ["Heckler + Koch", "Heckler&Koch", "Heckler and Koch"],
  ],
  ["H+M, H und M", []],
  ["Ein Miniwerk, die Deltawerke, das Kraftwerk, eine Minifabrik", []],
  ["Bahnchef und Bahnmitarbeiter", ["Bahn"]],
  ["Am Hans-Otto-Siemens-Weg", []],
  ["&unbekannt;Siemens&foo; &#xZZ; &#99999999; &;", ["Siemens"]],
  ["&#83;iemens, Sieme&#110;s, Siemens&hellip;", ["&#83;iemens", "Sieme&#110;s", "Siemens"]],
];

describe.each([
  ["inflection", inflection],
  ["hyphen compounds", hyphen],
  ["closed compounds", closed],
  ["accents and umlauts", folding],
  ["signs of Unicode and HTML", unicode],
  ["legal forms", legal],
  ["capitals", caps],
  ["CJK", cjk],
  ["near misses", more],
])("%s", (_, cases) => {
  test.each(cases)("%s", (text, expected) => {
    const { mentions } = findMentions(dictionary, { title: text, text: "" });
    expect(mentions.map((mention) => mention.text)).toEqual(expected);
  });
});

test("entities without end take good time", () => {
  const text = `${"&eacute;".repeat(200_000)} ${"&amp;".repeat(200_000)} &${"amp;".repeat(200_000)} Siemens`;
  expect(findMentions(dictionary, { title: "", text }).mentions).toHaveLength(1);
});
