import type { Asked, ConfirmDesk } from "../alerting/confirm-address.ts";
import { formTypes, type KeyQuery, keyQuery, pageAnswer, promisedPage } from "./link-page-answer.ts";
import { type Answer, type DocumentBody, type Route, route } from "./route.ts";

export interface ConfirmPorts {
  confirming: ConfirmDesk;
}

const path = "/confirm";
const noLink = promisedPage("The link is not valid any more, or its address is gone; a page that says so");

/** The link in a mail that asks for consent: a page that changes nothing, and its button, which confirms. */
export function confirmRoutes({ confirming }: ConfirmPorts): Route[] {
  const answer = (asked: Asked | null): Answer =>
    asked ? pageAnswer(200, confirming.page(asked)) : pageAnswer(404, confirming.unknownLinkPage());
  return [
    route<KeyQuery>({
      method: "get",
      path,
      summary: "The page behind the link in a mail that asks for consent; it changes nothing",
      scope: null,
      query: keyQuery,
      answers: { 200: promisedPage("Whether the address is to be told, with a button"), 404: noLink },
      handle: async ({ query: { key = "" } }) => answer(await confirming.askedBy(key)),
    }),
    route<KeyQuery, DocumentBody>({
      method: "post",
      path,
      summary: "Agree to alerts at the address that a link was sent to",
      scope: null,
      query: keyQuery,
      documentTypes: formTypes,
      answers: { 200: promisedPage("It is confirmed, or was before; or it was unsubscribed"), 404: noLink },
      handle: async ({ query: { key = "" } }) => answer(await confirming.agree(key)),
    }),
  ];
}
