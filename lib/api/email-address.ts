import { domainToASCII } from "node:url";

export type EmailAddress =
  | { kind: "address"; address: string }
  /** Both in words and without the address itself. */
  | { kind: "invalid"; expected: string; got: string };

/** RFC 5321 §4.5.3.1, and §4.5.3.1.3 less the brackets around the path. */
const localCharsMax = 64;
const addressCharsMax = 254;

// RFC 5322 §3.2.3, dot-atom. Quoted local parts are allowed there and refused here: nobody has one, injections do.
const dotAtom = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const hostLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The address with its domain in lower case and, where it is an international one, in ASCII form (RFC 5890). */
export function emailAddress(text: string): EmailAddress {
  const parts = text.trim().split("@");
  const [local = "", domain = ""] = parts;
  if (parts.length !== 2) return invalid(parts.length < 2 ? 'one without "@"' : 'one with more than one "@"');
  if (!dotAtom.test(local)) return invalid('one with something else than letters, digits and dots before the "@"');
  if (local.length > localCharsMax) return invalid(`${local.length} characters before the "@"`);
  const host = domainToASCII(domain).toLowerCase();
  const labels = host.split(".");
  if (labels.length < 2 || !labels.every((label) => hostLabel.test(label)) || /^\d+$/.test(labels.at(-1) ?? ""))
    return invalid('one without a domain such as example.org after the "@"');
  const address = `${local}@${host}`;
  return address.length > addressCharsMax ? invalid(`${address.length} characters`) : { kind: "address", address };
}

const invalid = (got: string): EmailAddress => ({
  kind: "invalid",
  expected: "an email address such as name@example.org",
  got,
});
