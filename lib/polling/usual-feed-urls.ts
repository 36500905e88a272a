/** Where publishing systems put the feed of a site or of a section, the commonest first. */
const usualNames = ["feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json"];

/** The addresses at which a page's feed usually lies though the page doesn't say so: below the page itself, then at the root of its site. */
export function usualFeedUrls(page: string): string[] {
  const { origin, pathname } = new URL(page);
  const last = pathname.slice(pathname.lastIndexOf("/") + 1);
  // "/news/index.html" is a page of the section "/news/", "/news" is the section.
  const section = last === "" ? pathname : last.includes(".") ? pathname.slice(0, -last.length) : `${pathname}/`;
  return [...new Set([section, "/"].flatMap((folder) => usualNames.map((name) => `${origin}${folder}${name}`)))];
}
