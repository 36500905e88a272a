import { apiClient, apiHelp, apiOptions } from "./api-client.ts";
import type { CommandIo } from "./command.ts";
import { readUpTo } from "./history.ts";
import { filterHelp, filterOptions, queryOf } from "./history-filter.ts";
import { cell, writeJson, writeTable } from "./show.ts";
import type { Colour } from "./table.ts";
import { type Action, noWords, onlyOptions, readWords, wholeNumber, withActions } from "./words.ts";

const help = `Usage: tieup deliveries [--subscriber ID] [--endpoint ID] [--state S] [--channel C] [FILTERS] [--limit N] [--json]

What was sent, when, to which endpoint, and in which words, newest first.

  --subscriber ID, --endpoint ID   to one of them
  --state S        publishing, sent, refused, abandoned
  --channel C      email, sms
${filterHelp}
  --limit N        so many at most, 20 if not given
  --json           JSON on stdout, with the whole texts
${apiHelp}

Examples:
  tieup deliveries
  tieup deliveries --state refused --since 2026-03-01
  tieup deliveries --entity BMW --json`;

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

const actions: Record<string, Action> = { list };

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
  const limit = wholeNumber("--limit", values.limit) ?? 20;
  const api = await apiClient(values);
  const query = new URLSearchParams(await queryOf(values, api));
  for (const name of ["subscriber", "endpoint", "state", "channel"] as const)
    if (values[name] !== undefined) query.set(name, values[name]);
  const rows = await readUpTo<DeliveryRow>(`/deliveries?${query}`, limit, api, io);
  if (values.json) writeJson(io, rows);
  else deliveriesTable(rows, io);
  return 0;
}

const colours: Record<string, Colour> = { sent: "green", refused: "red", abandoned: "yellow", publishing: "yellow" };

function deliveriesTable(deliveries: DeliveryRow[], io: CommandIo): void {
  const rows = deliveries.map(({ startedAt, state, channel, endpointId, told, subject, text, reason }) => ({
    cells: [
      cell(startedAt.slice(0, "2026-03-01T12:00".length).replace("T", " ")),
      cell(state, colours[state]),
      cell(channel),
      cell(endpointId.slice(0, 8), "dim"),
      cell(String(told.length)),
      cell(subject ?? text),
    ],
    ...(reason === null ? {} : { note: cell(reason, "red") }),
  }));
  const columns = [
    { title: "SENT (UTC)" },
    { title: "STATE" },
    { title: "BY", goes: 2 },
    { title: "ENDPOINT", goes: 3 },
    { title: "STORIES", right: true as const, goes: 1 },
    { title: "WHAT", least: 16 },
  ];
  writeTable(io, columns, rows, "Nothing was sent.");
}
