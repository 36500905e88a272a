import { moveToOwners } from "./move-to-owners.ts";
import { NewerRowError, releaseOf } from "./row-schema.ts";
import type { Table } from "./table.ts";

export interface State {
  catalog: Table;
  news: Table;
}

/** What moves rows to the keys of a release, in the order of releases. Done twice, or again after a crash, it changes nothing more. */
interface KeyChange {
  to: number;
  what: string;
  /** Returns how many rows were found under old keys; with `check` it moves none. */
  move(state: State, options: { check: boolean }): Promise<number>;
}

const keyChanges: readonly KeyChange[] = [
  { to: 2, what: "hits and stories to the lists of their owners", move: moveToOwners },
];

/** The release whose keys this one reads and writes. */
export const keysOfThisRelease = keyChanges.at(-1)?.to ?? 1;

export interface Moved {
  what: string;
  rows: number;
}

const marker = { pk: "SCHEMA", sk: "KEYS" };

export interface MigrateOptions {
  /** Only counts. */
  check?: boolean;
  /** The functions of the earlier release still write: there is to be another call after them. */
  beforeDeploying?: boolean;
}

/**
 * Brings the tables of an earlier release to this one's keys, and returns what was moved. What lies under old keys stays there until it
 * expires. At the end `SCHEMA` / `KEYS` in the Catalog says so, and the next call costs one read. Throws
 * `NewerRowError` where a later release has been here.
 */
export async function migrate(
  state: State,
  { check = false, beforeDeploying = false }: MigrateOptions = {},
): Promise<Moved[]> {
  const keys = Number((await state.catalog.get(marker.pk, marker.sk))?.keys ?? 1);
  if (keys > keysOfThisRelease)
    throw new NewerRowError(
      `expected tables with the keys of release ${releaseOf(keysOfThisRelease)} or an earlier one, got those of release ${releaseOf(keys)}; ` +
        `use release ${releaseOf(keys)} or a later one`,
    );
  const moved: Moved[] = [];
  for (const { to, what, move } of keyChanges) if (to > keys) moved.push({ what, rows: await move(state, { check }) });
  if (!check && !beforeDeploying && moved.length > 0) await state.catalog.put({ ...marker, keys: keysOfThisRelease });
  return moved.filter(({ rows }) => rows > 0);
}
