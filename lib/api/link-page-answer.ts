import * as z from "zod";
import type { Answer, PromisedAnswer } from "./route.ts";

/** What stands for a token in a link of a mail. Mail programs and trackers add parameters of their own, and cut links off. */
export const keyQuery = z.object({
  key: z.string().optional().meta({ description: "From the link in an email; it stands for a token" }),
});
export type KeyQuery = z.infer<typeof keyQuery>;

/** What a browser or a mail program sends; RFC 8058 §3.1 allows both. */
export const formTypes = ["application/x-www-form-urlencoded", "multipart/form-data"] as const;

/** A page instead of JSON. */
export const promisedPage = (description: string): PromisedAnswer => ({
  description,
  schema: z.string(),
  type: "text/html; charset=utf-8",
});

/** The address of the page is a key: it goes to no other site, and nobody frames the page. */
const headers = {
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
};

export const pageAnswer = (status: Answer["status"], text: string): Answer => ({ status, text, headers });
