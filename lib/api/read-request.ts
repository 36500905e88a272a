import type * as z from "zod";
import { fieldProblems, tellingProblems } from "./field-problems.ts";
import { invalidInput, Refusal } from "./refusal.ts";
import type { DocumentBody } from "./route.ts";

/**
 * Larger ones are refused. 2,000 entities with a few aliases each are about 200 KB; and a watchlist of this size fits into
 * a row of the store (400 KB) even if its names hardly compress.
 */
export const bodyBytesMax = 384 * 1024;
/** A longer id was not made here; the keys of the store end at 1,024 bytes. */
const idCharsMax = 128;
const idempotencyKeyCharsMax = 255;

/** What the schema makes of the value. Refuses with every field that is wrong. */
export function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const outcome = schema.safeParse(value, tellingProblems);
  if (!outcome.success) throw invalidInput(fieldProblems(outcome.error));
  return outcome.data;
}

/** The JSON document in the body. Refuses a body of another type, of another encoding than UTF-8, or that isn't JSON. */
export function jsonBody(contentType: string | undefined, bytes: ArrayBuffer): unknown {
  if (!/^application\/(json|merge-patch\+json)\s*(;|$)/i.test(contentType ?? "")) {
    const got = contentType ? contentType.slice(0, 80) : "none";
    throw new Refusal("unsupported-media-type", `expected content-type application/json, got ${got}`);
  }
  if (bytes.byteLength > bodyBytesMax) throw tooLarge();
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (fault) {
    const reason = fault instanceof SyntaxError ? "other text" : "bytes that are not UTF-8";
    throw new Refusal("malformed-body", `expected a JSON document, got ${bytes.byteLength > 0 ? reason : "no body"}`);
  }
}

/** A body that is no JSON, unread. Refuses one of another type than these, and an empty one. */
export function documentBody(
  types: readonly string[],
  contentType: string | undefined,
  body: ArrayBuffer,
): DocumentBody {
  const type = (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (!types.includes(type)) {
    const got = contentType ? contentType.slice(0, 80) : "none";
    throw new Refusal("unsupported-media-type", `expected content-type ${types.join(" or ")}, got ${got}`);
  }
  if (body.byteLength > bodyBytesMax) throw tooLarge();
  if (body.byteLength === 0) throw new Refusal("malformed-body", "expected a document, got no body");
  return { bytes: new Uint8Array(body), contentType: contentType ?? "" };
}

export const tooLarge = (): Refusal => new Refusal("too-large", `expected a body of at most ${bodyBytesMax} bytes`);

/** The parameters of a query string; one that comes twice is refused. */
export function queryOf(url: string): Record<string, string> {
  const given = [...new URL(url).searchParams];
  const names = given.map(([name]) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw invalidInput([{ field: twice, expected: "it once", got: "it more than once" }]);
  return Object.fromEntries(given);
}

/** The path's parameters. One that can't be an id leads nowhere. */
export function idsOf(params: Record<string, string>): Record<string, string> {
  const wrong = Object.values(params).some((id) => id.length > idCharsMax || id === "" || /[\p{Cc}\p{Cs}]/u.test(id));
  if (wrong) throw new Refusal("not-found", `expected an id of at most ${idCharsMax} characters in the address`);
  return params;
}

/** The version that If-Match asks for (RFC 9110 §13.1.1), or null for none and for "*". */
export function versionOf(ifMatch: string | undefined): number | null {
  if (ifMatch === undefined || ifMatch.trim() === "*") return null;
  const version = /^"(\d{1,15})"$/.exec(ifMatch.trim())?.[1];
  if (version) return Number(version);
  throw invalidInput([
    { field: "If-Match", expected: 'an ETag that came from here, such as "3"', got: "something else" },
  ]);
}

/** The Idempotency-Key header's value, or null. */
export function idempotencyKeyOf(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (header.length > 0 && header.length <= idempotencyKeyCharsMax) return header;
  const expected = `1 to ${idempotencyKeyCharsMax} characters`;
  throw invalidInput([{ field: "Idempotency-Key", expected, got: `${header.length}` }]);
}

/** The ETag of a version. */
export const etagOf = (version: number): string => `"${version}"`;
