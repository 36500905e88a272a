export type FeedUrl = { kind: "url"; url: URL } | { kind: "refused"; reason: string };

const urlCharsMax = 4096;
const lowestFreePort = 1024;

/** Ports from 1024 up on which something other than HTTP listens: the "bad ports" of the Fetch standard (§2.9). */
const foreignPorts = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/**
 * The URL that we would request, without its fragment, or in words why not: only http and https, no user name or password (it would be
 * shown, stored and sent on), port 80, 443 or one from 1024 up that is not another protocol's. A `feed:` in front is taken off, as old
 * "subscribe" links carry it. `base` is the URL that redirected here. Says nothing about where the host's name leads: see `openHop`.
 */
export function feedUrl(text: string, base?: URL): FeedUrl {
  if (text.length > urlCharsMax)
    return refused(`expected a URL of at most ${urlCharsMax} characters, got ${text.length}`);
  const url = parse(
    text
      .trim()
      .replace(/^feed:(\/\/)?(?=https?:)/i, "")
      .replace(/^feed:\/\//i, "http://"),
    base,
  );
  if (!url) return refused(`expected a URL such as https://example.org/feed.xml, got "${excerpt(text)}"`);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    return refused(`expected http or https, got ${excerpt(url.protocol)}`);
  if (url.username || url.password) return refused("expected a URL without user name and password");
  if (!portAllowed(url.port))
    return refused(`expected port 80, 443 or one from ${lowestFreePort} up that serves HTTP, got ${url.port}`);
  url.hash = "";
  return { kind: "url", url };
}

const refused = (reason: string): FeedUrl => ({ kind: "refused", reason });

function parse(text: string, base?: URL): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}

/** The parser leaves "" for the scheme's own port. */
function portAllowed(port: string): boolean {
  const number = Number(port);
  return port === "" || number === 80 || number === 443 || (number >= lowestFreePort && !foreignPorts.has(number));
}

const excerpt = (text: string) => (text.length <= 80 ? text : `${text.slice(0, 79)}…`);
