import { parseFeed } from "../../lib/polling/parse-feed.ts";

/** What is wrong with what came of these bytes, whatever they are; null where all is as promised. */
export async function unsoundness(bytes: Uint8Array): Promise<string | null> {
  const outcome = await parseFeed({ bytes, contentType: null, url: "https://wire.example/f" });
  if (outcome.kind === "unreadable") {
    return outcome.reason.includes("expected a feed") ? null : `an unclear reason: ${outcome.reason}`;
  }
  for (const { key, link, publishedAt, title, summary } of outcome.feed.items) {
    if (key === "") return "an item without a key";
    if (link !== null && !URL.canParse(link)) return `no link: ${link}`;
    if (publishedAt !== null && new Date(publishedAt).toISOString() !== publishedAt) return `no date: ${publishedAt}`;
    if (/\p{Cc}|\s{2}/u.test(`${title}${summary}`))
      return `not plain: ${JSON.stringify(title)} ${JSON.stringify(summary)}`;
  }
  return null;
}
