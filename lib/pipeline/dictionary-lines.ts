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

/** The snapshot that `dictionaryLines` wrote. Throws `ArtefactError` for another format or version, and where lines are missing. */
export function readDictionaryLines(lines: Iterable<string>): DictionarySnapshot {
  const [head = "", ...rest] = lines;
  const { version, watchlists: expected } = headOf(head);
  if (rest.length !== expected)
    throw new ArtefactError(`expected ${expected} watchlists, got ${rest.length}: the artefact is cut off`);
  return { version, watchlists: rest.map((line) => JSON.parse(line) as Watchlist) };
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
