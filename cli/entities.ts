import { apiClient, apiHelp, apiOptions } from "./api-client.ts";
import type { Command, CommandIo } from "./command.ts";
import { sayWhen } from "./say-when.ts";
import { cell, stageCell, writeJson, writeTable } from "./show.ts";
import { readWords } from "./words.ts";

const help = `Usage: tieup entities [--json]          the companies of your watchlists
       tieup entities NAME [--json]     with whom a company works together, since when and in what stage

  --json           JSON on stdout
${apiHelp}

Examples:
  tieup entities
  tieup entities BMW
  tieup entities "General Motors" --json`;

interface EntityRow {
  id: string;
  name: string;
  aliases: string[];
}
interface PartnerRow {
  partner: { id: string; name: string };
  since: string;
  lastSeenAt: string;
  kind: string;
  stage: string | null;
  areas: string[];
  storyId: string;
}

/** The companies that are watched, and the partners of one. */
export const entities: Command = {
  name: "entities",
  summary: "the companies of your watchlists; the partners of one",
  help,
  async run(argv: string[], io: CommandIo): Promise<number> {
    const options = { ...apiOptions, json: { type: "boolean" } } as const;
    const { values, words } = readWords(argv, options, { most: 1, expected: "one company at most" });
    const api = await apiClient(values);
    const [name] = words;
    if (name === undefined) listed(await api.all<EntityRow>("/entities"), values.json === true, io);
    else {
      const path = `/entities/${encodeURIComponent(name)}/partners`;
      partnersOf(
        (await api.send<{ entity: EntityRow; items: PartnerRow[] }>("GET", path)).body,
        values.json === true,
        io,
      );
    }
    return 0;
  },
};

function listed(all: EntityRow[], asJson: boolean, io: CommandIo): void {
  if (asJson) {
    writeJson(io, all);
    return;
  }
  const rows = all.map(({ id, name, aliases }) => ({
    cells: [cell(name), cell(aliases.filter((alias) => alias !== name).join(", ")), cell(id, "dim")],
  }));
  const columns = [
    { title: "COMPANY", least: 12 },
    { title: "ALSO WRITTEN", least: 12, goes: 1 },
    { title: "ID", least: 8 },
  ];
  writeTable(io, columns, rows, "No companies yet: tieup watchlists add FILE makes a watchlist.");
}

function partnersOf(found: { entity: { name: string }; items: PartnerRow[] }, asJson: boolean, io: CommandIo): void {
  if (asJson) {
    writeJson(io, found);
    return;
  }
  const now = new Date();
  const rows = found.items.map(({ partner, kind, stage, since, lastSeenAt, areas }) => ({
    cells: [
      cell(partner.name),
      cell(kind),
      stageCell(stage),
      cell(since.slice(0, "2026-03-01".length)),
      cell(sayWhen(lastSeenAt, now)),
      cell(areas.join(", ")),
    ],
  }));
  const columns = [
    { title: "PARTNER", least: 12 },
    { title: "KIND", goes: 2 },
    { title: "STAGE" },
    { title: "SINCE" },
    { title: "LAST NEWS", goes: 3 },
    { title: "AREAS", least: 8, goes: 1 },
  ];
  writeTable(io, columns, rows, `Nothing yet on ${found.entity.name} with anybody.`);
}
