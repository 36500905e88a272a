import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A bundle's code and data, without source maps. */
export const filesIn = (folder: string): string[] => readdirSync(folder).filter((file) => !file.endsWith(".map"));

/** How many bytes the files of a folder have together. */
export const bytesOf = (folder: string, files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);

/** What a function's start loads: the entry, what it imports statically, and the data that these read. */
export function loadedAtStart(folder: string): Set<string> {
  const loaded = new Set<string>();
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const code = readFileSync(join(folder, file), "utf8");
    for (const [, imported = ""] of code.matchAll(/(?:from|import)"\.\/([\w-]+\.mjs)"/g)) load(imported);
    for (const [, data = ""] of code.matchAll(/"([\w.-]+\.json\.br)"/g)) loaded.add(data);
  };
  load("index.mjs");
  return loaded;
}
