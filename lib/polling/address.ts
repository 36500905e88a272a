/** Why an address is not one that the public internet routes; `local` ones are what `allowPrivate` may allow. */
export interface SpecialUse {
  /** For people, to follow "is" or "resolves to": "a loopback address". */
  words: string;
  local: boolean;
}

/**
 * Why a feed must not be fetched from this IP address, or null for a globally routed unicast one. Source: the IANA special-purpose address
 * registries (RFC 6890). The forms that the URL parser leaves are enough, since it has turned decimal, hex, octal and short forms into
 * dotted quads; whatever is not an address, and an address with a zone id, is not fetched from either.
 *
 * IPv6 is closed except for 2000::/3. The NAT64 prefix stands for the IPv4 address within it, because on an IPv6-only network with
 * DNS64 every IPv4 host resolves to it (RFC 6052 §2.1).
 */
export function specialUse(address: string): SpecialUse | null {
  const parsed = parseAddress(address);
  if (!parsed) return { words: "no IP address", local: false };
  if (inRange(parsed, nat64)) return specialUse(dottedQuad(parsed.value & 0xffff_ffffn));
  const range = specialRanges.find((candidate) => inRange(parsed, candidate));
  if (range) return { words: range.words, local: range.local };
  if (parsed.bits === 128 && !inRange(parsed, globalUnicast))
    return { words: "no global unicast address", local: false };
  return null;
}

interface IpAddress {
  bits: 32 | 128;
  value: bigint;
}

interface Range extends IpAddress, SpecialUse {
  prefix: number;
}

const inRange = (address: IpAddress, range: Omit<Range, keyof SpecialUse>) =>
  address.bits === range.bits &&
  address.value >> BigInt(range.bits - range.prefix) === range.value >> BigInt(range.bits - range.prefix);

const range = (cidr: string, words = "", local = false): Range => {
  const [start = "", prefix] = cidr.split("/");
  const parsed = parseAddress(start);
  if (!parsed) throw new Error(`expected an address range, got ${cidr}`);
  return { ...parsed, prefix: Number(prefix), words, local };
};

/** The address as a number, or null where the text is none. A zone id ("fe80::1%eth0") makes it none. */
function parseAddress(text: string): IpAddress | null {
  if (!text.includes(":")) {
    const value = parseQuad(text);
    return value === null ? null : { bits: 32, value };
  }
  const groups = parseGroups(text);
  return groups && { bits: 128, value: groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n) };
}

function parseQuad(text: string): bigint | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return null;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

/** The eight groups of an IPv6 address (RFC 4291 §2.2: "::" once, a dotted quad for the last two). */
function parseGroups(text: string): number[] | null {
  const halves = text.split("::").map((half) => (half === "" ? [] : half.split(":")).flatMap(groupsOf));
  const [left = [], right] = halves;
  if (halves.length > 2 || halves.flat().some(Number.isNaN)) return null;
  if (!right) return left.length === 8 ? left : null;
  const zeros = 8 - left.length - right.length;
  return zeros < 1 ? null : [...left, ...Array<number>(zeros).fill(0), ...right];
}

function groupsOf(part: string): number[] {
  if (/^[0-9a-f]{1,4}$/i.test(part)) return [Number.parseInt(part, 16)];
  const quad = parseQuad(part);
  return quad === null ? [Number.NaN] : [Number(quad >> 16n), Number(quad & 0xffffn)];
}

const dottedQuad = (value: bigint) => [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join(".");

const globalUnicast = range("2000::/3");
const nat64 = range("64:ff9b::/96");

/** In order: the first that holds names the reason. */
const specialRanges: Range[] = [
  range("127.0.0.0/8", "a loopback address", true),
  range("10.0.0.0/8", "a private address", true),
  range("172.16.0.0/12", "a private address", true),
  range("192.168.0.0/16", "a private address", true),
  range("100.64.0.0/10", "a carrier-grade NAT address", true),
  range("169.254.0.0/16", "a link-local address"),
  range("0.0.0.0/8", "an unspecified address"),
  range("192.0.0.0/24", "an address for IETF protocols"),
  range("192.0.2.0/24", "a documentation address"),
  range("198.51.100.0/24", "a documentation address"),
  range("203.0.113.0/24", "a documentation address"),
  range("192.88.99.0/24", "a 6to4 relay address"),
  range("198.18.0.0/15", "a benchmarking address"),
  range("168.63.129.16/32", "a cloud host's own address"), // Azure's agent endpoint: public space, yet answered by the host
  range("224.0.0.0/4", "a multicast address"),
  range("255.255.255.255/32", "the broadcast address"),
  range("240.0.0.0/4", "a reserved address"),
  range("::1/128", "a loopback address", true),
  range("fc00::/7", "a private address", true),
  range("::/128", "an unspecified address"),
  range("::ffff:0:0/96", "an IPv4-mapped address"),
  range("::/96", "an IPv4-compatible address"),
  range("64:ff9b:1::/48", "a local NAT64 address"),
  range("100::/64", "a discard address"),
  range("fe80::/10", "a link-local address"),
  range("fec0::/10", "a site-local address"),
  range("ff00::/8", "a multicast address"),
  range("2001::/32", "a Teredo address"),
  range("2001:2::/48", "a benchmarking address"),
  range("2001::/23", "an address for IETF protocols"),
  range("2001:db8::/32", "a documentation address"),
  range("3fff::/20", "a documentation address"),
  range("2002::/16", "a 6to4 address"),
];
