import { specialUse } from "./address.ts";

/** One request to one address: no redirects, no name lookup, no policy. */
export interface Hop {
  url: URL;
  /** The checked address; the connection goes here and nowhere else, while Host, SNI and certificate stay those of the URL's host. */
  address: string;
  headers: Record<string, string>;
  limits: HopLimits;
  /** Aborted when the time for the whole fetch is up; its reason is the `HopFault` to fail with. */
  signal: AbortSignal;
}

export interface HopLimits {
  /** Until the connection stands, TLS included. */
  connectMs: number;
  /** From then until the headers are complete, and between two chunks of the body. */
  idleMs: number;
  headerBytesMax: number;
}

/** Names in lower case, repeated fields joined by ", ", as Node gives them. */
export type HeaderFields = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface HopResponse {
  status: number;
  headers: HeaderFields;
  /** The bytes as they come off the wire, still encoded. Throws `HopFault` when the connection breaks. */
  body: AsyncIterable<Uint8Array>;
  /** Ends the response unread. */
  close(): void;
}

/** Sends one hop. Throws `HopFault` when no response came. */
export type Request = (hop: Hop) => Promise<HopResponse>;

/** All addresses of a host, both families, [] where the name has none. Throws `HopFault` when nobody could say. */
export type Resolve = (hostname: string, signal: AbortSignal) => Promise<string[]>;

/** The network or the other side failed, in words for people ("connection refused"). */
export class HopFault extends Error {
  constructor(
    message: string,
    /** Whether the same request may well succeed some minutes later. */
    readonly retryable: boolean,
    /** No connection came about, so that another address of the host may do. */
    readonly unconnected = false,
  ) {
    super(message);
  }
}

export interface AddressPolicy {
  /** Allows loopback, private, unique-local and carrier-grade NAT addresses; never link-local ones, where clouds keep their metadata. */
  allowPrivate: boolean;
  /** Exact origins ("http://127.0.0.1:8790") that are fetched wherever they lead: the bundled sample wire. */
  exemptOrigins: readonly string[];
}

/** How many of a host's addresses are tried before the hop counts as failed. */
const addressesTriedMax = 3;

export interface HopDeps {
  request: Request;
  resolve: Resolve;
}

/**
 * The response from a checked address of the URL's host, or why the host is refused. The very address that was checked is the one that is
 * connected to, so a name that changes between check and connect (rebinding) changes nothing. Throws `HopFault`.
 */
export async function openHop(
  hop: Omit<Hop, "address">,
  allowed: { private: boolean; any: boolean },
  deps: HopDeps,
): Promise<HopResponse | { refused: string }> {
  const literal = literalAddress(hop.url.hostname);
  const addresses = literal ? [literal] : await deps.resolve(hop.url.hostname, hop.signal);
  if (addresses.length === 0) throw new HopFault(`no address for ${hop.url.hostname}`, true);
  const refused = allowed.any ? null : refusal(hop.url.hostname, addresses, allowed.private);
  return refused ? { refused } : firstToAnswer(inTurn(addresses), hop, deps.request);
}

/** The URL parser has normalised every way to write an IPv4 address, and puts IPv6 in brackets. */
function literalAddress(hostname: string): string | null {
  if (hostname.startsWith("[")) return hostname.slice(1, -1);
  return /^\d+\.\d+\.\d+\.\d+$/.test(hostname) ? hostname : null;
}

/**
 * One bad address refuses the host, although another might be good: no publisher mixes them, whereas an attacker does, so that a client which
 * tries the next address on failure ends up inside. The address itself is not told, since it may be a secret of our own DNS.
 */
function refusal(hostname: string, addresses: string[], allowPrivate: boolean): string | null {
  const uses = addresses.map(specialUse);
  const bad = uses.find((use) => use && !(allowPrivate && use.local));
  return bad ? `${hostname} ${literalAddress(hostname) ? "is" : "resolves to"} ${bad.words}` : null;
}

/** IPv4 first, since Lambda has no way out over IPv6 unless given one; then the families by turns. */
function inTurn(addresses: string[]): string[] {
  const v4 = addresses.filter((address) => !address.includes(":"));
  const v6 = addresses.filter((address) => address.includes(":"));
  return addresses.flatMap((_, n) => [v4[n], v6[n]]).filter((address) => address !== undefined);
}

async function firstToAnswer(addresses: string[], hop: Omit<Hop, "address">, request: Request): Promise<HopResponse> {
  let last: unknown;
  for (const address of addresses.slice(0, addressesTriedMax)) {
    try {
      return await request({ ...hop, address });
    } catch (fault) {
      if (!(fault instanceof HopFault && fault.unconnected) || hop.signal.aborted) throw fault;
      last = fault;
    }
  }
  throw last;
}
