import { apiClient, apiHelp, apiOptions } from "./api-client.ts";
import type { Command, CommandIo } from "./command.ts";
import { namesIn } from "./names.ts";
import { type Sourced, sourcesOf } from "./say-sources.ts";
import { writeJson } from "./show.ts";
import { coloured, screenOf } from "./table.ts";
import { cutToWidth, onOneLine } from "./terminal-text.ts";
import { readWords } from "./words.ts";

const help = `Usage: tieup story ID [--json]

One story: who reported it, in the order in which it came, and why these reports are one story.

  ID               as tieup history --stories --json has it
  --json           JSON on stdout
${apiHelp}

Example: tieup story s-WyJjYXJzIiw…`;

interface Report {
  source: string;
  title: string;
  link: string | null;
  firstSeenAt: string;
  joining: { why: string; hours?: number } | null;
}
interface Story extends Sourced {
  parties: string[];
  kind: string | null;
  stage: string | null;
  areas: string[];
  sources: Report[];
}

/** A story and what makes it one. */
export const story: Command = {
  name: "story",
  summary: "one story: its reports, and why they are one",
  help,
  async run(argv: string[], io: CommandIo): Promise<number> {
    const options = { ...apiOptions, json: { type: "boolean" } } as const;
    const { values, words } = readWords(argv, options, { least: 1, expected: "the id of a story" });
    const api = await apiClient(values);
    const { body } = await api.send<Story>("GET", `/stories/${encodeURIComponent(words[0] ?? "")}`);
    if (values.json) writeJson(io, body);
    else io.stdout.write(textOf(body, (await namesIn(api)).parties(body.parties), io));
    return 0;
  },
};

/** As wide as the time of a report. */
const below = " ".repeat("  2026-03-01 10:00  ".length);

function textOf(shown: Story, names: string, io: CommandIo): string {
  const { kind, stage, areas, sources } = shown;
  const { width, colours } = screenOf(io.stdout);
  const fitting = (line: string) => (width === null ? line : cutToWidth(line, width));
  const head = [`${names}: ${[kind, stage].filter(Boolean).join(" ") || "in the news"}`, areas.join(", ")];
  const lines = sources.flatMap(({ source, title, link, firstSeenAt, joining }) => [
    fitting(
      `  ${firstSeenAt.slice(0, "2026-03-01T10:00".length).replace("T", " ")}  ${onOneLine(`${source}: ${title}`)}`,
    ),
    ...(link === null ? [] : [`${below}${onOneLine(link)}`]),
    fitting(`${below}${onOneLine(reason(joining))}`),
  ]);
  const first = fitting(onOneLine(`${head.filter(Boolean).join(", ")} (${sourcesOf(shown)})`));
  return `${[coloured(first, "bold", colours), ...lines].join("\n")}\n`;
}

/** "because: a copy of the same text, 2.5 hours from the nearest report". */
function reason(joining: Report["joining"]): string {
  if (joining === null)
    return "why it is in this story is not known: it came before reasons were kept, or a crash took it";
  const { why, hours } = joining;
  return `because: ${why}${hours === undefined ? "" : `, ${hours} hours from the nearest report`}`;
}
