import { ArtefactError } from "../matching/dictionary-artefact.ts";
import type { Watchlist } from "../matching/watchlist.ts";

/** Everybody's watchlists as they were at a version of the dictionary, or a little later. */
export interface DictionarySnapshot {
  version: number;
  watchlists: Watchlist[];
}

/** Rises when the lines or what a watchlist is change: of another one pollers read nothing. */
export const linesVersion = 1;
const format = "tieup-watchlists";

/** The snapshot as lines of JSON: what it is, then one for each watchlist. No line is as long as all of them. */
export function* dictionaryLines({ version, watchlists }: DictionarySnapshot): Generator<string> {
  yield JSON.stringify({ format, linesVersion, version, watchlists: watchlists.length });
  for (const watchlist of watchlists) yield JSON.stringify(watchlist);
}

/**
 * The snapshot that `dictionaryLines` wrote; each line is let go of once it is read, as a million names have 200 MB of them. Throws
 * `ArtefactError` for another format or version, and where lines are missing.
 */
export async function readDictionaryLines(
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<DictionarySnapshot> {
  let head: Head | null = null;
  const watchlists: Watchlist[] = [];
  for await (const line of lines) {
    if (head) watchlists.push(JSON.parse(line) as Watchlist);
    else head = headOf(line);
  }
  const { version, watchlists: expected } = head ?? headOf("");
  if (watchlists.length !== expected)
    throw new ArtefactError(`expected ${expected} watchlists, got ${watchlists.length}: the artefact is cut off`);
  return { version, watchlists };
}

interface Head {
  version: number;
  watchlists: number;
}

function headOf(line: string): Head {
  const head = jsonOf(line) as Partial<Head & { format: string; linesVersion: number }> | null;
  if (head?.format !== format) throw new ArtefactError("expected watchlists, got bytes of something else");
  if (head.linesVersion !== linesVersion)
    throw new ArtefactError(`expected watchlists of format ${linesVersion}, got format ${head.linesVersion}`);
  const { version, watchlists } = head;
  if (!Number.isSafeInteger(version) || !Number.isSafeInteger(watchlists))
    throw new ArtefactError(`expected a version and a number of watchlists, got ${line.slice(0, 100)}`);
  return head as Head;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
