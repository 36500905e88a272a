import { createHash } from "node:crypto";
import { bytesInWords, readBody } from "./feed-body.ts";
import { feedUrl } from "./feed-url.ts";
import { freshForSeconds } from "./freshness.ts";
import {
  type AddressPolicy,
  type HeaderFields,
  HopFault,
  type HopLimits,
  type HopResponse,
  openHop,
  type Request,
  type Resolve,
} from "./hop.ts";
import type { Validators } from "./item.ts";
import { retryAfterSeconds } from "./retry-after.ts";

export type FetchOutcome =
  | { kind: "not-modified"; permanentUrl: string | null; freshForSeconds: number | null }
  | {
      kind: "modified";
      /** The body, decompressed, never empty; not yet decoded into text. */
      bytes: Uint8Array;
      /** SHA-256 of `bytes`, base64url: tells an unchanged body of a server that ignores validators. */
      bodyHash: string;
      contentType: string | null;
      validators: Validators;
      finalUrl: string;
      /** Where the feed has moved for good: set where every redirect on the way was a 301 or 308. */
      permanentUrl: string | null;
      /** How much longer the server lets this answer be cached (RFC 9111); null where it does not say. */
      freshForSeconds: number | null;
    }
  | { kind: "rate-limited"; retryAfterSeconds: number | null }
  | { kind: "gone" }
  /** `retryable`: the same request may well succeed some minutes later; else somebody has to change something first. */
  | { kind: "failed"; reason: string; retryable: boolean }
  /** We will not request this, whatever the server would say. */
  | { kind: "refused"; reason: string };

export interface FetchLimits extends HopLimits {
  /** For everything, from the first name lookup to the last byte. */
  totalMs: number;
  redirectsMax: number;
  wireBytesMax: number;
  /** After decompression. */
  bodyBytesMax: number;
}

export const fetchLimits: FetchLimits = {
  totalMs: 20_000,
  connectMs: 5_000,
  idleMs: 10_000,
  headerBytesMax: 32 * 1024,
  redirectsMax: 5,
  wireBytesMax: 8 * 1024 * 1024,
  bodyBytesMax: 16 * 1024 * 1024,
};

export interface FetchDeps {
  request: Request;
  resolve: Resolve;
  /** Calls back once after so many milliseconds, unless the function that it returns is called before. */
  after(ms: number, callback: () => void): () => void;
  /** Epoch milliseconds. */
  now(): number;
  policy: AddressPolicy;
  limits: FetchLimits;
  /** As made by `userAgent`. */
  userAgent: string;
}

/** The User-Agent that publishers see. `contact` is a URL or mail address at which they reach whoever runs this Tieup. */
export function userAgent(contact: string): string {
  if (!/^[\x21-\x7e]+$/.test(contact))
    throw new Error(`expected a contact URL or mail address for the User-Agent, got "${contact}"`);
  return `Tieup (+${contact})`;
}

/**
 * What a conditional GET of the feed gives, always within `limits.totalMs` and the other limits; redirects are followed, each hop checked
 * like the first. Never throws for what the network or the publisher does. An answer without content (200 with an empty body, 204, 206, a
 * 304 that nobody asked for) is a failure, so that it cannot be taken for "no items".
 */
export async function fetchFeed(address: string, validators: Validators, deps: FetchDeps): Promise<FetchOutcome> {
  const deadline = new AbortController();
  const { totalMs } = deps.limits;
  const cancel = deps.after(totalMs, () => deadline.abort(new HopFault(`timed out after ${totalMs / 1000} s`, true)));
  try {
    return await orAborted(follow(address, validators, deps, deadline.signal), deadline.signal);
  } catch (fault) {
    if (fault instanceof HopFault) return failed(fault.message, fault.retryable);
    throw fault;
  } finally {
    cancel();
  }
}

/** Settles with the work or, even if the work never does, with the signal's reason. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

async function follow(
  address: string,
  validators: Validators,
  deps: FetchDeps,
  signal: AbortSignal,
): Promise<FetchOutcome> {
  const headers = requestHeaders(validators, deps.userAgent);
  const seen = new Set<string>();
  let next = feedUrl(address);
  let permanent = true;
  let exempt = true;
  for (;;) {
    if (next.kind === "refused") return { kind: "refused", reason: where(seen) + next.reason };
    const { url } = next;
    if (seen.has(url.href)) return failed(`redirected in a circle by ${url.host}`, false);
    if (seen.size > deps.limits.redirectsMax) return failed(`more than ${deps.limits.redirectsMax} redirects`, false);
    // A stranger's redirect into an exempt origin is not exempt: only what starts there may stay there.
    exempt &&= deps.policy.exemptOrigins.includes(url.origin);
    const allowed = { any: exempt, private: deps.policy.allowPrivate };
    const response = await openHop({ url, headers, limits: deps.limits, signal }, allowed, deps);
    if ("refused" in response) return { kind: "refused", reason: where(seen) + response.refused };
    seen.add(url.href);
    const location = redirectTarget(response);
    if (location === null)
      return outcome(response, { url, moved: seen.size > 1, permanent, conditional: isConditional(headers) }, deps);
    response.close();
    permanent &&= response.status === 301 || response.status === 308;
    next = redirected(url, location);
  }
}

const where = (seen: Set<string>) => (seen.size === 0 ? "" : "redirected to a place that we do not go to: ");

const failed = (reason: string, retryable: boolean): FetchOutcome => ({ kind: "failed", reason, retryable });

/** Longer ones are not worth their room in the store, nor sent back. */
const validatorCharsMax = 1024;

function requestHeaders({ etag, lastModified }: Validators, agent: string): Record<string, string> {
  return {
    "user-agent": agent,
    accept:
      "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1",
    "accept-encoding": "gzip, br, deflate",
    ...(etag && fitsHeader(etag) ? { "if-none-match": etag } : {}),
    ...(lastModified && fitsHeader(lastModified) ? { "if-modified-since": lastModified } : {}),
  };
}

const fitsHeader = (text: string) => text.length <= validatorCharsMax && /^[\t\x20-\x7e\x80-\xff]+$/.test(text);

const isConditional = (headers: Record<string, string>) => "if-none-match" in headers || "if-modified-since" in headers;

const redirects = [301, 302, 303, 307, 308];

function redirectTarget({ status, headers }: HopResponse): string | null {
  return redirects.includes(status) ? field(headers, "location") : null;
}

/** https never leads back to http: the answer could then be anybody's. */
function redirected(from: URL, location: string): ReturnType<typeof feedUrl> {
  const next = feedUrl(asUtf8(location), from);
  const downgraded = next.kind === "url" && from.protocol === "https:" && next.url.protocol === "http:";
  return downgraded ? { kind: "refused", reason: `expected https after https, got ${next.url.origin}` } : next;
}

/** Header bytes arrive as Latin-1; a Location with raw umlauts is UTF-8 in practice. */
function asUtf8(latin1: string): string {
  const utf8 = Buffer.from(latin1, "latin1").toString("utf8");
  return utf8.includes("\ufffd") ? latin1 : utf8;
}

function field(headers: HeaderFields, name: string): string | null {
  const value = headers[name];
  return typeof value === "string" ? value : (value?.[0] ?? null);
}

interface Arrival {
  url: URL;
  moved: boolean;
  /** Every redirect on the way was permanent. */
  permanent: boolean;
  conditional: boolean;
}

async function outcome(response: HopResponse, arrival: Arrival, deps: FetchDeps): Promise<FetchOutcome> {
  if (response.status === 200 || response.status === 203) return modified(response, arrival, deps);
  response.close();
  const waitSeconds = retryAfterSeconds(field(response.headers, "retry-after"), deps.now());
  switch (response.status) {
    case 304:
      if (!arrival.conditional) return failed("HTTP 304 to a request without validators", true);
      return { kind: "not-modified", ...standing(response, arrival, deps) };
    case 410:
      // Behind a temporary redirect it speaks of another URL than the feed's.
      return arrival.permanent ? { kind: "gone" } : failed("HTTP 410 after a temporary redirect", false);
    case 429:
      return { kind: "rate-limited", retryAfterSeconds: waitSeconds };
    case 503:
      return waitSeconds === null ? failed("HTTP 503", true) : { kind: "rate-limited", retryAfterSeconds: waitSeconds };
    default:
      return failed(statusInWords(response.status), response.status >= 500 || passing.includes(response.status));
  }
}

/** Request timeout, conflict, too early: gone by themselves after a while. */
const passing = [408, 409, 425];

function statusInWords(status: number): string {
  if (redirects.includes(status)) return `HTTP ${status} without a Location`;
  return status >= 200 && status < 300 ? `HTTP ${status}, which carries no whole feed; expected 200` : `HTTP ${status}`;
}

const standing = ({ headers }: HopResponse, { url, moved, permanent }: Arrival, deps: FetchDeps) => ({
  permanentUrl: moved && permanent ? url.href : null,
  freshForSeconds: freshForSeconds(
    {
      cacheControl: field(headers, "cache-control"),
      expires: field(headers, "expires"),
      date: field(headers, "date"),
      age: field(headers, "age"),
    },
    deps.now(),
  ),
});

async function modified(response: HopResponse, arrival: Arrival, deps: FetchDeps): Promise<FetchOutcome> {
  const { headers } = response;
  const body = await readBody(
    response,
    field(headers, "content-encoding"),
    Number(field(headers, "content-length") ?? 0),
    deps.limits,
  );
  if (body.kind === "over") return failed(`body over ${bytesInWords(body.bytesMax)}${body.when}`, false);
  if (body.kind === "broken") return failed(body.reason, body.retryable);
  const etag = field(headers, "etag");
  const lastModified = field(headers, "last-modified");
  return {
    kind: "modified",
    bytes: body.bytes,
    bodyHash: createHash("sha256").update(body.bytes).digest("base64url"),
    contentType: field(headers, "content-type"),
    validators: {
      ...(etag && fitsHeader(etag) ? { etag } : {}),
      ...(lastModified && fitsHeader(lastModified) ? { lastModified } : {}),
    },
    finalUrl: arrival.url.href,
    ...standing(response, arrival, deps),
  };
}
