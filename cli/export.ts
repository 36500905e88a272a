import { stringify } from "yaml";
import { readWatchlist } from "../lib/matching/read-watchlist.ts";
import type { Alias, Entity, Watchlist } from "../lib/matching/watchlist.ts";
import { apiClient, apiHelp, apiOptions } from "./api-client.ts";
import type { Command, CommandIo } from "./command.ts";
import { type Present, presentIn } from "./plan-watches.ts";
import { writeJson } from "./show.ts";
import { noWords, readWords } from "./words.ts";

const help = `Usage: tieup export [--json]

Writes feeds, watchlists and subscribers as the file that "tieup apply" reads: applied at once, it changes nothing.

  --json           JSON in place of YAML
${apiHelp}

Examples:
  tieup export > watches.yaml
  tieup export --api https://api.example.org --token "$TOKEN" > watches.yaml`;

/** The file of `tieup apply`. */
export const exporting: Command = {
  name: "export",
  summary: "writes the file that apply reads",
  help,
  async run(argv: string[], io: CommandIo): Promise<number> {
    const { values } = readWords(argv, { ...apiOptions, json: { type: "boolean" } } as const, noWords);
    const file = fileOf(await presentIn(await apiClient(values)));
    if (values.json) writeJson(io, file);
    else
      io.stdout.write(
        `# tieup apply FILE makes it so; tieup apply --schema is its JSON Schema.\n${stringify(file, { lineWidth: 120 })}`,
      );
    return 0;
  },
};

function fileOf({ feeds, watchlists, subscribers }: Present): object {
  const twice = watchlists.find(({ name }, at) => watchlists.findIndex((one) => one.name === name) < at);
  if (twice)
    throw new Error(
      `expected each watchlist to have a name of its own, got several called "${twice.name}": tieup watchlists change ID --name N`,
    );
  const names = new Map(watchlists.map(({ id, name }) => [id, name]));
  return {
    feeds: feeds.map(({ url, title, intervalMinutes, paused }) => ({
      url,
      title,
      intervalMinutes,
      ...(paused ? { paused } : {}),
    })),
    watchlists: watchlists.map((one) => writtenShort(one as unknown as Watchlist)),
    subscribers: subscribers.map(({ id: _, endpoints, ...settings }) => ({
      ...settings,
      endpoints: endpoints.map(({ channel, address, subscriptions }) => ({
        [channel]: address,
        subscriptions: subscriptions.map(({ watchlistId, cadence, only, whenEmpty }) => ({
          watchlist: names.get(watchlistId) ?? watchlistId,
          ...{ cadence, ...(only ? { only } : {}), ...(whenEmpty ? { whenEmpty } : {}) },
        })),
      })),
    })),
  };
}

/** As short as people write it: what would be filled in anyway is left out. */
export function writtenShort({ name, entities, rule, mustMatch, mustNotMatch }: Watchlist): object {
  const short = entities.map(entityShort);
  const defaults = readWatchlist({ name, entities: short }).rule;
  const own = Object.fromEntries(
    Object.entries(rule).filter(
      ([field, value]) => !isSame(value, (defaults as unknown as Record<string, unknown>)[field]),
    ),
  );
  return {
    ...{ name, entities: short, ...(Object.keys(own).length > 0 ? { rule: own } : {}) },
    ...(mustMatch ? { must_match: mustMatch } : {}),
    ...(mustNotMatch ? { must_not_match: mustNotMatch } : {}),
  };
}

function entityShort(entity: Entity): string | object {
  const { name, context, exclude } = entity;
  const aliases = (own: Alias[]) => withoutEmpty({ name, aliases: own.map(aliasShort), context, exclude });
  const candidates = [name, aliases(entity.aliases.filter(({ text }) => text !== name)), aliases(entity.aliases)];
  const enough = candidates.find((candidate) => isSame(readWatchlist({ entities: [candidate] }).entities[0], entity));
  return enough ?? withoutEmpty({ ...entity });
}

function aliasShort(alias: Alias): string | object {
  const read = readWatchlist({ entities: [{ name: "Some Company", aliases: [alias.text] }] }).entities[0]?.aliases;
  return isSame(
    read?.find(({ text }) => text === alias.text),
    alias,
  )
    ? alias.text
    : { ...alias };
}

const withoutEmpty = (fields: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => !(Array.isArray(value) && value.length === 0)));

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
