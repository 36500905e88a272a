import { apiClient, apiOptions } from "./api-client.ts";
import type { CommandIo } from "./command.ts";
import { cell, writeJson, writeTable } from "./show.ts";
import { noWords, readWords } from "./words.ts";

interface FailedRow {
  message: string;
  reason: string | null;
  failedAt: string | null;
  retryable: boolean;
}

const options = { ...apiOptions, json: { type: "boolean" } } as const;

/** Summaries that were put aside, with the reason. */
export async function listFailed(argv: string[], io: CommandIo): Promise<number> {
  const { values } = readWords(argv, options, noWords);
  const { items } = (await (await apiClient(values)).send<{ items: FailedRow[] }>("GET", "/deliveries/failed")).body;
  if (values.json) writeJson(io, items);
  else failedTable(items, io);
  return 0;
}

/** Takes them back onto the queue; what can't be retried stays aside and is shown. The exit code is 1 where any stays. */
export async function retryFailed(argv: string[], io: CommandIo): Promise<number> {
  const { values } = readWords(argv, options, noWords);
  const api = await apiClient(values);
  const { retried, left } = (await api.send<Record<"retried" | "left", FailedRow[]>>("POST", "/deliveries/retry")).body;
  if (values.json) writeJson(io, { retried, left });
  else {
    io.stdout.write(`${retried.length} taken back\n`);
    if (left.length > 0) failedTable(left, io);
  }
  return left.length > 0 ? 1 : 0;
}

function failedTable(letters: FailedRow[], io: CommandIo): void {
  const rows = letters.map(({ failedAt, message, reason, retryable }) => ({
    cells: [
      cell(failedAt?.slice(0, "2026-03-01T12:00".length).replace("T", " ") ?? "unknown"),
      cell(retryable ? "yes" : "no"),
      cell(message),
    ],
    note: cell(reason ?? "its function died each time; the log says more", "red"),
  }));
  const columns = [{ title: "FAILED (UTC)" }, { title: "RETRY" }, { title: "MESSAGE", least: 16 }];
  writeTable(io, columns, rows, "Nothing was put aside.");
}
