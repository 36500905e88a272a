import type { Occasion } from "../alerting/compose-unsubscribe-page.ts";
import type { Leave, Reached, UnsubscribeDesk } from "../alerting/unsubscribe.ts";
import {
  formTypes,
  type KeyQuery,
  promisedPage as page,
  keyQuery as query,
  pageAnswer as shown,
} from "./link-page-answer.ts";
import { type Answer, type DocumentBody, type Route, route } from "./route.ts";

export interface UnsubscribePorts {
  unsubscribing: UnsubscribeDesk;
}

const path = "/unsubscribe";
const noLink = page("The link is not valid, or its address is gone; a page that says so");

/** The link in an email: a page that changes nothing, and what its buttons and a mail program's one click do (RFC 8058). */
export function unsubscribeRoutes({ unsubscribing }: UnsubscribePorts): Route[] {
  const answer = (status: 200 | 422, reached: Reached | null, occasion: Occasion): Answer =>
    reached ? shown(status, unsubscribing.page(reached, occasion)) : shown(404, unsubscribing.unknownLinkPage());
  return [
    route<KeyQuery>({
      method: "get",
      path,
      summary: "The page behind the link in an email; it changes nothing",
      scope: null,
      query,
      answers: { 200: page("What reaches the address, with a button for each and one for all"), 404: noLink },
      handle: async ({ query: { key = "" } }) => answer(200, await unsubscribing.reachedBy(key), "opened"),
    }),
    route<KeyQuery, DocumentBody>({
      method: "post",
      path,
      summary:
        "End what reaches an address: `List-Unsubscribe=One-Click` everything, `watchlist=ID` one watchlist's news",
      scope: null,
      query,
      documentTypes: formTypes,
      answers: {
        200: page("It is ended, or was before"),
        404: noLink,
        422: page("Nothing to end was named, and nothing was changed"),
      },
      handle: async ({ query: { key = "" }, body }) => {
        const what = await leaveFrom(body);
        if (what === null) return answer(422, await unsubscribing.reachedBy(key), "nothing-named");
        return answer(200, await unsubscribing.leave(key, what), "ended");
      },
    }),
  ];
}

/** What the form names, or null where it names nothing. */
async function leaveFrom({ bytes, contentType }: DocumentBody): Promise<Leave | null> {
  const form = await formOf(bytes, contentType);
  if (form?.get("List-Unsubscribe") === "One-Click") return "everything";
  const watchlistId = form?.get("watchlist");
  return typeof watchlistId === "string" && watchlistId !== "" ? { watchlistId } : null;
}

async function formOf(bytes: Uint8Array, contentType: string): Promise<FormData | null> {
  try {
    return await new Response(bytes as Uint8Array<ArrayBuffer>, {
      headers: { "content-type": contentType },
    }).formData();
  } catch {
    return null;
  }
}
