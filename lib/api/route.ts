import type * as z from "zod";
import type { Scope } from "./token.ts";

export interface Caller {
  owner: string;
  scopes: Scope[];
}

/** A request that is allowed and understood. */
export interface Call<Query = unknown, Body = unknown> {
  caller: Caller;
  /** What stands in place of the path's `{names}`. */
  params: Record<string, string>;
  query: Query;
  /** The query as it was written. */
  asked: Record<string, string>;
  /** As it was asked for. */
  path: string;
  /** Where the caller reaches the API: scheme and host. */
  origin: string;
  body: Body;
  /** The version that the client has in mind (If-Match), or null: whichever is there. */
  ifMatch: number | null;
  idempotencyKey: string | null;
  /** Identifies the list that is asked for, filters included: what a cursor is signed for. */
  list: string;
}

export interface Answer {
  /** Problems are refusals; 404 and 422 are for pages, which people read. */
  status: 200 | 201 | 204 | 404 | 422;
  /** JSON; left out for 204. */
  body?: unknown;
  /** Instead of `body`: text of the media type that the route promises. */
  text?: string;
  headers?: Record<string, string>;
}

/** A request's body that is no JSON, as it came. */
export interface DocumentBody {
  bytes: Uint8Array;
  contentType: string;
}

/** What comes back if all goes well; schema null: nothing. */
export interface PromisedAnswer {
  description: string;
  schema: z.ZodType | null;
  /** The media type, if it is not JSON. */
  type?: string;
  /** Media types of text that the caller can have instead. */
  also?: readonly string[];
}

/** One operation, as it is served and as the OpenAPI document describes it. */
export interface Route<Query = unknown, Body = unknown> {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** With the parameters in braces: `/feeds/{id}`. */
  path: string;
  summary: string;
  /** null: nobody is asked for a token. */
  scope: Scope | null;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** What the document says of the body where `body` lets everything through to a check of the handler's own. */
  bodyInWords?: z.ZodType;
  /** Instead of `body`: the media types of a document that is no JSON, the best one first; the handler gets a `DocumentBody`. */
  documentTypes?: readonly string[];
  /** Whether it honours the header If-Match. */
  isVersioned?: true;
  /** Whether it honours the header Idempotency-Key. */
  makesOnce?: true;
  /** The token may stand in the query, for feed readers: one that is good for nothing else. */
  tokenInQuery?: true;
  /** By status. */
  answers: Partial<Record<Answer["status"], PromisedAnswer>>;
  handle(call: Call<Query, Body>): Promise<Answer>;
}

export type NoQuery = Record<string, never>;

/** The route, with `handle` typed by the schemas. */
export function route<Query = NoQuery, Body = undefined>(definition: Route<Query, Body>): Route {
  return definition as Route;
}
