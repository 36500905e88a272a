import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync } from "node:zlib";
import type { OnLoadResult, Plugin } from "esbuild";

/**
 * Lexicons and catalogues are a third of a bundle as they stand, and an eighth in one compressed file beside it: together they are smaller than
 * each by itself. Parsed from text they are read faster than as the object literals that esbuild would make of them, which pays for the inflating
 * (docs/performance.md). HTML's character references, and the partitions of AWS and the rules for
 * its endpoints, which packages have as code, are there as well.
 */
export const compressedData = (outfile: string): Plugin => ({
  name: "compressed-data",
  setup({ onEnd, onLoad, onResolve }) {
    const data: Record<string, unknown> = {};
    /** The code by which the file's module has the value, from what `code` makes of an expression for it. */
    const taken = (path: string, value: unknown, code: (expression: string) => string): OnLoadResult => {
      if (!value) throw new Error(`expected data in ${path}, got none`);
      data[nameOf(path)] = value;
      const contents = `import data from "${dataModule}"; ${code(`data["${nameOf(path)}"]`)}`;
      return { contents, loader: "js", resolveDir: dirname(path) };
    };
    onLoad({ filter: /[\\/]lib[\\/].+\.json$/ }, ({ path }) =>
      taken(path, JSON.parse(readFileSync(path, "utf8")), (value) => `export default ${value};`),
    );
    onLoad({ filter: /[\\/]entities[\\/]dist[\\/]generated[\\/]decode-data-html\.js$/ }, ({ path }) => {
      const code = readFileSync(path, "utf8");
      const table = /(?<=decodeTrieDict\()"(?:[^"\\]|\\.)*"/.exec(code)?.[0] ?? '""';
      return taken(path, JSON.parse(table), (value) => code.replace(table, () => value));
    });
    onLoad({ filter: /[\\/]util-endpoints[\\/]lib[\\/]aws[\\/]partitions\.js$/ }, async ({ path }) => {
      const { partitionsInfo } = await import(pathToFileURL(path).href);
      return taken(path, partitionsInfo, (value) => `export const partitionsInfo = ${value};`);
    });
    onLoad({ filter: /[\\/]client-[\w-]+[\\/]dist-es[\\/]endpoint[\\/]bdd\.js$/ }, async ({ path }) => {
      const { bdd } = await import(pathToFileURL(path).href);
      const made = (
        value: string,
      ) => `import { BinaryDecisionDiagram } from "@smithy/core/endpoints"; const { nodes, root, conditions, results } = ${value};
        export const bdd = BinaryDecisionDiagram.from(new Int32Array(nodes), root, conditions, results);`;
      return taken(path, { ...bdd, nodes: [...bdd.nodes] }, made);
    });
    onResolve({ filter: new RegExp(`^${dataModule}$`) }, ({ path }) => ({
      path,
      namespace: dataModule,
      sideEffects: false,
    }));
    onLoad({ filter: /.*/, namespace: dataModule }, () => ({ contents: inflating, loader: "js" }));
    onEnd(({ metafile }) => {
      const inputs = Object.values(metafile?.outputs ?? {}).flatMap((output) => Object.entries(output.inputs));
      const used = new Set(inputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [nameOf(path)] : [])));
      const kept = Object.keys(data)
        .filter((name) => used.has(name))
        .sort();
      if (kept.length === 0) return;
      const json = JSON.stringify(Object.fromEntries(kept.map((name) => [name, data[name]])), withoutExamples);
      mkdirSync(dirname(outfile), { recursive: true });
      writeFileSync(join(dirname(outfile), dataFile), brotliCompressSync(json));
    });
  },
});

const root = join(import.meta.dirname, "..");
const dataModule = "tieup-data";
const dataFile = "data.json.br";
const nameOf = (path: string): string => relative(root, resolve(path)).replaceAll("\\", "/");
const inflating = `import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
export default JSON.parse(brotliDecompressSync(readFileSync(new URL("${dataFile}", import.meta.url))));`;

/** An entry's example says to people what it is for, and to the tests whether it works. */
const withoutExamples = (key: string, value: unknown): unknown => (key === "example" ? undefined : value);
