import * as z from "zod";
import type { TextQuestions } from "../pipeline/text-questions.ts";
import type { Feed } from "../polling/item.ts";
import type { OpmlFeed } from "../polling/opml.ts";
import { allFeedsOf, type FeedsOf } from "./feeds-of.ts";
import { newFeed, titleFrom } from "./new-feed.ts";
import { invalidInput } from "./refusal.ts";
import { type Answer, type Call, type DocumentBody, type NoQuery, type Route, route } from "./route.ts";

export interface OpmlPorts {
  feeds: FeedsOf["feeds"] & { create(feed: Feed): Promise<boolean> };
  texts: Pick<TextQuestions, "readOpml">;
  writeOpml(feeds: readonly OpmlFeed[]): string;
  checkFeedUrl(url: string): { kind: "allowed"; url: string } | { kind: "refused"; reason: string };
  /** Asks for a poll of each now. What can't be asked for now is polled in its slot. */
  pollSoon(feeds: readonly Feed[]): Promise<void>;
}

/** More at a time would not be stored before the gateway gives up. */
export const importFeedsMax = 1_000;
const createsAtOnce = 10;

const opmlType = "text/x-opml";
/** None is registered; readers send all of these. */
const opmlTypes = [opmlType, "application/xml", "text/xml", "application/x-opml+xml", "text/x-opml+xml"];

const outcomeShape = z.strictObject({
  url: z.string(),
  title: z.string(),
  outcome: z.enum(["added", "there", "refused"]),
  id: z.string().nullable().meta({ description: "The feed's id; null for one that is refused" }),
  reason: z.string().nullable().meta({ description: "Why it is refused; else null" }),
});
type Outcome = z.infer<typeof outcomeShape>;

const importShape = z.strictObject({
  added: z.number(),
  there: z.number().meta({ description: "Feeds that you had before; nothing of them is changed" }),
  refused: z.number(),
  feeds: z.array(outcomeShape).meta({ description: "Each feed of the document, in its order" }),
  warnings: z.array(z.string()).meta({ description: "Entries that are no feed we could poll, and why" }),
});

/** All feeds at once, as feed readers exchange them. */
export function opmlRoutes(deps: OpmlPorts): Route[] {
  return [
    route<NoQuery, DocumentBody>({
      method: "post",
      path: "/feeds/import",
      summary: `Add the feeds of an OPML document, at most ${importFeedsMax} at a time; those that you have stay as they are`,
      scope: "write",
      documentTypes: opmlTypes,
      answers: { 200: { description: "What became of each feed", schema: importShape } },
      handle: (call) => importFeeds(call, deps),
    }),
    route({
      method: "get",
      path: "/feeds.opml",
      summary: "Your feeds as an OPML document",
      scope: "read",
      answers: { 200: { description: "All of them", schema: z.string(), type: opmlType } },
      handle: async ({ caller }) => {
        const headers = { "content-disposition": 'attachment; filename="feeds.opml"' };
        return { status: 200, text: deps.writeOpml(await allFeedsOf(caller.owner, deps)), headers };
      },
    }),
  ];
}

async function importFeeds({ caller, body }: Call<NoQuery, DocumentBody>, deps: OpmlPorts): Promise<Answer> {
  const { bytes, contentType } = body;
  const document = { base64: Buffer.from(bytes).toString("base64"), contentType };
  const { feeds: listed, warnings } = await deps.texts.readOpml(document);
  if (listed.length === 0) throw noFeeds(warnings);
  if (listed.length > importFeedsMax)
    throw invalidInput([{ field: "", expected: `at most ${importFeedsMax} feeds at a time`, got: `${listed.length}` }]);
  // By address, too: a feed that has moved, or was added by other means, has an id that doesn't follow from it.
  const there = new Map((await allFeedsOf(caller.owner, deps)).map(({ url, id }) => [url, id]));
  const imported: Imported[] = [];
  for (let at = 0; at < listed.length; at += createsAtOnce) {
    const batch = listed.slice(at, at + createsAtOnce);
    imported.push(...(await Promise.all(batch.map((feed) => importFeed(feed, caller.owner, there, deps)))));
  }
  await deps.pollSoon(imported.flatMap(({ added }) => added ?? []));
  const feeds = imported.map(({ outcome }) => outcome);
  const count = (wanted: Outcome["outcome"]) => feeds.filter(({ outcome }) => outcome === wanted).length;
  const counts = { added: count("added"), there: count("there"), refused: count("refused") };
  return { status: 200, body: { ...counts, feeds, warnings } };
}

interface Imported {
  outcome: Outcome;
  /** The feed that there was not before. */
  added: Feed | null;
}

async function importFeed(
  { url, title }: OpmlFeed,
  owner: string,
  there: Map<string, string>,
  deps: OpmlPorts,
): Promise<Imported> {
  const checked = deps.checkFeedUrl(url);
  if (checked.kind === "refused")
    return { outcome: { url, title, outcome: "refused", id: null, reason: checked.reason }, added: null };
  const feed = newFeed(owner, checked.url, titleFrom(title, checked.url));
  const known = there.get(feed.url);
  const isAdded = known === undefined && (await deps.feeds.create(feed));
  const outcome = isAdded ? "added" : "there";
  return {
    outcome: { url: feed.url, title: feed.title, outcome, id: known ?? feed.id, reason: null },
    added: isAdded ? feed : null,
  };
}

function noFeeds([first, ...more]: string[]) {
  const got = first
    ? `none that could be polled: ${first}${more.length > 0 ? ` (and ${more.length} more)` : ""}`
    : "none";
  return invalidInput([{ field: "", expected: "an OPML document that lists feeds", got }]);
}
