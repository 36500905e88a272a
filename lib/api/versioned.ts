import { etagOf } from "./read-request.ts";
import { Refusal } from "./refusal.ts";
import type { Answer, Call } from "./route.ts";

/** A stored thing and the version that a replacement of it has to name. From 1. */
export interface Versioned<T> {
  value: T;
  version: number;
}

/** The stored thing, if it is the caller's and of the version that the caller has in mind. */
export function owned<T extends { owner: string }>(
  found: Versioned<T> | null,
  what: string,
  { caller, ifMatch }: Pick<Call, "caller" | "ifMatch">,
): Versioned<T> {
  if (!found || found.value.owner !== caller.owner) throw notFound(what);
  if (ifMatch !== null && ifMatch !== found.version) throw changedMeanwhile(ifMatch, found.version);
  return found;
}

/** The answer of a replacement. Refuses where somebody else's came first. */
export async function replaced<T>(
  value: T,
  version: number,
  replace: (value: T, version: number) => Promise<boolean>,
  show: (value: T) => unknown,
): Promise<Answer> {
  if (await replace(value, version)) return shown({ value, version: version + 1 }, show);
  throw new Refusal("conflict", "it was changed while this request was handled; get it and try again");
}

/** The answer with one thing and its ETag. */
export const shown = <T>({ value, version }: Versioned<T>, show: (value: T) => unknown): Answer => ({
  status: 200,
  body: show(value),
  headers: { etag: etagOf(version) },
});

/** The answer of a creation. */
export const created = <T>(value: T, location: string, show: (value: T) => unknown): Answer => ({
  status: 201,
  body: show(value),
  headers: { etag: etagOf(1), location },
});

export const notFound = (what: string): Refusal => new Refusal("not-found", `there is no such ${what}`);

const changedMeanwhile = (asked: number, stored: number): Refusal =>
  new Refusal("precondition-failed", `expected version ${etagOf(asked)}, but it is at ${etagOf(stored)}`);
