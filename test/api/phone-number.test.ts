import { expect, test } from "vitest";
import { phoneNumber } from "../../lib/api/phone-number.ts";

test.each([
  ["already in E.164", "+4915112345678", "+4915112345678"],
  ["with spaces", "+49 151 1234 5678", "+4915112345678"],
  ["with brackets, dot and slash", "+1 (202) 555.01/43", "+12025550143"],
  ["with hyphens of every kind", "+44\u201120-7946\u20130018", "+442079460018"],
  ["of fifteen digits", "+123456789012345", "+123456789012345"],
  ["of seven digits", "+2902345", "+2902345"],
])("%s: is a number", (_, text, number) => {
  expect(phoneNumber(text)).toEqual({ kind: "number", number });
});

test.each([
  ["without country code", "0151 12345678", 'begins with "0"'],
  ["with 00 for the plus", "004915112345678", 'begins with "00"'],
  ["without the plus", "4915112345678", 'not begin with "\\+"'],
  ["with the trunk zero in brackets", "+49 (0)151 12345678", "\\(0\\)"],
  ["with a country code that begins with 0", "+0915112345678", "begins with 0"],
  ["of sixteen digits", "+1234567890123456", "16 digits"],
  ["of six digits", "+290234", "6 digits"],
  ["of letters", "+49CALLME", "other characters"],
  ["with two pluses", "++4915112345678", "other characters"],
  ["with digits of another script", "+٤٩١٥١١٢٣٤٥٦٧٨", "other characters"],
  ["empty", "", 'not begin with "\\+"'],
])("%s: is none, and the message says why without the number", (_, text, why) => {
  const read = phoneNumber(text);
  expect(read).toMatchObject({ kind: "invalid", got: expect.stringMatching(why) });
  const digits = text.replace(/\D/g, "");
  if (digits.length > 4) expect(JSON.stringify(read)).not.toContain(digits);
});
