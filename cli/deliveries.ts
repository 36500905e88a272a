import { deliveryFilters } from "../lib/api/delivery-routes.ts";
import { type ApiClient, apiClient, apiHelp, apiOptions } from "./api-client.ts";
import type { CommandIo } from "./command.ts";
import { listFailed, retryFailed } from "./failed-deliveries.ts";
import { limitOf, readUpTo } from "./history.ts";
import { checkFilters, filterHelp, filterOptions, queryOf } from "./history-filter.ts";
import { optionValue } from "./option-value.ts";
import { cell, writeJson, writeTable } from "./show.ts";
import { allEndpoints, endpointMeant, subscriberMeant } from "./subscriber-rows.ts";
import type { Colour } from "./table.ts";
import { type Action, noWords, onlyOptions, readWords, withActions } from "./words.ts";

const help = `Usage: tieup deliveries [--subscriber ID] [--endpoint ID] [--state S] [--channel C] [FILTERS] [--limit N] [--json]
       tieup deliveries told ENDPOINT STORY [--json]   was it told of the story, when, in which words?
       tieup deliveries failed [--json]                what failed too often and was put aside, and why
       tieup deliveries retry [--json]                 takes it back: each is tried again

What was sent, when, to which endpoint, and in which words, newest first.

  --subscriber ID  to one subscriber, by id, its beginning or the name; --endpoint ID to one address or phone of theirs
  --state S        publishing, sent, refused, abandoned, bounced
  --channel C      email, sms
${filterHelp}
  --limit N        so many at most, 20 if not given; "all" for all
  --json           JSON on stdout, with the whole texts
${apiHelp}

Examples:
  tieup deliveries
  tieup deliveries --state refused --since 2026-03-01
  tieup deliveries --entity BMW --json
  tieup deliveries told olga@example.org s-TRkVl-0codn6VG6qG0UMTL
  tieup deliveries failed
  tieup deliveries retry`;

interface DeliveryRow {
  id: string;
  startedAt: string;
  state: string;
  channel: string;
  endpointId: string;
  subject: string | null;
  text: string;
  told: unknown[];
  reason: string | null;
}

const options = {
  ...apiOptions,
  ...filterOptions,
  subscriber: { type: "string" },
  endpoint: { type: "string" },
  state: { type: "string" },
  channel: { type: "string" },
  limit: { type: "string" },
  json: { type: "boolean" },
} as const;

const actions: Record<string, Action> = { list, told, failed: listFailed, retry: retryFailed };

/** What was sent. */
export const deliveries = withActions({
  name: "deliveries",
  summary: "what was sent, to whom and in which words",
  help,
  actions,
  otherwise: onlyOptions(actions, list),
});

async function list(argv: string[], io: CommandIo): Promise<number> {
  const { values } = readWords(argv, options, noWords);
  const limit = limitOf(values.limit);
  checkFilters(values);
  for (const name of ["state", "channel", "subscriber", "endpoint"] as const)
    optionValue(`--${name}`, values[name], deliveryFilters[name]);
  const api = await apiClient(values);
  const query = new URLSearchParams(await queryOf(values, api));
  const { subscriber, endpoint, state, channel } = values;
  if (subscriber !== undefined) query.set("subscriber", (await subscriberMeant(subscriber, api)).id);
  if (endpoint !== undefined) query.set("endpoint", (await endpointMeant(endpoint, api)).id);
  if (state !== undefined) query.set("state", state);
  if (channel !== undefined) query.set("channel", channel);
  const rows = await readUpTo<DeliveryRow>(`/deliveries?${query}`, limit, api, io);
  if (values.json) writeJson(io, rows);
  else deliveriesTable(rows, await recipientsOf(rows, api), io);
  return 0;
}

interface TellingRow {
  what: string;
  revision: number;
  outcome: string;
  attempts: number;
  at: string;
  subject: string | null;
  text: string | null;
}

async function told(argv: string[], io: CommandIo): Promise<number> {
  const both = { least: 2, expected: "an endpoint's id and a story's" };
  const { values, words } = readWords(argv, { ...apiOptions, json: { type: "boolean" } } as const, both);
  const [word = "", story = ""] = words;
  const api = await apiClient(values);
  const { id } = await endpointMeant(word, api);
  const path = `/endpoints/${encodeURIComponent(id)}/stories/${encodeURIComponent(story)}`;
  const { items } = (await api.send<{ items: TellingRow[] }>("GET", path)).body;
  if (values.json) writeJson(io, items);
  else tellingsTable(items, io);
  return 0;
}

function tellingsTable(tellings: TellingRow[], io: CommandIo): void {
  const rows = tellings.map(({ at, what, revision, outcome, attempts, subject, text }) => ({
    cells: [
      cell(at.slice(0, "2026-03-01T12:00".length).replace("T", " ")),
      cell(`${what} ${revision}`),
      cell(outcome),
      cell(String(attempts)),
      cell(subject ?? text ?? "no words were written"),
    ],
  }));
  const columns = [
    { title: "WHEN (UTC)" },
    { title: "WHAT" },
    { title: "OUTCOME" },
    { title: "TRIES", right: true as const, goes: 1 },
    { title: "WORDS", least: 16 },
  ];
  writeTable(io, columns, rows, "It wasn't told.");
}

const colours: Record<string, Colour> = {
  ...{ sent: "green", refused: "red", bounced: "red" },
  ...{ abandoned: "yellow", publishing: "yellow" },
};

/** Whose each endpoint of these is, by its id; nobody's, where it is removed. */
async function recipientsOf(rows: readonly DeliveryRow[], api: ApiClient): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map();
  return new Map((await allEndpoints(api)).map(({ id, subscriber }) => [id, subscriber]));
}

function deliveriesTable(deliveries: DeliveryRow[], recipients: Map<string, string>, io: CommandIo): void {
  const rows = deliveries.map(({ startedAt, state, channel, endpointId, told, subject, text, reason }) => ({
    cells: [
      cell(startedAt.slice(0, "2026-03-01T12:00".length).replace("T", " ")),
      cell(state, colours[state]),
      cell(channel),
      recipients.has(endpointId) ? cell(recipients.get(endpointId) ?? "") : cell(endpointId.slice(0, 8), "dim"),
      cell(String(told.length)),
      cell(subject ?? text),
    ],
    ...(reason === null ? {} : { note: cell(reason, "red") }),
  }));
  const columns = [
    { title: "SENT (UTC)" },
    { title: "STATE" },
    { title: "BY", goes: 2 },
    { title: "TO", least: 8, goes: 3 },
    { title: "STORIES", right: true as const, goes: 1 },
    { title: "WHAT", least: 16 },
  ];
  writeTable(io, columns, rows, "Nothing was sent.");
}
