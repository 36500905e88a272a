import * as z from "zod";
import type { TextQuestions } from "../pipeline/text-questions.ts";
import { intervalDefault } from "./new-feed.ts";
import { invalidInput } from "./refusal.ts";
import { type NoQuery, type Route, route } from "./route.ts";

export interface DiscoveryPorts {
  texts: Pick<TextQuestions, "discover">;
  /** Whether we would poll this address, and how we write it. */
  checkFeedUrl(url: string): { kind: "allowed"; url: string } | { kind: "refused"; reason: string };
  /** Minutes between polls that can be chosen, ascending. */
  pollIntervals: readonly number[];
}

const date = z.string().nullable();
const itemShape = z.strictObject({
  key: z.string().meta({ description: "What identifies the item within its feed" }),
  guid: z.string().nullable(),
  title: z.string(),
  link: z.string().nullable(),
  publishedAt: date,
  updatedAt: date,
  summary: z.string(),
  lang: z.string().nullable(),
});
const foundShape = z.strictObject({
  url: z.string().meta({ description: "What would be polled" }),
  title: z.string(),
  format: z.enum(["rss", "rdf", "atom", "json"]),
  itemCount: z.number(),
  newest: z.array(itemShape).meta({ description: "The newest items as they are read; long summaries are cut" }),
  warnings: z.array(z.string()).meta({ description: "What had to be repaired or left out" }),
  interval: z.strictObject({
    minutes: z.number(),
    because: z.enum(["wish", "ttl", "update-period", "caching", "rhythm", "turnover"]),
  }),
});
const unreadShape = z.array(z.strictObject({ url: z.string(), reason: z.string() }));
const discoveryShape = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("feed"), feed: foundShape }),
  z.strictObject({
    kind: z.literal("candidates"),
    pageTitle: z.string(),
    feeds: z.array(foundShape).meta({ description: "In the page's order; at least one" }),
    unread: unreadShape,
  }),
  z.strictObject({ kind: z.literal("none"), pageTitle: z.string(), unread: unreadShape, tried: z.number() }),
  z.strictObject({ kind: z.literal("unreadable"), reason: z.string() }),
]);

/** Feeds that are not added yet: what could be polled for an address, and what would come of it. */
export function discoveryRoutes(deps: DiscoveryPorts): Route[] {
  const asked = z.strictObject({
    url: z.string().meta({ description: "A feed's address, or a page's that leads to feeds" }),
    intervalMinutes: z.literal([...deps.pollIntervals]).optional(),
  });
  return [
    route<NoQuery, z.infer<typeof asked>>({
      method: "post",
      path: "/feeds/discover",
      summary: "Which feeds an address leads to, and what polling them would bring; nothing is stored",
      // Whoever may add a feed may make us fetch.
      scope: "write",
      body: asked,
      answers: { 200: { description: "What was found there", schema: discoveryShape } },
      handle: async ({ body }) => {
        const checked = deps.checkFeedUrl(body.url);
        if (checked.kind === "refused") throw invalidInput([urlProblem(checked.reason)]);
        const { intervalMinutes = intervalDefault } = body;
        return { status: 200, body: await deps.texts.discover({ url: checked.url, intervalMinutes }) };
      },
    }),
  ];
}

/** A reason of the form "expected …" or "expected …, got …" in the two parts that it has. */
export function urlProblem(reason: string) {
  const [, expected = reason, got = "another one"] = /^expected (.*?)(?:, got (.*))?$/s.exec(reason) ?? [];
  return { field: "url", expected, got };
}
