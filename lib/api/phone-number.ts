export type PhoneNumber =
  | { kind: "number"; number: string }
  /** Both in words and without the number itself. */
  | { kind: "invalid"; expected: string; got: string };

/** E.164 (ITU-T, §6): at most 15 digits, country code included. No country's numbers are shorter than seven. */
const digitsMax = 15;
const digitsMin = 7;

/**
 * The phone number in E.164, "+" and digits only. Spaces, hyphens, dots, slashes and brackets that people write are taken
 * out. A number without country code is refused and not guessed: the wrong country would be a stranger's phone.
 */
export function phoneNumber(text: string): PhoneNumber {
  if (/\(0\)/.test(text)) return invalid('one with "(0)", which is not dialled from abroad');
  const number = text.trim().replace(/[\s().\-/\u2010-\u2015]/g, "");
  if (/^00[1-9]/.test(number)) return invalid('one that begins with "00"; write "+" instead');
  if (number.startsWith("0")) return invalid('one that begins with "0"; write the country code instead');
  if (!number.startsWith("+")) return invalid('one that does not begin with "+"');
  if (!/^\+[0-9]*$/.test(number)) return invalid("one with other characters than digits");
  if (number.startsWith("+0")) return invalid("one whose country code begins with 0");
  const digits = number.length - 1;
  return digits < digitsMin || digits > digitsMax ? invalid(`${digits} digits`) : { kind: "number", number };
}

const invalid = (got: string): PhoneNumber => ({
  kind: "invalid",
  expected: `a phone number with its country code, "+" and ${digitsMin} to ${digitsMax} digits (E.164), such as +491701234567`,
  got,
});
