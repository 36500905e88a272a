import { readFileSync } from "node:fs";
import type { Channel } from "../lib/alerting/subscriber.ts";
import { newFeed } from "../lib/api/new-feed.ts";
import { readWatchlist } from "../lib/matching/read-watchlist.ts";
import type { Watchlist } from "../lib/matching/watchlist.ts";
import { feedUrl } from "../lib/polling/feed-url.ts";
import { readOpml } from "../lib/polling/opml.ts";
import { type StartOptions, UsageError } from "./options.ts";
import type { SampleWire } from "./sample-wire/sample-wire.ts";
import { localOwner, type Seed } from "./seed.ts";

const sampleWatchlist = {
  name: "Car alliances",
  entities: ["BMW", "Toyota", { name: "General Motors", aliases: ["GM"] }],
};
/** Nobody's: example.org is reserved (RFC 2606), the number is one of those that the German regulator keeps for fiction. */
const sampleAddresses: Seed["addresses"] = [
  { channel: "email", address: "reader@example.org" },
  { channel: "sms", address: "+4917139200123" },
];

export function sampleSeed(wire: SampleWire, options: StartOptions): Seed {
  const feeds = wire.feeds.map(({ outlet, title, url }) => ({ id: `sample-${outlet}`, title, url }));
  const addresses = addressesOf(options);
  return seedOf(
    "sample",
    feeds,
    watchlistFrom("sample", sampleWatchlist),
    options,
    addresses.length > 0 ? addresses : sampleAddresses,
  );
}

/** Warnings of the OPML files go to `say`. Throws `UsageError` where a file can't be read or names no feed. */
export function ownSeed(options: StartOptions, say: (warning: string) => void): Seed {
  const urls = options.feeds.map((url) => ({ url: asStored(url), title: url.replace(/^https?:\/\//, "") }));
  const listed = options.opml.flatMap((file) => feedsInOpml(file, say));
  const byUrl = new Map([...listed, ...urls].map((feed) => [feed.url, feed]));
  const feeds = [...byUrl.values()].map(({ url, title }) => newFeed(localOwner, url, title));
  const watchlist = watchlistFrom("own", {
    name: options.watch.join(", "),
    entities: options.watch,
    ...(options.anyMention ? { rule: { news: "any-mention" } } : {}),
  });
  return seedOf("own", feeds, watchlist, options, addressesOf(options));
}

function seedOf(
  name: Seed["name"],
  feeds: Seed["feeds"],
  watchlist: Watchlist,
  { language, mail }: StartOptions,
  addresses: Seed["addresses"],
): Seed {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { name, feeds, watchlist, addresses, language, timeZone, snsAsks: mail === "sns" };
}

const watchlistFrom = (name: Seed["name"], value: unknown): Watchlist => ({
  ...readWatchlist(value),
  id: `${name}-watchlist`,
  owner: localOwner,
});

function addressesOf({ email, sms }: StartOptions): Seed["addresses"] {
  const address = (channel: Channel, value: string | null) => (value ? [{ channel, address: value }] : []);
  return [...address("email", email), ...address("sms", sms)];
}

function feedsInOpml(file: string, say: (warning: string) => void): { url: string; title: string }[] {
  const { feeds, warnings } = readOpml(readText(file));
  for (const warning of warnings) say(`${file}: ${warning}`);
  if (feeds.length === 0) throw new UsageError(`expected ${file} to list feeds as OPML does, found none`);
  return feeds.map(({ url, title }) => ({ url: asStored(url), title }));
}

/** The address as the API writes it: by its address a feed is known. */
function asStored(text: string): string {
  const read = feedUrl(text);
  return read.kind === "url" ? read.url.href : text;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (fault) {
    throw new UsageError(`expected --opml to be a file that can be read: ${(fault as Error).message}`);
  }
}
