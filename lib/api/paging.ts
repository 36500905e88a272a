import * as z from "zod";
import { readCursor, signCursor } from "./cursor.ts";
import type { Page, PageRequest } from "./page.ts";
import { invalidInput } from "./refusal.ts";
import { type Answer, type Call, type Route, route } from "./route.ts";
import type { Scope } from "./token.ts";

export interface CursorPorts {
  /** Signs cursors; whoever knows it can make them up. */
  cursorSecret: string;
}

const pageLimitMax = 100;
const pageLimitDefault = 20;

const wholeNumber = /^\d{1,9}$/;

/** The parameters that every list has. */
export const pageQuery = {
  limit: z
    .string()
    .regex(wholeNumber, `a whole number from 1 to ${pageLimitMax}`)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= pageLimitMax, `a whole number from 1 to ${pageLimitMax}`)
    .optional()
    .meta({ description: `How many at most; ${pageLimitDefault} if not given, ${pageLimitMax} at most` }),
  cursor: z.string().optional().meta({ description: "`nextCursor` of the page before" }),
};

export interface PageQuery {
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** Which page is asked for. Refuses a cursor that was not signed here for this very list. */
export function pageRequest({ query, list }: Call<PageQuery>, { cursorSecret }: CursorPorts): PageRequest {
  const limit = query.limit ?? pageLimitDefault;
  if (query.cursor === undefined) return { limit, after: null };
  const after = readCursor(query.cursor, list, cursorSecret);
  if (after) return { limit, after };
  const expected = "the nextCursor of a page of this very list, with the same filters";
  throw invalidInput([{ field: "cursor", expected, got: "something else" }]);
}

/** The page as it goes to the client. */
export function pageAnswer<T>(
  { items, next }: Page<T>,
  show: (item: T) => unknown,
  { list }: Call<PageQuery>,
  { cursorSecret }: CursorPorts,
): Answer {
  const nextCursor = next && signCursor(next, list, cursorSecret);
  return { status: 200, body: { items: items.map(show), nextCursor } };
}

/** The schema of a page of these. */
export const pageOf = (item: z.ZodType) =>
  z.strictObject({
    items: z.array(item),
    nextCursor: z.string().nullable().meta({ description: "Where the next page begins; null: there is none" }),
  });

/** The route of an owner's list, which is read page by page. */
export function listRoute<T>(
  list: {
    path: string;
    summary: string;
    scope: Scope;
    shape: z.ZodType;
    read(owner: string, page: PageRequest): Promise<Page<T>>;
    show(item: T): unknown;
  },
  deps: CursorPorts,
): Route {
  const { path, summary, scope, shape, read, show } = list;
  return route<PageQuery>({
    ...{ method: "get", path, summary, scope },
    query: z.strictObject(pageQuery),
    answers: { 200: { description: "A page of them", schema: pageOf(shape) } },
    handle: async (call) => pageAnswer(await read(call.caller.owner, pageRequest(call, deps)), show, call, deps),
  });
}
