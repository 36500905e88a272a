import type { Language } from "./subscriber.ts";

/** More digits than this no headline has. */
const digitsMax = 4;

/**
 * A sum as a story knows it ("1500000000 eur") as people write it: "€1.5B", "1,5 Mrd. €". null for what is none.
 */
export function sayAmount(amount: string, language: Language): string | null {
  const [, value, currency] = /^(\d{1,18}) ([a-z]{3})$/.exec(amount) ?? [];
  if (value === undefined || currency === undefined) return null;
  return formatOf(language, currency.toUpperCase()).format(Number(value));
}

// Making a format takes a hundred times as long as using it. There are some six currencies.
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(language: Language, currency: string): Intl.NumberFormat {
  const key = `${language} ${currency}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    notation: "compact",
    maximumSignificantDigits: digitsMax,
  });
  formats.set(key, made);
  return made;
}
