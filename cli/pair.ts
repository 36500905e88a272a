import { apiClient, apiHelp, apiOptions } from "./api-client.ts";
import type { Command, CommandIo } from "./command.ts";
import { type Sourced, sourcesOf } from "./say-sources.ts";
import { writeJson } from "./show.ts";
import { coloured, screenOf } from "./table.ts";
import { cutToWidth, onOneLine } from "./terminal-text.ts";
import { readWords } from "./words.ts";

const help = `Usage: tieup pair COMPANY COMPANY [--json]

What two companies do together: the time line of their stories, stage by stage, with who reported it. One of them must be watched.

  --json           JSON on stdout
${apiHelp}

Examples:
  tieup pair BMW Toyota
  tieup pair "General Motors" BMW --json`;

interface Source {
  source: string;
  title: string;
  link: string | null;
  sentence: string;
}
interface TimeLine extends Sourced {
  id: string;
  kind: string | null;
  areas: string[];
  stages: { stage: string | null; since: string; sources: Source[] }[];
}

/** A pair's time line. */
export const pair: Command = {
  name: "pair",
  summary: "what two companies do together, stage by stage, with sources",
  help,
  async run(argv: string[], io: CommandIo): Promise<number> {
    const options = { ...apiOptions, json: { type: "boolean" } } as const;
    const { values, words } = readWords(argv, options, { least: 2, expected: "two companies" });
    const path = `/pairs/${words.map(encodeURIComponent).join("/")}`;
    const all = await (await apiClient(values)).all<TimeLine>(path);
    if (values.json) writeJson(io, all);
    else if (all.length === 0) io.stderr.write(`Nothing yet on ${words.join(" and ")}.\n`);
    else io.stdout.write(all.map((story) => storyText(story, io)).join("\n"));
    return 0;
  },
};

function storyText(story: TimeLine, io: CommandIo): string {
  const { kind, areas, stages } = story;
  const { width, colours } = screenOf(io.stdout);
  const fitting = (line: string) => (width === null ? line : cutToWidth(line, width));
  const head = `${[kind ?? "in the news", areas.join(", ")].filter(Boolean).join(": ")} (${sourcesOf(story)})`;
  const steps = stages.flatMap(({ stage, since, sources }) => [
    fitting(`  ${since.slice(0, "2026-03-01".length)}  ${stage ?? "mentioned"}`),
    ...(sources[0] ? [fitting(`              “${onOneLine(sources[0].sentence)}”`)] : []),
    ...sources.map(
      ({ source, link }) => `              ${onOneLine(source)}${link === null ? "" : ` ${onOneLine(link)}`}`,
    ),
  ]);
  return `${[coloured(fitting(onOneLine(head)), "bold", colours), ...steps].join("\n")}\n`;
}
