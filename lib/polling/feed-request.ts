import type { Validators } from "./item.ts";

/** Longer ones are not worth their room in the store, nor sent back. */
const validatorCharsMax = 1024;

/** The headers of a conditional GET for a feed. Validators go back exactly as they came; one that no header can hold is left out. */
export function feedRequest(validators: Validators, agent: string): Record<string, string> {
  const { etag, lastModified } = sendable(validators);
  return {
    "user-agent": agent,
    accept:
      "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1",
    "accept-encoding": "gzip, br, deflate",
    ...(etag ? { "if-none-match": etag } : {}),
    ...(lastModified ? { "if-modified-since": lastModified } : {}),
  };
}

/** The User-Agent that publishers see. `contact` is a URL or mail address at which they reach whoever runs this Tieup. */
export function userAgent(contact: string): string {
  if (!/^[\x21-\x7e]+$/.test(contact))
    throw new Error(`expected a contact URL or mail address for the User-Agent, got "${contact}"`);
  return `Tieup (+${contact})`;
}

/** The validators that are worth keeping: those that can be sent back. */
export function sendable({ etag, lastModified }: Validators): Validators {
  return {
    ...(etag && fitsHeader(etag) ? { etag } : {}),
    ...(lastModified && fitsHeader(lastModified) ? { lastModified } : {}),
  };
}

const fitsHeader = (text: string) => text.length <= validatorCharsMax && /^[\t\x20-\x7e\x80-\xff]+$/.test(text);
