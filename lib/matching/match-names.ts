import { isAcronym } from "./alias-shape.ts";
import { withoutLegalForm } from "./legal-forms.ts";
import { longestNames } from "./longest-names.ts";
import { buildNameTable, type NameTable, type SearchName } from "./name-table.ts";
import { scanNames } from "./scan-names.ts";

/** Many names made ready for `matchNames`: no catalogue, no context, up to millions of them. */
export interface NameList {
  table: NameTable;
  /** For each name of the table the index of the name in the list. */
  owner: Uint32Array;
}

/** A name of the list at a place in a text; offsets are UTF-16 code units. */
export interface NameMatch {
  /** Index in the list that was compiled. */
  name: number;
  start: number;
  end: number;
}

/** Compiles names for search. A name is also found without its legal form; short ones in capitals only in this very case. */
export function compileNames(names: readonly string[]): NameList {
  const searched: SearchName[] = [];
  const owner: number[] = [];
  for (const [index, name] of names.entries()) {
    searched.push({ text: name, caseSensitive: isAcronym(name) });
    owner.push(index);
    const short = withoutLegalForm(name);
    if (short === name.trim()) continue;
    searched.push({ text: short, caseSensitive: isAcronym(short) });
    owner.push(index);
  }
  return { table: buildNameTable(searched, "dropped"), owner: Uint32Array.from(owner) };
}

/** The names in the text by start; they don't overlap, the longest wins. Time is linear in the text. */
export const matchNames = ({ table, owner }: NameList, text: string): NameMatch[] =>
  longestNames(scanNames(table, text)).map(({ name, start, end }) => ({ name: owner[name] ?? 0, start, end }));
