import { createHash } from "node:crypto";
import { type BodyLimits, bytesInWords, readBody } from "./feed-body.ts";
import { sendable } from "./feed-request.ts";
import type { FetchOutcome } from "./fetch-feed.ts";
import { freshForSeconds } from "./freshness.ts";
import type { HeaderFields, HopResponse } from "./hop.ts";
import { retryAfterSeconds } from "./retry-after.ts";

export interface AnswerDeps {
  /** Epoch milliseconds. */
  now(): number;
  limits: BodyLimits;
}

/** How a response was reached. */
export interface Arrival {
  url: URL;
  moved: boolean;
  /** Every redirect on the way was permanent. */
  permanent: boolean;
  conditional: boolean;
}

/** What the response at the end of all redirects means for the feed; its body is read where it is a feed's, and closed where not. */
export async function readAnswer(response: HopResponse, arrival: Arrival, deps: AnswerDeps): Promise<FetchOutcome> {
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

export const failed = (reason: string, retryable: boolean): FetchOutcome => ({ kind: "failed", reason, retryable });

/** Where a redirect leads, as it stands in the header; null where the response is none. */
export function redirectTarget({ status, headers }: HopResponse): string | null {
  return redirects.includes(status) ? field(headers, "location") : null;
}

const redirects = [301, 302, 303, 307, 308];

/** Request timeout, conflict, too early: gone by themselves after a while. */
const passing = [408, 409, 425];

function statusInWords(status: number): string {
  if (redirects.includes(status)) return `HTTP ${status} without a Location`;
  return status >= 200 && status < 300 ? `HTTP ${status}, which carries no whole feed; expected 200` : `HTTP ${status}`;
}

const standing = ({ headers }: HopResponse, { url, moved, permanent }: Arrival, deps: AnswerDeps) => ({
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

async function modified(response: HopResponse, arrival: Arrival, deps: AnswerDeps): Promise<FetchOutcome> {
  const { headers } = response;
  const body = await readBody(
    response,
    field(headers, "content-encoding"),
    Number(field(headers, "content-length") ?? 0),
    deps.limits,
  );
  if (body.kind === "over") return failed(`body over ${bytesInWords(body.bytesMax)}${body.when}`, false);
  if (body.kind === "broken") return failed(body.reason, body.retryable);
  return {
    kind: "modified",
    bytes: body.bytes,
    bodyHash: createHash("sha256").update(body.bytes).digest("base64url"),
    contentType: field(headers, "content-type"),
    validators: sendable({ etag: field(headers, "etag") ?? "", lastModified: field(headers, "last-modified") ?? "" }),
    finalUrl: arrival.url.href,
    ...(headers.link ? { linkHeader: [headers.link].flat().join(", ") } : {}),
    ...standing(response, arrival, deps),
  };
}

function field(headers: HeaderFields, name: string): string | null {
  const value = headers[name];
  return typeof value === "string" ? value : (value?.[0] ?? null);
}
