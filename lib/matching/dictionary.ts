import { aliasByShape } from "./alias-shape.ts";
import { withoutLegalForm } from "./legal-forms.ts";
import { buildNameTable, type NameTable, type SearchName } from "./name-table.ts";
import type { Alias, Entity } from "./watchlist.ts";

/** The watched names, made ready for `findMentions`. Compile once, use for every item. */
export interface Dictionary {
  table: NameTable;
  /** For each name of the table, whose alias it is. */
  names: DictionaryName[];
  entities: Map<string, Entity>;
}

export interface DictionaryName {
  entity: Entity;
  alias: Alias;
}

export function compileDictionary(entities: Entity[]): Dictionary {
  const searched: SearchName[] = [];
  const names: DictionaryName[] = [];
  for (const entity of entities) {
    for (const alias of entity.aliases) {
      for (const spelling of spellings(alias)) {
        searched.push(spelling);
        names.push({ entity, alias });
      }
    }
  }
  return { table: buildNameTable(searched), names, entities: new Map(entities.map((entity) => [entity.id, entity])) };
}

/** The alias, the same without its legal form, and each with "and" and "und" for "&". */
function spellings(alias: Alias): SearchName[] {
  const short = withoutLegalForm(alias.text);
  const texts = short === alias.text ? [alias.text] : [alias.text, short];
  return texts.flatMap((text) => {
    const caseSensitive = text === alias.text ? alias.caseSensitive : aliasByShape(text).caseSensitive;
    const written = / & /.test(text) ? [text, text.replace(/ & /g, " and "), text.replace(/ & /g, " und ")] : [text];
    return written.map((spelling) => ({ text: spelling, caseSensitive }));
  });
}
