import { partyNamed } from "../lib/api/company.ts";
import { writtenWatchlist } from "../lib/api/watchlist-routes.ts";
import type { Entity } from "../lib/matching/watchlist.ts";
import { type ApiClient, ApiRefusal, apiClient, apiOptions } from "./api-client.ts";
import { type CommandIo, UsageError } from "./command.ts";
import { optionValue } from "./option-value.ts";
import { ruleFrom, ruleOptions } from "./rule-options.ts";
import { type SavedWatchlist, tellSaved, type WatchlistRow, watchlistMeant } from "./watchlist-rows.ts";
import { readWords } from "./words.ts";

const text = { type: "string" } as const;
const several = { type: "string", multiple: true } as const;
const common = { ...apiOptions, json: { type: "boolean" } } as const;

/** Changes the name and what is said of the rule, and nothing else. */
export async function changeWatchlist(argv: string[], io: CommandIo): Promise<number> {
  const options = { ...common, ...ruleOptions, name: text } as const;
  const { values, words } = readWords(argv, options, { least: 1, expected: "the id of a watchlist" });
  const rule = ruleFrom(values);
  const isRuled = Object.keys(rule).length > 0;
  const name = optionValue("--name", values.name, writtenWatchlist.shape.name);
  const changes = { ...(name === undefined ? {} : { name }), ...(isRuled ? { rule } : {}) };
  if (Object.keys(changes).length === 0)
    throw new UsageError("expected something to change: --name, --news, --parties, --kinds, --stages …");
  const saved = await patched(words[0] as string, () => changes, await apiClient(values));
  tellSaved("changed", saved, values.json === true, io);
  return 0;
}

/** Puts a company on a watchlist, or further spellings and words to one that is on it. */
export async function addEntity(argv: string[], io: CommandIo): Promise<number> {
  const options = { ...common, alias: several, context: several, exclude: several } as const;
  const { values, words } = readWords(argv, options, { least: 2, expected: "a watchlist and one company" });
  const [word, name] = words as [string, string];
  const { alias: aliases = [], context = [], exclude = [] } = values;
  // What is the same company as one of the list becomes one with it.
  const change = ({ entities }: WatchlistRow) => ({ entities: [...entities, { name, aliases, context, exclude }] });
  tellSaved("changed", await patched(word, change, await apiClient(values)), values.json === true, io);
  return 0;
}

/** Takes companies off a watchlist. */
export async function removeEntities(argv: string[], io: CommandIo): Promise<number> {
  const expected = { least: 2, most: Number.POSITIVE_INFINITY, expected: "a watchlist and a company" };
  const { values, words } = readWords(argv, common, expected);
  const [word, ...names] = words as [string, ...string[]];
  const change = ({ name: list, entities }: WatchlistRow) => {
    const gone = names.map((name) => {
      const id = partyNamed(name, entities as Entity[]);
      if (entities.some((entity) => entity.id === id)) return id;
      throw new Error(`expected a company of ${list}, got "${name}"; tieup watchlists show has them`);
    });
    return { entities: entities.filter(({ id }) => !gone.includes(id)) };
  };
  tellSaved("changed", await patched(word, change, await apiClient(values)), values.json === true, io);
  return 0;
}

const triesMax = 3;

/** The watchlist with the change; where somebody else's comes between, made again of what is then. */
async function patched(
  word: string,
  change: (watchlist: WatchlistRow) => object,
  api: ApiClient,
): Promise<SavedWatchlist> {
  const path = `/watchlists/${encodeURIComponent((await watchlistMeant(word, api)).id)}`;
  for (let tried = 1; ; tried++) {
    const { body, etag } = await api.send<WatchlistRow>("GET", path);
    try {
      return (await api.send<SavedWatchlist>("PATCH", path, change(body), etag)).body;
    } catch (fault) {
      const isLate = fault instanceof ApiRefusal && (fault.status === 412 || fault.status === 409);
      if (!isLate || tried === triesMax) throw fault;
    }
  }
}
