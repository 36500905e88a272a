/** More sums than these in one title are a table, not a deal. */
const amountsMax = 4;

const scales: Record<string, number> = {
  tausend: 1e3,
  thousand: 1e3,
  mio: 1e6,
  million: 1e6,
  millionen: 1e6,
  m: 1e6,
  mn: 1e6,
  mln: 1e6,
  mrd: 1e9,
  milliarde: 1e9,
  milliarden: 1e9,
  bn: 1e9,
  bln: 1e9,
  billionen: 1e12,
  trillion: 1e12,
};

const currencies: Record<string, string> = {
  euro: "eur",
  euros: "eur",
  eur: "eur",
  "€": "eur",
  dollar: "usd",
  dollars: "usd",
  "us-dollar": "usd",
  usd: "usd",
  $: "usd",
  us$: "usd",
  pfund: "gbp",
  pound: "gbp",
  pounds: "gbp",
  gbp: "gbp",
  "£": "gbp",
  franken: "chf",
  chf: "chf",
  yen: "jpy",
  "¥": "jpy",
};

const number = String.raw`(\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?)`;
const scale = String.raw`(?:[\s-]?(tausend|thousand|mio|mln|mn|millionen|million|mrd|milliarden|milliarde|billionen|billion|trillion|bln|bn|m|b)\b\.?)?`;
const currency = String.raw`(us-dollar|us\$|dollars?|euros?|eur|usd|pfund|pounds?|gbp|franken|chf|yen|[€$£¥])`;
const currencyLast = new RegExp(String.raw`(?<![\p{L}\d.,])${number}${scale}[\s-]?${currency}(?!\p{L})`, "giu");
const currencyFirst = new RegExp(String.raw`(?<!\p{L})${currency}\s?${number}${scale}`, "giu");

/**
 * The sums of money in a title as "value currency" ("55000000000 usd"), each once, in ascending order of the text. "Billion" is
 * 10^12 in German and 10^9 in English.
 */
export function amountsOf(title: string, lang: string | null): string[] {
  const found = [
    ...[...title.matchAll(currencyLast)].map(([, value, by, money]) => amount(value, by, money, lang)),
    ...[...title.matchAll(currencyFirst)].map(([, money, value, by]) => amount(value, by, money, lang)),
  ];
  return [...new Set(found)].slice(0, amountsMax);
}

function amount(value = "", by = "", money = "", lang: string | null): string {
  const factor = scaleOf(by.toLowerCase(), lang);
  return `${Math.round(numberOf(value) * factor)} ${currencies[money.toLowerCase()]}`;
}

function scaleOf(word: string, lang: string | null): number {
  if (word === "billion" || word === "b") return lang === "de" ? 1e12 : 1e9;
  return scales[word] ?? 1;
}

/** "1.500" and "1,500" are groups of thousands, "1,5" and "1.5" decimals, in either language. */
const numberOf = (written: string): number =>
  /^\d{1,3}(?:[.,]\d{3})+$/.test(written) ? Number(written.replace(/[.,]/g, "")) : Number(written.replace(",", "."));
