import { type ApiClient, apiClient, apiHelp, apiOptions } from "./api-client.ts";
import { type CommandIo, UsageError } from "./command.ts";
import { shortIds } from "./feeds-table.ts";
import { cell, writeJson, writeTable } from "./show.ts";
import type { Colour } from "./table.ts";
import { onOneLine } from "./terminal-text.ts";
import { watchlistMeant } from "./watchlists.ts";
import { type Action, meant, noWords, onlyOptions, readWords, withActions } from "./words.ts";

const help = `Usage: tieup subscribers [--json]                         who is told, where, and whether they have confirmed
       tieup subscribers add NAME [--email A]… [--sms N]… [--watchlist ID]… [--every C] [--zone Z] [--language L]
       tieup subscribers confirm ENDPOINT CODE            the code that a phone got
       tieup subscribers test ENDPOINT                    sends a test message
       tieup subscribers pause ID UNTIL                   nothing is sent before that day; "none" ends it
       tieup subscribers remove ID…

An address is asked by email to confirm, a phone gets a code. An ID is as the table shows it: its beginning, or the name, will do.

  --email A, --sms N   where: an address; a number such as +4917139200123
  --watchlist ID   of what; can be given several times
  --every C        immediate (if not given), hour, 08:00 (every day then), monday@08:00 (every week then)
  --zone Z         time zone, else this machine's
  --language L     en (if not given) or de
  --json           JSON on stdout
${apiHelp}

Examples:
  tieup subscribers add Olga --email olga@example.org --watchlist "Car alliances" --every 08:00
  tieup subscribers confirm 7Yt2aa 123456
  tieup subscribers pause Olga 2026-12-24`;

export interface SubscriberRow {
  id: string;
  name: string;
  language: "de" | "en";
  timeZone: string;
  quietHours?: { from: string; to: string };
  pausedUntil?: string;
  messagesPerDayMax?: number;
  smsPartsMax?: number;
}
export interface EndpointRow {
  id: string;
  channel: "email" | "sms";
  address: string;
  state: string;
}
export interface SubscriptionRow {
  watchlistId: string;
  endpointId: string;
  cadence: { every: string; at?: string; on?: string };
  only?: object;
  whenEmpty?: string;
}
interface Told extends SubscriberRow {
  endpoints: (EndpointRow & { subscriptions: SubscriptionRow[] })[];
}

const json = { json: { type: "boolean" } } as const;
const actions: Record<string, Action> = { list, add, confirm, test, pause, remove };

/** Who is told. */
export const subscribers = withActions({
  name: "subscribers",
  summary: "who is told, where and how often: add, confirm, test, pause",
  help,
  actions,
  otherwise: onlyOptions(actions, list),
});

/** All subscribers with their endpoints and what reaches these. */
export async function allSubscribers(api: ApiClient): Promise<Told[]> {
  const told: Told[] = [];
  for (const subscriber of await api.all<SubscriberRow>("/subscribers")) {
    const { body } = await api.send<{ items: EndpointRow[] }>("GET", `/subscribers/${subscriber.id}/endpoints`);
    const endpoints = [];
    for (const endpoint of body.items) {
      const found = await api.send<{ items: SubscriptionRow[] }>("GET", `/endpoints/${endpoint.id}/subscriptions`);
      endpoints.push({ ...endpoint, subscriptions: found.body.items });
    }
    told.push({ ...subscriber, endpoints });
  }
  return told;
}

const stateColours: Record<string, Colour> = { confirmed: "green", pending: "yellow", unsubscribed: "dim" };

async function list(argv: string[], io: CommandIo): Promise<number> {
  const { values } = readWords(argv, { ...apiOptions, ...json }, noWords);
  const api = await apiClient(values);
  const all = await allSubscribers(api);
  if (values.json) {
    writeJson(io, all);
    return 0;
  }
  const names = new Map((await api.all<{ id: string; name: string }>("/watchlists")).map(({ id, name }) => [id, name]));
  const ids = shortIds(all.flatMap(({ id, endpoints }) => [{ id }, ...endpoints]));
  const rows = all.flatMap(({ id, name, pausedUntil, endpoints }) => [
    {
      cells: [
        cell(name),
        cell(pausedUntil ? `paused until ${pausedUntil}` : ""),
        cell(""),
        cell(""),
        cell(ids.get(id) ?? "", "dim"),
      ],
    },
    ...endpoints.map((endpoint) => ({
      cells: [
        cell(`  ${endpoint.channel}`),
        cell(endpoint.address),
        cell(endpoint.state, stateColours[endpoint.state]),
        cell(
          endpoint.subscriptions
            .map((one) => `${names.get(one.watchlistId) ?? one.watchlistId} ${cadenceText(one)}`)
            .join("; "),
        ),
        cell(ids.get(endpoint.id) ?? "", "dim"),
      ],
    })),
  ]);
  const columns = [
    { title: "SUBSCRIBER", least: 10 },
    { title: "WHERE", least: 10 },
    { title: "STATE", goes: 2 },
    { title: "WHAT, HOW OFTEN", least: 12, goes: 1 },
    { title: "ID" },
  ];
  writeTable(io, columns, rows, "Nobody is told yet: tieup subscribers add NAME --email A --watchlist ID.");
  return 0;
}

const cadenceText = ({ cadence: { every, at, on } }: SubscriptionRow): string =>
  every === "day" ? `daily ${at}` : every === "week" ? `${on} ${at}` : every;

async function add(argv: string[], io: CommandIo): Promise<number> {
  const several = { type: "string", multiple: true } as const;
  const text = { type: "string" } as const;
  const own = { email: several, sms: several, watchlist: several, every: text, zone: text, language: text };
  const { values, words } = readWords(argv, { ...apiOptions, ...json, ...own }, { least: 1, expected: "one name" });
  const cadence = cadenceFrom(values.every ?? "immediate");
  const api = await apiClient(values);
  const watchlists = [];
  for (const word of values.watchlist ?? []) watchlists.push(await watchlistMeant(word, api));
  const timeZone = values.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const asked = { name: words[0], timeZone, language: values.language ?? "en" };
  const { body } = await api.send<SubscriberRow>("POST", "/subscribers", asked);
  const addresses = [
    ...(values.email ?? []).map((address) => ({ channel: "email", address })),
    ...(values.sms ?? []).map((address) => ({ channel: "sms", address })),
  ];
  for (const address of addresses) {
    const endpoint = (await api.send<EndpointRow>("POST", `/subscribers/${body.id}/endpoints`, address)).body;
    for (const { id } of watchlists)
      await api.send("PUT", `/endpoints/${endpoint.id}/subscriptions/${encodeURIComponent(id)}`, { cadence });
    io.stderr.write(`${endpoint.channel} ${endpoint.id.slice(0, 6)}: ${asksFor[endpoint.channel]}\n`);
  }
  if (values.json) writeJson(io, body);
  else io.stdout.write(`added ${body.id} ${onOneLine(body.name)}\n`);
  return 0;
}

const asksFor = {
  email: "confirm it by the link in the mail",
  sms: "confirm it with tieup subscribers confirm ID CODE",
};

/** "immediate", "hour", "08:00", "monday@08:00". */
function cadenceFrom(text: string): object {
  if (text === "immediate" || text === "hour") return { every: text };
  if (/^\d{2}:\d{2}$/.test(text)) return { every: "day", at: text };
  const weekly = /^([a-z]+)@(\d{2}:\d{2})$/.exec(text);
  if (weekly) return { every: "week", on: weekly[1], at: weekly[2] };
  throw new UsageError(`expected --every to be immediate, hour, 08:00 or monday@08:00, got "${text}"`);
}

async function endpointMeant(word: string, api: ApiClient): Promise<EndpointRow> {
  const endpoints = (await allSubscribers(api)).flatMap((one) => one.endpoints);
  return meant(word, endpoints, "endpoint", ({ address }) => address);
}

async function confirm(argv: string[], io: CommandIo): Promise<number> {
  const { values, words } = readWords(argv, apiOptions, { least: 2, expected: "an endpoint and its code" });
  const api = await apiClient(values);
  const { id } = await endpointMeant(words[0] as string, api);
  const { body } = await api.send<EndpointRow>("POST", `/endpoints/${id}/confirmation`, { code: words[1] });
  io.stdout.write(`${body.state} ${id}\n`);
  return 0;
}

async function test(argv: string[], io: CommandIo): Promise<number> {
  const { values, words } = readWords(argv, apiOptions, { least: 1, expected: "an endpoint" });
  const api = await apiClient(values);
  const { id } = await endpointMeant(words[0] as string, api);
  await api.send("POST", `/endpoints/${id}/test-messages`);
  io.stdout.write(`a test message is on its way to ${id}\n`);
  return 0;
}

const subscriberMeant = async (word: string, api: ApiClient): Promise<SubscriberRow> =>
  meant(word, await api.all<SubscriberRow>("/subscribers"), "subscriber", ({ name }) => name);

async function pause(argv: string[], io: CommandIo): Promise<number> {
  const { values, words } = readWords(argv, apiOptions, { least: 2, expected: "a subscriber and a day" });
  const api = await apiClient(values);
  const { id, name } = await subscriberMeant(words[0] as string, api);
  const pausedUntil = words[1] === "none" ? null : words[1];
  await api.send("PATCH", `/subscribers/${encodeURIComponent(id)}`, { pausedUntil });
  io.stdout.write(`${pausedUntil === null ? "resumed" : `paused until ${pausedUntil}:`} ${onOneLine(name)}\n`);
  return 0;
}

async function remove(argv: string[], io: CommandIo): Promise<number> {
  const expected = { least: 1, most: Number.POSITIVE_INFINITY, expected: "the id of a subscriber" };
  const { values, words } = readWords(argv, apiOptions, expected);
  const api = await apiClient(values);
  const all = await api.all<SubscriberRow>("/subscribers");
  for (const one of words.map((word) => meant(word, all, "subscriber", ({ name }) => name))) {
    await api.send("DELETE", `/subscribers/${encodeURIComponent(one.id)}`);
    io.stdout.write(`removed ${one.id} ${onOneLine(one.name)}\n`);
  }
  return 0;
}
