import { expect, test } from "vitest";
import { feedUrl } from "../../lib/polling/feed-url.ts";

const portReason = (port: string) => `expected port 80, 443 or one from 1024 up that serves HTTP, got ${port}`;

test.each<[sentence: string, text: string, href: string]>([
  ["an ordinary feed", "https://example.org/feed.xml?format=rss", "https://example.org/feed.xml?format=rss"],
  ["the fragment goes", "https://example.org/feed#top", "https://example.org/feed"],
  ["blanks around it", "  https://example.org/feed\n", "https://example.org/feed"],
  ["an umlaut in the host", "https://bücher.example/feed", "https://xn--bcher-kva.example/feed"],
  ["a feed: link with its own scheme", "feed:https://example.org/feed", "https://example.org/feed"],
  ["a feed:// link", "feed://example.org/feed", "http://example.org/feed"],
  ["a feed://https:// link", "feed://https://example.org/feed", "https://example.org/feed"],
  ["a path that begins like the feed scheme", "https://example.org/feed:1", "https://example.org/feed:1"],
  ["a port for HTTP", "http://example.org:8080/feed", "http://example.org:8080/feed"],
  ["the scheme's own port", "https://example.org:443/feed", "https://example.org/feed"],
  ["the other scheme's port", "http://example.org:443/feed", "http://example.org:443/feed"],
  ["the lowest free port", "http://example.org:1024/", "http://example.org:1024/"],
  ["an @ in the path", "https://example.org/@someone/feed", "https://example.org/@someone/feed"],
  // What leads to loopback must have its plain form here, so that the address check sees it.
  ["decimal", "http://2130706433/", "http://127.0.0.1/"],
  ["hex", "http://0x7f000001/", "http://127.0.0.1/"],
  ["hex parts", "http://0x7f.0x0.0x0.0x1/", "http://127.0.0.1/"],
  ["octal", "http://0177.0.0.01/", "http://127.0.0.1/"],
  ["short", "http://127.1/", "http://127.0.0.1/"],
  ["a trailing dot", "http://127.0.0.1./", "http://127.0.0.1/"],
  ["percent-encoded", "http://%31%32%37.0.0.1/", "http://127.0.0.1/"],
  ["full-width digits and ideographic stops", "http://１２７。０。０。１/", "http://127.0.0.1/"],
  ["backslashes", "http:\\\\127.0.0.1\\", "http://127.0.0.1/"],
  ["mapped", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/"],
])("%s: %s", (_, text, href) => {
  expect(feedUrl(text)).toMatchObject({ kind: "url", url: { href } });
});

test.each<[sentence: string, text: string, reason: string]>([
  ["no URL", "heise", 'expected a URL such as https://example.org/feed.xml, got "heise"'],
  ["nothing", "", 'expected a URL such as https://example.org/feed.xml, got ""'],
  [
    "a zone id",
    "http://[fe80::1%25eth0]/",
    'expected a URL such as https://example.org/feed.xml, got "http://[fe80::1%25eth0]/"',
  ],
  [
    "too large an address",
    "http://4294967296/",
    'expected a URL such as https://example.org/feed.xml, got "http://4294967296/"',
  ],
  ["a file", "file:///etc/passwd", "expected http or https, got file:"],
  ["ftp", "ftp://example.org/feed", "expected http or https, got ftp:"],
  ["gopher", "gopher://example.org:70/_x", "expected http or https, got gopher:"],
  ["script", "javascript:alert(1)", "expected http or https, got javascript:"],
  ["a feed: in front of a file", "feed:file:///etc/passwd", "expected http or https, got feed:"],
  ["a user", "https://me@example.org/", "expected a URL without user name and password"],
  ["a user and a password", "https://me:secret@example.org/", "expected a URL without user name and password"],
  ["a host that looks like another", "https://example.org@10.0.0.1/", "expected a URL without user name and password"],
  ["the mail port", "http://example.org:25/", portReason("25")],
  ["ssh", "http://example.org:22/", portReason("22")],
  ["the highest low port", "http://example.org:1023/", portReason("1023")],
  ["IRC", "http://example.org:6667/", portReason("6667")],
  ["port 0", "http://example.org:0/", portReason("0")],
  ["endless", `https://example.org/${"a".repeat(5000)}`, "expected a URL of at most 4096 characters, got 5020"],
])("refuses %s", (_, text, reason) => {
  expect(feedUrl(text)).toEqual({ kind: "refused", reason });
});
