import { addEndpoints, addSubscriber, asksFor } from "./add-subscriber.ts";
import { apiClient, apiHelp, apiOptions } from "./api-client.ts";
import { changeSubscriber, pauseSubscriber, resumeSubscriber } from "./change-subscriber.ts";
import { type CommandIo, UsageError } from "./command.ts";
import { meant } from "./meant.ts";
import { shortIds } from "./short-ids.ts";
import { cell, writeJson, writeTable } from "./show.ts";
import { subscribe, unsubscribe } from "./subscribe.ts";
import {
  allSubscribers,
  type EndpointRow,
  endpointMeant,
  endpointsMeant,
  type SubscriberRow,
  subscriberMeant,
  subscriberNaming,
  type ToldSubscriber,
  toldSubscriber,
} from "./subscriber-rows.ts";
import { settingsHelp } from "./subscriber-settings.ts";
import { subscriptionInWords, wishHelp } from "./subscription-wish.ts";
import type { Colour, TableRow } from "./table.ts";
import { onOneLine } from "./terminal-text.ts";
import type { WatchlistRow } from "./watchlist-rows.ts";
import { type Action, noWords, onlyOptions, readWords, withActions } from "./words.ts";

const help = `Usage: tieup subscribers [--json]                  who is told, where, and whether they have confirmed
       tieup subscribers show ID                   one of them as JSON
       tieup subscribers add NAME [--email A]… [--sms N]… [--watchlist ID]… [SETTINGS] [WISHES]
       tieup subscribers change ID [--name N] [SETTINGS]
       tieup subscribers pause ID UNTIL            nothing is sent before that day
       tieup subscribers resume ID
       tieup subscribers remove ID…
       tieup subscribers add-endpoint ID [--email A]… [--sms N]… [--watchlist ID]… [WISHES]
       tieup subscribers invite ENDPOINT…          asks again: another link, another code
       tieup subscribers confirm ENDPOINT CODE     the code that a phone got
       tieup subscribers test ENDPOINT             sends a test message
       tieup subscribers remove-endpoint ENDPOINT…
       tieup subscribers subscribe ENDPOINT WATCHLIST… [WISHES]    or changes how often, and for what
       tieup subscribers unsubscribe ENDPOINT WATCHLIST…

An address is asked by email to confirm, a phone gets a code. An ID is as the table shows it: its beginning, or the name, will do;
an ENDPOINT is an id, an address or a number. Where "add" is stopped half way, the same command again goes on.

  --email A, --sms N   where: an address; a number such as +4917139200123
  --watchlist ID   of what; can be given several times
  --name N         what "change" calls them from now on
SETTINGS:
${settingsHelp}
WISHES:
${wishHelp}

  --json           JSON on stdout
${apiHelp}

Examples:
  tieup subscribers add Olga --email olga@example.org --watchlist "Car alliances" --every 08:00 --quiet 22:00-07:00
  tieup subscribers add-endpoint Olga --sms +4917139200123 --watchlist "Car alliances" --stages agreed,ended
  tieup subscribers confirm +4917139200123 123456
  tieup subscribers subscribe olga@example.org "Car alliances" --every monday@08:00
  tieup subscribers change Olga --zone Europe/Berlin --messages-per-day 5
  tieup subscribers pause Olga 2026-12-24`;

const json = { json: { type: "boolean" } } as const;
const actions: Record<string, Action> = {
  ...{ list, show, add: addSubscriber, change: changeSubscriber },
  ...{ pause: pauseSubscriber, resume: resumeSubscriber, remove },
  ...{ "add-endpoint": addEndpoints, invite, confirm, test, "remove-endpoint": removeEndpoints },
  ...{ subscribe, unsubscribe },
};

/** Who is told. */
export const subscribers = withActions({
  name: "subscribers",
  summary: "who is told, where, how often and of what: add, change, pause, confirm, subscribe",
  help,
  actions,
  otherwise: onlyOptions(actions, list),
});

const stateColours: Record<string, Colour> = { confirmed: "green", pending: "yellow", unsubscribed: "dim" };

async function list(argv: string[], io: CommandIo): Promise<number> {
  const { values } = readWords(argv, { ...apiOptions, ...json }, noWords);
  const api = await apiClient(values);
  const all = await allSubscribers(api);
  if (values.json) writeJson(io, all);
  else subscribersTable(all, await api.all<WatchlistRow>("/watchlists"), io);
  return 0;
}

function subscribersTable(all: ToldSubscriber[], watchlists: WatchlistRow[], io: CommandIo): void {
  const ids = shortIds(all.flatMap(({ id, endpoints }) => [{ id }, ...endpoints]));
  const rows = all.flatMap((one): TableRow[] => [
    { cells: [cell(one.name), cell(settingsInWords(one)), cell(""), cell(""), cell(ids.get(one.id) ?? "", "dim")] },
    ...one.endpoints.map((endpoint) => ({
      cells: [
        cell(`- ${endpoint.channel}`),
        cell(endpoint.address),
        cell(
          endpoint.off ? `${endpoint.state} (${endpoint.off.because})` : endpoint.state,
          stateColours[endpoint.state],
        ),
        cell(subscriptionsInWords(endpoint, watchlists)),
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
}

function settingsInWords({ timeZone, quietHours, pausedUntil, messagesPerDayMax, smsPartsMax }: SubscriberRow): string {
  return [
    pausedUntil ? `paused until ${pausedUntil}` : "",
    timeZone,
    quietHours ? `quiet ${quietHours.from}-${quietHours.to}` : "",
    messagesPerDayMax ? `${messagesPerDayMax} a day at most` : "",
    smsPartsMax ? `SMS of ${smsPartsMax} parts at most` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

function subscriptionsInWords(
  { subscriptions }: ToldSubscriber["endpoints"][number],
  watchlists: WatchlistRow[],
): string {
  return subscriptions
    .map((one) => {
      const watchlist = watchlists.find(({ id }) => id === one.watchlistId);
      const partyName = (id: string) => watchlist?.entities.find((entity) => entity.id === id)?.name ?? id;
      return `${watchlist?.name ?? one.watchlistId} ${subscriptionInWords(one, partyName)}`;
    })
    .join("; ");
}

async function show(argv: string[], io: CommandIo): Promise<number> {
  const { values, words } = readWords(argv, { ...apiOptions, ...json }, { least: 1, expected: "one subscriber" });
  const api = await apiClient(values);
  writeJson(io, await toldSubscriber(await subscriberMeant(words[0] as string, api), api));
  return 0;
}

async function invite(argv: string[], io: CommandIo): Promise<number> {
  const some = { least: 1, most: Number.POSITIVE_INFINITY, expected: "an endpoint" };
  const { values, words } = readWords(argv, { ...apiOptions, ...json }, some);
  const api = await apiClient(values);
  const asked: EndpointRow[] = [];
  for (const { id } of await endpointsMeant(words, api)) {
    const { body } = await api.send<EndpointRow>("POST", `/endpoints/${encodeURIComponent(id)}/invitation`);
    asked.push(body);
    if (!values.json) io.stdout.write(`asked ${body.address}: ${asksFor(body)}\n`);
  }
  if (values.json) writeJson(io, asked);
  return 0;
}

async function confirm(argv: string[], io: CommandIo): Promise<number> {
  const expected = { least: 2, most: Number.POSITIVE_INFINITY, expected: "an endpoint and its code" };
  const { values, words } = readWords(argv, { ...apiOptions, ...json }, expected);
  // People copy "123 456" without quotes.
  const [endpoint = "", ...parts] = words;
  const code = parts.join("").replace(/\s/g, "");
  if (!/^\d{6}$/.test(code))
    throw new UsageError(`expected CODE to be the six digits of the SMS, got "${parts.join(" ")}"`);
  const api = await apiClient(values);
  const { id } = await endpointMeant(endpoint, api);
  const { body } = await confirmed(id, code, api);
  if (values.json) writeJson(io, body);
  else io.stdout.write(`${body.state} ${body.address}\n`);
  return 0;
}

/** A code that isn't the right one is a fault, and no line that makes no sense. */
async function confirmed(id: string, code: string, api: Awaited<ReturnType<typeof apiClient>>) {
  try {
    return await api.send<EndpointRow>("POST", `/endpoints/${encodeURIComponent(id)}/confirmation`, { code });
  } catch (fault) {
    throw fault instanceof UsageError ? new Error(fault.message) : fault;
  }
}

async function test(argv: string[], io: CommandIo): Promise<number> {
  const { values, words } = readWords(argv, { ...apiOptions, ...json }, { least: 1, expected: "an endpoint" });
  const api = await apiClient(values);
  const { id, address } = await endpointMeant(words[0] as string, api);
  const { body } = await api.send<{ id: string }>("POST", `/endpoints/${encodeURIComponent(id)}/test-messages`);
  if (values.json) writeJson(io, body);
  else io.stdout.write(`a test message is on its way to ${address}\n`);
  return 0;
}

async function removeEndpoints(argv: string[], io: CommandIo): Promise<number> {
  const some = { least: 1, most: Number.POSITIVE_INFINITY, expected: "an endpoint" };
  const { values, words } = readWords(argv, apiOptions, some);
  const api = await apiClient(values);
  for (const { id, address } of await endpointsMeant(words, api)) {
    await api.send("DELETE", `/endpoints/${encodeURIComponent(id)}`);
    io.stdout.write(`removed ${id} ${address}\n`);
  }
  return 0;
}

async function remove(argv: string[], io: CommandIo): Promise<number> {
  const some = { least: 1, most: Number.POSITIVE_INFINITY, expected: "the id of a subscriber" };
  const { values, words } = readWords(argv, apiOptions, some);
  const api = await apiClient(values);
  const all = await api.all<SubscriberRow>("/subscribers");
  // All are found before the first is removed: of a misspelt line nothing is done.
  for (const one of words.map((word) => meant(word, all, subscriberNaming))) {
    await api.send("DELETE", `/subscribers/${encodeURIComponent(one.id)}`);
    io.stdout.write(`removed ${one.id} ${onOneLine(one.name)}\n`);
  }
  return 0;
}
