import * as z from "zod";
import type { Entity } from "../matching/watchlist.ts";
import { escapeMarkup } from "../text/escape-markup.ts";
import { partyName } from "./company.ts";
import { deriveId } from "./derive-id.ts";
import type { Call } from "./route.ts";
import type { ShownStory } from "./story-shapes.ts";

export const atomType = "application/atom+xml";
export const jsonFeedType = "application/feed+json";

const feedTitle = "Tieup: partnership news";

export const jsonFeedShape = z.strictObject({
  version: z.literal("https://jsonfeed.org/version/1.1"),
  title: z.string(),
  feed_url: z
    .string()
    .meta({ description: "Identifies the feed: owner and filters. Without a token: whoever reads it has one" }),
  items: z.array(
    z.strictObject({
      id: z.string(),
      url: z.string().optional(),
      title: z.string(),
      content_text: z.string(),
      date_published: z.string(),
      date_modified: z.string(),
      tags: z.array(z.string()),
    }),
  ),
});

/** Which feed it is: one for each owner and each choice of filters, whatever the token. */
export interface NewsFeed {
  /** Says nothing of the owner to whoever doesn't know it. */
  id: string;
  /** Its address without a token: documents are kept and passed on. */
  url: string;
}

/** The feed that is asked for. */
export function newsFeed({
  caller,
  asked,
  origin,
  path,
}: Pick<Call, "caller" | "asked" | "origin" | "path">): NewsFeed {
  const { token: _, ...filters } = asked;
  const query = new URLSearchParams(Object.entries(filters).sort()).toString();
  return { id: deriveId(caller.owner, "stories", query), url: `${origin}${path}${query === "" ? "" : `?${query}`}` };
}

/** JSON Feed 1.1. Its address is also its identity: the fragment, which no server is sent, tells owners apart. */
export function jsonFeedOf(
  { id: feedId, url: address }: NewsFeed,
  stories: readonly ShownStory[],
  entities: readonly Entity[],
): z.infer<typeof jsonFeedShape> {
  const items = stories.map((story) => {
    const { id, url, title, text, published, updated, tags } = entryOf(story, entities);
    const dates = { date_published: published, date_modified: updated };
    return { id, ...(url === null ? {} : { url }), title, content_text: text, ...dates, tags };
  });
  return { version: "https://jsonfeed.org/version/1.1", title: feedTitle, feed_url: `${address}#${feedId}`, items };
}

/** An Atom feed (RFC 4287). */
export function atomOf(
  { id: feedId, url: address }: NewsFeed,
  stories: readonly ShownStory[],
  entities: readonly Entity[],
  now: Date,
): string {
  const entries = stories.map((story) => {
    const { id, url, title, text, published, updated, tags } = entryOf(story, entities);
    return [
      "<entry>",
      element("id", id),
      element("title", title),
      url === null ? "" : `<link href="${escaped(url)}"/>`,
      element("published", published),
      element("updated", updated),
      ...tags.map((tag) => `<category term="${escaped(tag)}"/>`),
      `<content type="text">${escaped(text)}</content>`,
      "</entry>",
    ].join("");
  });
  const updated =
    stories
      .map(({ lastSeenAt }) => lastSeenAt)
      .sort()
      .at(-1) ?? now.toISOString();
  const self = `<link rel="self" type="${atomType}" href="${escaped(address)}"/>`;
  const head = [
    element("id", `urn:tieup:stories:${feedId}`),
    element("title", feedTitle),
    element("updated", updated),
    self,
  ];
  const author = "<author><name>Tieup</name></author>";
  const body = [...head, author, ...entries].join("\n");
  return `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n${body}\n</feed>\n`;
}

function entryOf(story: ShownStory, entities: readonly Entity[]) {
  const { kind, stage, parties, areas, sources } = story;
  const names = parties.map((party) => partyName(party, entities));
  const newest = sources.findLast((source) => source.stage === stage) ?? sources.at(-1);
  const verdict = [kind, stage].filter(Boolean).join(" ") || "in the news";
  const reports = sources.map(({ source, title, link }) => `${source}: ${title}${link === null ? "" : ` ${link}`}`);
  return {
    id: `urn:tieup:story:${story.id}`,
    url: sources.map(({ link }) => link).find(isWeb) ?? null,
    title: `${names.join(" × ")}: ${verdict}${areas.length > 0 ? ` (${areas.join(", ")})` : ""}`,
    text: [...(newest ? [`“${newest.sentence}”`] : []), ...reports].join("\n"),
    published: story.firstSeenAt,
    updated: story.lastSeenAt,
    tags: [...names, ...(kind ? [kind] : []), ...(stage ? [stage] : [])],
  };
}

const isWeb = (link: string | null): link is string => link !== null && /^https?:\/\//i.test(link);

const element = (name: string, text: string): string => `<${name}>${escaped(text)}</${name}>`;

/** XML 1.0 §2.2 has no place for control characters, not even as references. */
const escaped = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  escapeMarkup(text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ""));
