import { emailAddress } from "../lib/api/email-address.ts";
import { phoneNumber } from "../lib/api/phone-number.ts";
import { newSubscriber } from "../lib/api/subscriber-routes.ts";
import { type ApiClient, apiClient, apiOptions } from "./api-client.ts";
import { type CommandIo, UsageError } from "./command.ts";
import { optionValue } from "./option-value.ts";
import { writeJson } from "./show.ts";
import {
  type EndpointRow,
  endpointsOf,
  type SubscriberRow,
  subscriberMeant,
  subscriptionPath,
  subscriptionsOf,
  toldSubscriber,
} from "./subscriber-rows.ts";
import { type Settings, settingOptions, settingsFrom } from "./subscriber-settings.ts";
import { subscriptionOf, type Wish, wishFrom, wishOptions } from "./subscription-wish.ts";
import { onOneLine } from "./terminal-text.ts";
import { type WatchlistRow, watchlistMeant } from "./watchlist-rows.ts";
import { readWords } from "./words.ts";

const several = { type: "string", multiple: true } as const;
const reachOptions = {
  ...apiOptions,
  json: { type: "boolean" },
  email: several,
  sms: several,
  watchlist: several,
} as const;

type Address = Pick<EndpointRow, "channel" | "address">;
interface Reach {
  addresses: Address[];
  watchlists: WatchlistRow[];
  wish: Wish;
}

/**
 * Makes a subscriber who is reached at these addresses, or goes on with one of this name that a command like this one left half
 * made. Where nobody could be asked at all, nothing stays.
 */
export async function addSubscriber(argv: string[], io: CommandIo): Promise<number> {
  const options = { ...reachOptions, ...settingOptions, ...wishOptions } as const;
  const { values, words } = readWords(argv, options, { least: 1, expected: "one name" });
  const name = optionValue("NAME", words[0], newSubscriber.shape.name) as string;
  const settings = settingsFrom(values);
  const addresses = addressesFrom(values);
  const wish = wishFrom(values);
  const api = await apiClient(values);
  const reach = { addresses, wish, watchlists: await watchlistsMeant(values.watchlist, wish, api) };
  const { subscriber, isNew } = await newOrHalfMade(name, settings, addresses, api);
  const outcome = await reached(subscriber, reach, api, io);
  if (outcome !== null && isNew && outcome.done === 0) {
    await api.send("DELETE", `/subscribers/${encodeURIComponent(subscriber.id)}`);
    throw outcome.fault;
  }
  return told(subscriber, isNew ? "added" : "there already:", outcome, values.json === true, api, io);
}

/** Adds addresses and phones to a subscriber who is there. */
export async function addEndpoints(argv: string[], io: CommandIo): Promise<number> {
  const options = { ...reachOptions, ...wishOptions } as const;
  const { values, words } = readWords(argv, options, { least: 1, expected: "one subscriber" });
  const addresses = addressesFrom(values);
  if (addresses.length === 0) throw new UsageError("expected --email A or --sms N, got none");
  const wish = wishFrom(values);
  const api = await apiClient(values);
  const subscriber = await subscriberMeant(words[0] as string, api);
  const reach = { addresses, wish, watchlists: await watchlistsMeant(values.watchlist, wish, api) };
  const outcome = await reached(subscriber, reach, api, io);
  if (outcome !== null && outcome.done === 0) throw outcome.fault;
  return told(subscriber, "added to", outcome, values.json === true, api, io);
}

function addressesFrom({
  email = [],
  sms = [],
}: {
  email?: string[] | undefined;
  sms?: string[] | undefined;
}): Address[] {
  const emails = email.map((written) => {
    const read = emailAddress(written);
    if (read.kind === "address") return { channel: "email" as const, address: read.address };
    throw new UsageError(`expected --email to be ${read.expected}, got ${read.got}`);
  });
  const phones = sms.map((written) => {
    const read = phoneNumber(written);
    if (read.kind === "number") return { channel: "sms" as const, address: read.number };
    throw new UsageError(`expected --sms to be ${read.expected}, got ${read.got}`);
  });
  return [...emails, ...phones];
}

/** The watchlists of these names, for each of which the wish makes sense. */
async function watchlistsMeant(words: string[] = [], wish: Wish, api: ApiClient): Promise<WatchlistRow[]> {
  const watchlists: WatchlistRow[] = [];
  for (const word of words) watchlists.push(await watchlistMeant(word, api));
  for (const watchlist of watchlists) subscriptionOf(wish, watchlist, null);
  return watchlists;
}

/** Somebody of this name whom we reach elsewhere is taken for somebody else: a mistake would send one's alerts to the other. */
async function newOrHalfMade(name: string, settings: Settings, addresses: readonly Address[], api: ApiClient) {
  const called = (await api.all<SubscriberRow>("/subscribers")).filter((one) => one.name === name);
  const [there] = called;
  if (there === undefined) {
    const timeZone = settings.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    const { body } = await api.send<SubscriberRow>("POST", "/subscribers", { ...settings, name, timeZone });
    return { subscriber: body, isNew: true };
  }
  const others = (await endpointsOf(there, api)).filter((one) => !addresses.some((asked) => isSame(asked, one)));
  if (called.length > 1 || others.length > 0)
    throw new Error(
      `expected a name that is new, got "${name}", who is reached elsewhere; tieup subscribers add-endpoint adds an address`,
    );
  if (Object.keys(settings).length === 0) return { subscriber: there, isNew: false };
  const path = `/subscribers/${encodeURIComponent(there.id)}`;
  return { subscriber: (await api.send<SubscriberRow>("PATCH", path, settings)).body, isNew: false };
}

const isSame = (a: Address, b: Address): boolean => a.channel === b.channel && a.address === b.address;

/** Adds each address with its subscriptions; what is there already stays. null, or what stopped it after how many addresses. */
async function reached(
  subscriber: SubscriberRow,
  { addresses, watchlists, wish }: Reach,
  api: ApiClient,
  io: CommandIo,
): Promise<{ fault: Error; done: number } | null> {
  let done = 0;
  try {
    for (const address of addresses) {
      const path = `/subscribers/${encodeURIComponent(subscriber.id)}/endpoints`;
      const { body: endpoint } = await api.send<EndpointRow>("POST", path, address);
      done++;
      if (endpoint.state === "pending")
        io.stderr.write(`${endpoint.channel} ${endpoint.address}: ${asksFor(endpoint)}\n`);
      const stored = await subscriptionsOf(endpoint, api);
      for (const watchlist of watchlists) {
        const before = stored.find(({ watchlistId }) => watchlistId === watchlist.id) ?? null;
        await api.send("PUT", subscriptionPath(endpoint.id, watchlist.id), subscriptionOf(wish, watchlist, before));
      }
    }
    return null;
  } catch (fault) {
    return { fault: fault as Error, done };
  }
}

/** What the person has to do. */
export const asksFor = ({ channel, address }: EndpointRow): string =>
  channel === "email"
    ? "confirm it by the link in the mail"
    : `confirm it with tieup subscribers confirm ${address} CODE`;

async function told(
  subscriber: SubscriberRow,
  how: string,
  outcome: { fault: Error } | null,
  asJson: boolean,
  api: ApiClient,
  io: CommandIo,
): Promise<number> {
  if (asJson) writeJson(io, await toldSubscriber(subscriber, api));
  else io.stdout.write(`${how} ${subscriber.id} ${onOneLine(subscriber.name)}\n`);
  if (outcome === null) return 0;
  io.stderr.write(`${outcome.fault.message}\nWhat was done before stays; the same command again goes on.\n`);
  return 1;
}
