import { isCanarys } from "../lib/api/canary-id.ts";
import type { Watchlist } from "../lib/matching/watchlist.ts";
import type { ApiClient } from "./api-client.ts";
import type { FeedRow } from "./feeds-table.ts";
import {
  allSubscribers,
  type EndpointRow,
  type SubscriberRow,
  subscriptionPath,
  type ToldEndpoint,
  type ToldSubscriber,
} from "./subscriber-rows.ts";
import type { Watches, WrittenSubscriber } from "./watches-file.ts";
import type { WatchlistRow } from "./watchlist-rows.ts";

/** What is there. */
export interface Present {
  feeds: FeedRow[];
  watchlists: WatchlistRow[];
  subscribers: ToldSubscriber[];
}

/** All that somebody made: what a canary brings is no part of it. */
export const presentIn = async (api: ApiClient): Promise<Present> => ({
  feeds: await api.all<FeedRow>("/feeds"),
  watchlists: (await api.all<WatchlistRow>("/watchlists")).filter((one) => !isCanarys(one)),
  subscribers: (await allSubscribers(api)).filter((one) => !isCanarys(one)),
});

/** One thing that has to be done. */
export interface Change {
  kind: "create" | "change" | "remove";
  what: string;
  /** What becomes different, field by field. */
  details: string[];
  /** For a backtest: the saved watchlist's id, if any, and the one to come. */
  watchlist?: { id: string | null; written: Watchlist };
  /** A feed that is to be polled from then on. */
  feed?: { url: string; intervalMinutes?: number | undefined };
  apply(ids: Ids): Promise<void>;
}

/** Ids of things by the names that the file has for them. */
export interface Ids {
  watchlists: Map<string, string>;
}

/** What makes the present what the file says, in an order in which it can be done. Things that aren't in the file stay, unless `prune`. */
export function planOf(wanted: Watches, present: Present, api: ApiClient, prune: boolean): Change[] {
  const { pairs, unnamed } = pairSubscribers(wanted.subscribers, present, api);
  return [
    ...wanted.feeds.flatMap((feed) => feedChange(feed, present.feeds, api)),
    ...wanted.watchlists.flatMap((watchlist) => watchlistChange(watchlist, present.watchlists, api)),
    ...pairs.flatMap((pair) => subscriberChanges(pair, present, api, prune)),
    ...(prune ? removals(wanted, unnamed, present, api) : []),
  ];
}

interface SubscriberPair {
  wanted: WrittenSubscriber;
  there: ToldSubscriber | null;
}

/**
 * Whom each subscriber of the file is: who is called so. Of several with one name first those who are just so already, then those
 * who share an address, then whoever is left: what was exported finds itself again.
 */
function pairSubscribers(wanted: readonly WrittenSubscriber[], present: Present, api: ApiClient) {
  const left = new Set(present.subscribers);
  const found = new Map<WrittenSubscriber, ToldSubscriber>();
  const pair = (isMeant: (one: WrittenSubscriber, there: ToldSubscriber) => boolean) => {
    for (const one of wanted.filter((unpaired) => !found.has(unpaired))) {
      const there = [...left].find((other) => other.name === one.name && isMeant(one, other));
      if (!there) continue;
      found.set(one, there);
      left.delete(there);
    }
  };
  pair((one, there) => subscriberChanges({ wanted: one, there }, present, api, true).length === 0);
  pair(sharesAddress);
  pair(() => true);
  const pairs = wanted.map((one): SubscriberPair => ({ wanted: one, there: found.get(one) ?? null }));
  return { pairs, unnamed: [...left] };
}

const sharesAddress = ({ endpoints = [] }: WrittenSubscriber, there: ToldSubscriber): boolean =>
  endpoints.some((one) => there.endpoints.some((other) => isAddressOf(one, other)));

const isAddressOf = ({ email, sms }: WrittenEndpoint, { channel, address }: EndpointRow): boolean =>
  address.toLowerCase() === (channel === "email" ? email : sms)?.toLowerCase();

function feedChange(wanted: Watches["feeds"][number], feeds: FeedRow[], api: ApiClient): Change[] {
  const there = feeds.find(({ url }) => sameUrl(url, wanted.url));
  const { url, ...settings } = wanted;
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  if (!there) {
    const { paused, ...added } = given;
    const apply = async () => {
      const { body } = await api.send<FeedRow>("POST", "/feeds", { url, ...added });
      if (paused) await api.send("PATCH", `/feeds/${encodeURIComponent(body.id)}`, { paused });
    };
    const polled = paused ? {} : { feed: { url, intervalMinutes: wanted.intervalMinutes } };
    return [{ kind: "create", what: `feed ${url}`, details: [], ...polled, apply }];
  }
  const details = differences(there as unknown as Record<string, unknown>, given);
  const apply = async () => void (await api.send("PATCH", `/feeds/${encodeURIComponent(there.id)}`, given));
  return details.length === 0 ? [] : [{ kind: "change", what: `feed ${url}`, details, apply }];
}

const sameUrl = (a: string, b: string): boolean =>
  URL.canParse(b) && new URL(b).href === (URL.canParse(a) ? new URL(a).href : a);

/** A watchlist as the API takes and answers it. */
export const plainWatchlist = ({ name, entities, rule, mustMatch, mustNotMatch }: Omit<Watchlist, "id" | "owner">) => ({
  ...{ name, entities, rule },
  ...(mustMatch ? { mustMatch } : {}),
  ...(mustNotMatch ? { mustNotMatch } : {}),
});

function watchlistChange(wanted: Watchlist, present: WatchlistRow[], api: ApiClient): Change[] {
  const there = present.find(({ name }) => name === wanted.name);
  const written = plainWatchlist(wanted);
  const what = `watchlist ${wanted.name}`;
  if (!there) {
    const details = [`companies: ${wanted.entities.map(({ name }) => name).join(", ")}`];
    const apply = async ({ watchlists }: Ids) => {
      const { body } = await api.send<WatchlistRow>("POST", "/watchlists", written);
      watchlists.set(wanted.name, body.id);
    };
    return [{ kind: "create", what, details, watchlist: { id: null, written: wanted }, apply }];
  }
  const details = watchlistDetails(there as unknown as Watchlist, wanted);
  const apply = async () => void (await api.send("PUT", `/watchlists/${encodeURIComponent(there.id)}`, written));
  return details.length === 0
    ? []
    : [{ kind: "change", what, details, watchlist: { id: there.id, written: wanted }, apply }];
}

function watchlistDetails(there: Watchlist, wanted: Watchlist): string[] {
  const byId = (list: Watchlist) => new Map(list.entities.map((entity) => [entity.id, entity]));
  const [before, after] = [byId(there), byId(wanted)];
  const added = wanted.entities.filter(({ id }) => !before.has(id)).map(({ name }) => `+${name}`);
  const removed = there.entities.filter(({ id }) => !after.has(id)).map(({ name }) => `-${name}`);
  const changed = wanted.entities
    .filter((one) => before.has(one.id) && !isSame(before.get(one.id), one))
    .map(({ name }) => `~${name}`);
  const companies = [...added, ...removed, ...changed];
  const headlines = (["mustMatch", "mustNotMatch"] as const).flatMap((list) =>
    isSame(there[list] ?? [], wanted[list] ?? []) ? [] : [`${list}: ${(wanted[list] ?? []).length} headlines`],
  );
  return [
    ...(companies.length > 0 ? [`companies: ${companies.join(" ")}`] : []),
    ...differences({ ...there.rule }, { ...wanted.rule }, "rule."),
    ...headlines,
  ];
}

/** "field: before → after" for each field of the two that differs. */
function differences(before: Record<string, unknown>, after: Record<string, unknown>, prefix = ""): string[] {
  const names = prefix === "" ? Object.keys(after) : [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => !isSame(before[name], after[name]))
    .map((name) => `${prefix}${name}: ${inWords(before[name])} → ${inWords(after[name])}`);
}

const inWords = (value: unknown): string =>
  value === undefined || value === null ? "none" : typeof value === "string" ? value : JSON.stringify(value);

const isSame = (a: unknown, b: unknown): boolean =>
  JSON.stringify(sorted(a ?? null)) === JSON.stringify(sorted(b ?? null));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}

const wishes = ["language", "timeZone", "quietHours", "pausedUntil", "messagesPerDayMax", "smsPartsMax"] as const;

function subscriberChanges(
  { wanted, there }: SubscriberPair,
  present: Present,
  api: ApiClient,
  prune: boolean,
): Change[] {
  const { endpoints = [], ...settings } = wanted;
  const made: { id: string | null } = { id: there?.id ?? null };
  const own: Change[] = [];
  if (!there) {
    const apply = async () => {
      made.id = (await api.send<SubscriberRow>("POST", "/subscribers", settings)).body.id;
    };
    own.push({ kind: "create", what: `subscriber ${wanted.name}`, details: [], apply });
  } else {
    const asked = Object.fromEntries(wishes.map((wish) => [wish, settings[wish] ?? null]));
    const details = differences(Object.fromEntries(wishes.map((wish) => [wish, there[wish]])), asked);
    const apply = async () => void (await api.send("PATCH", `/subscribers/${encodeURIComponent(there.id)}`, asked));
    if (details.length > 0) own.push({ kind: "change", what: `subscriber ${wanted.name}`, details, apply });
  }
  const below = endpoints.flatMap((endpoint) =>
    endpointChanges(wanted.name, endpoint, { made, there: there?.endpoints ?? [], present, api, prune }),
  );
  const gone = (prune ? (there?.endpoints ?? []) : []).filter(
    (one) => !endpoints.some((kept) => isAddressOf(kept, one)),
  );
  const ends = gone.map(
    ({ id, channel, address }): Change => ({
      ...{ kind: "remove", what: `${channel} of ${wanted.name}`, details: [address] },
      apply: async () => void (await api.send("DELETE", `/endpoints/${encodeURIComponent(id)}`)),
    }),
  );
  return [...own, ...below, ...ends];
}

type WrittenEndpoint = NonNullable<WrittenSubscriber["endpoints"]>[number];

function endpointChanges(
  name: string,
  { email, sms, subscriptions = [] }: WrittenEndpoint,
  {
    made,
    there,
    present,
    api,
    prune,
  }: { made: { id: string | null }; there: ToldEndpoint[]; present: Present; api: ApiClient; prune: boolean },
): Change[] {
  const channel = email === undefined ? "sms" : "email";
  const address = (email ?? sms) as string;
  const found = there.find((one) => isAddressOf({ email, sms }, one));
  const endpoint: { id: string | null } = { id: found?.id ?? null };
  const addition: Change = {
    ...{ kind: "create", what: `${channel} of ${name}`, details: ["it is asked to confirm"] },
    async apply() {
      const path = `/subscribers/${encodeURIComponent(made.id ?? "")}/endpoints`;
      endpoint.id = (await api.send<EndpointRow>("POST", path, { channel, address })).body.id;
    },
  };
  const names = new Map(present.watchlists.map(({ id, name: called }) => [id, called]));
  const puts = subscriptions.flatMap(({ watchlist, ...written }): Change[] => {
    const stored = found?.subscriptions.find(({ watchlistId }) => names.get(watchlistId) === watchlist);
    const settings = stored && { cadence: stored.cadence, only: stored.only, whenEmpty: stored.whenEmpty };
    if (settings && isSame(settings, written)) return [];
    const details = [`${inWords(settings?.cadence)} → ${inWords(written.cadence)}`];
    const apply = async ({ watchlists }: Ids) => {
      await api.send("PUT", subscriptionPath(endpoint.id ?? "", watchlists.get(watchlist) ?? ""), written);
    };
    return [{ kind: stored ? "change" : "create", what: `${channel} of ${name} on ${watchlist}`, details, apply }];
  });
  const wanted = new Set(subscriptions.map(({ watchlist }) => watchlist));
  const gone = (prune ? (found?.subscriptions ?? []) : []).filter(
    ({ watchlistId }) => !wanted.has(names.get(watchlistId) ?? ""),
  );
  const ends = gone.map(({ watchlistId }): Change => {
    const path = subscriptionPath(endpoint.id ?? "", watchlistId);
    const what = `${channel} of ${name} on ${names.get(watchlistId) ?? watchlistId}`;
    return { kind: "remove", what, details: [], apply: async () => void (await api.send("DELETE", path)) };
  });
  return [...(found ? [] : [addition]), ...puts, ...ends];
}

function removals(wanted: Watches, unnamed: ToldSubscriber[], present: Present, api: ApiClient): Change[] {
  const removal = (what: string, path: string): Change => ({
    ...{ kind: "remove", what, details: [] },
    apply: async () => void (await api.send("DELETE", path)),
  });
  const watchlists = present.watchlists.filter(({ name }) => !wanted.watchlists.some((one) => one.name === name));
  const feeds = present.feeds.filter(({ url }) => !wanted.feeds.some((one) => sameUrl(url, one.url)));
  return [
    ...unnamed.map(({ id, name }) => removal(`subscriber ${name}`, `/subscribers/${encodeURIComponent(id)}`)),
    ...watchlists.map(({ id, name }) => removal(`watchlist ${name}`, `/watchlists/${encodeURIComponent(id)}`)),
    ...feeds.map(({ id, url }) => removal(`feed ${url}`, `/feeds/${encodeURIComponent(id)}`)),
  ];
}
