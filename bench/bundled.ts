import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * The path of a program bundled into the folder as `infra/` bundles the functions, but not minified: its functions keep their
 * names. What `tsx` runs is slower, as it names each function again whenever one is made.
 */
export async function bundled(entryPoint: string, into: string): Promise<string> {
  const outfile = join(into, `${basename(entryPoint, ".ts")}.mjs`);
  await build({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    mainFields: ["module", "main"],
    alias: { xmlbuilder: fileURLToPath(new URL("../infra/left-out.cjs", import.meta.url)) },
    banner: {
      js: 'import{createRequire as tieupRequire}from"node:module";const require=tieupRequire(import.meta.url);',
    },
    logLevel: "error",
  });
  return outfile;
}
