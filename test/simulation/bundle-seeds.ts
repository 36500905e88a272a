import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const lightSdk = here("light-sdk.ts");
export const sdkPackages = ["util-dynamodb", "client-dynamodb", "client-sqs", "client-sns", "client-sesv2"].map(
  (name) => `@aws-sdk/${name}`,
);

/**
 * Bundles an entry of this folder as one file that node runs by itself, with the light SDK in place of the real one, and returns its path.
 * What tsx makes of the sources names every function as it is created, which is another fifth of a simulation's time.
 */
export async function bundleSeeds(entry: string, folder: string): Promise<string> {
  const outfile = join(folder, entry.replace(/\.ts$/, ".mjs"));
  await build({
    entryPoints: [here(entry)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    alias: Object.fromEntries(sdkPackages.map((name) => [name, lightSdk])),
    // Dependencies in CommonJS ask for it.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "error",
  });
  return outfile;
}
