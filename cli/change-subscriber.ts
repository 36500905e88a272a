import { newSubscriber } from "../lib/api/subscriber-routes.ts";
import { apiClient, apiOptions } from "./api-client.ts";
import { type CommandIo, UsageError } from "./command.ts";
import { optionValue } from "./option-value.ts";
import { writeJson } from "./show.ts";
import { type SubscriberRow, subscriberMeant } from "./subscriber-rows.ts";
import { pauseEnd, settingOptions, settingsFrom } from "./subscriber-settings.ts";
import { onOneLine } from "./terminal-text.ts";
import { readWords } from "./words.ts";

const common = { ...apiOptions, json: { type: "boolean" } } as const;

/** Changes what is said, and nothing else. */
export async function changeSubscriber(argv: string[], io: CommandIo): Promise<number> {
  const options = { ...common, ...settingOptions, name: { type: "string" } } as const;
  const { values, words } = readWords(argv, options, { least: 1, expected: "one subscriber" });
  const name = optionValue("--name", values.name, newSubscriber.shape.name);
  const changes = { ...settingsFrom(values), ...(name === undefined ? {} : { name }) };
  if (Object.keys(changes).length === 0)
    throw new UsageError("expected something to change: --name, --zone, --language, --quiet, --paused-until …");
  return patch(words[0] as string, changes, "changed", values, io);
}

/** Nothing is sent before a day. */
export async function pauseSubscriber(argv: string[], io: CommandIo): Promise<number> {
  const { values, words } = readWords(argv, common, {
    least: 2,
    expected: "a subscriber and a day such as 2026-12-24",
  });
  const [word, day] = words as [string, string];
  const pausedUntil = day === "none" ? null : pauseEnd("UNTIL", day);
  return patch(word, { pausedUntil }, pausedUntil === null ? "resumed" : `paused until ${day}:`, values, io);
}

/** Ends a pause. */
export async function resumeSubscriber(argv: string[], io: CommandIo): Promise<number> {
  const { values, words } = readWords(argv, common, { least: 1, expected: "one subscriber" });
  return patch(words[0] as string, { pausedUntil: null }, "resumed", values, io);
}

async function patch(
  word: string,
  changes: object,
  done: string,
  values: { api?: string | undefined; token?: string | undefined; json?: boolean | undefined },
  io: CommandIo,
): Promise<number> {
  const api = await apiClient(values);
  const { id } = await subscriberMeant(word, api);
  const { body } = await api.send<SubscriberRow>("PATCH", `/subscribers/${encodeURIComponent(id)}`, changes);
  if (values.json) writeJson(io, body);
  else io.stdout.write(`${done} ${onOneLine(body.name)}\n`);
  return 0;
}
