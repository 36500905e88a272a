import { failed, readAnswer, redirectTarget } from "./feed-answer.ts";
import { feedRequest } from "./feed-request.ts";
import { type FeedUrl, feedUrl } from "./feed-url.ts";
import { type AddressPolicy, HopFault, type HopLimits, openHop, type Request, type Resolve } from "./hop.ts";
import type { Validators } from "./item.ts";

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
      /** The Link header (RFC 8288) as it came, by which a page may name its feeds; left out where there is none. */
      linkHeader?: string;
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

/** Redirects are followed here, so that the address of every hop is checked. */
async function follow(
  address: string,
  validators: Validators,
  deps: FetchDeps,
  signal: AbortSignal,
): Promise<FetchOutcome> {
  const headers = feedRequest(validators, deps.userAgent);
  const conditional = "if-none-match" in headers || "if-modified-since" in headers;
  const seen = new Set<string>();
  let next = feedUrl(address);
  let permanent = true;
  let exempt = true;
  for (;;) {
    if (next.kind === "refused") return refused(next.reason, seen);
    const { url } = next;
    if (seen.has(url.href)) return failed(`redirected in a circle by ${url.host}`, false);
    if (seen.size > deps.limits.redirectsMax) return failed(`more than ${deps.limits.redirectsMax} redirects`, false);
    // A stranger's redirect into an exempt origin is not exempt: only what starts there may stay there.
    exempt &&= deps.policy.exemptOrigins.includes(url.origin);
    const allowed = { any: exempt, private: deps.policy.allowPrivate };
    const response = await openHop({ url, headers, limits: deps.limits, signal }, allowed, deps);
    if ("refused" in response) return refused(response.refused, seen);
    seen.add(url.href);
    const location = redirectTarget(response);
    if (location === null) return readAnswer(response, { url, moved: seen.size > 1, permanent, conditional }, deps);
    response.close();
    permanent &&= response.status === 301 || response.status === 308;
    next = redirected(url, location);
  }
}

const refused = (reason: string, seen: Set<string>): FetchOutcome => ({
  kind: "refused",
  reason: seen.size === 0 ? reason : `redirected to a place that we do not go to: ${reason}`,
});

/** https never leads back to http: the answer could then be anybody's. */
function redirected(from: URL, location: string): FeedUrl {
  const next = feedUrl(asUtf8(location), from);
  const downgraded = next.kind === "url" && from.protocol === "https:" && next.url.protocol === "http:";
  return downgraded ? { kind: "refused", reason: `expected https after https, got ${next.url.origin}` } : next;
}

/** Header bytes arrive as Latin-1; a Location with raw umlauts is UTF-8 in practice. */
function asUtf8(latin1: string): string {
  const utf8 = Buffer.from(latin1, "latin1").toString("utf8");
  return utf8.includes("\ufffd") ? latin1 : utf8;
}
