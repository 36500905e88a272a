import { expect, test } from "vitest";
import { emailAddress } from "../../lib/api/email-address.ts";

test.each([
  ["plain", "olga@example.org", "olga@example.org"],
  ["with tag and dots", "o.l+wire@mail.example.org", "o.l+wire@mail.example.org"],
  ["with blanks around it", "  olga@example.org ", "olga@example.org"],
  ["with capitals: only the domain has no case", "Olga@Example.ORG", "Olga@example.org"],
  ["with an international domain", "olga@bücher.example", "olga@xn--bcher-kva.example"],
  ["with an apostrophe", "o'hara@example.org", "o'hara@example.org"],
  ["with 64 characters before the @", `${"a".repeat(64)}@example.org`, `${"a".repeat(64)}@example.org`],
])("%s: is an address", (_, text, address) => {
  expect(emailAddress(text)).toEqual({ kind: "address", address });
});

test.each([
  ["without @", "olga.example.org", 'without "@"'],
  ["with two @", "olga@home@example.org", 'more than one "@"'],
  ["without domain", "olga@", "without a domain"],
  ["with a domain of one label", "olga@localhost", "without a domain"],
  ["at an IP address", "olga@192.0.2.1", "without a domain"],
  ["at an IP literal", "olga@[192.0.2.1]", "without a domain"],
  ["with nothing before the @", "@example.org", 'before the "@"'],
  ["with dots in a row", "ol..ga@example.org", 'before the "@"'],
  ["with a header in it", "olga\r\nBcc: all@example.org", 'before the "@"'],
  ["with a line break behind it in the domain", "olga@example.org\nBcc:x", "without a domain"],
  ["with a name and brackets", "Olga <olga@example.org>", 'before the "@"'],
  ["quoted", '"olga"@example.org', 'before the "@"'],
  ["with 65 characters before the @", `${"a".repeat(65)}@example.org`, "65 characters"],
  ["with a label that ends in a hyphen", "olga@example-.org", "without a domain"],
  ["longer than a path may be", `olga@${"a.".repeat(130)}org`, "characters"],
  ["empty", "", 'without "@"'],
])("%s: is none, and the message says why without the address", (_, text, why) => {
  const read = emailAddress(text);
  expect(read).toMatchObject({ kind: "invalid", got: expect.stringContaining(why) });
  if (text.length > 3) expect((read as { got: string }).got).not.toContain(text);
});
