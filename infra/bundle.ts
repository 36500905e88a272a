// tsx infra/bundle.ts ENTRY OUTFILE [--plain]: one function's bundle, as `infra/lambda-function.ts` has it made. What esbuild's
// command line can't do, and so the CDK's own construct can't, is the data below. `--plain` leaves that out, to compare.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build, type Plugin } from "esbuild";

const [entry, outfile, plain] = process.argv.slice(2);
if (!entry || !outfile) throw new Error("expected a function's file and where its bundle goes, got fewer arguments");

/** Below it reading another file costs more than the bytes do. */
const compressedFromBytes = 4_000;

/**
 * Lexicons and catalogues are a third of a bundle as they stand, and an eighth as compressed files beside it, each read by what imports it.
 * Parsed from text they are read faster than as the object literals that esbuild would make of them, which pays for the inflating
 * (docs/performance.md).
 */
const compressedData: Plugin = {
  name: "compressed-data",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]lib[\\/].+\.json$/ }, ({ path }) => {
      const json = JSON.stringify(JSON.parse(readFileSync(path, "utf8")), withoutExamples);
      if (json.length < compressedFromBytes) return { contents: json, loader: "json" };
      const file = `${relative(root, path).replaceAll(/[\\/]/g, "-")}.br`;
      mkdirSync(dirname(outfile), { recursive: true });
      writeFileSync(join(dirname(outfile), file), brotliCompressSync(json));
      return { loader: "js", contents: inflating(file) };
    });
  },
};

const root = join(import.meta.dirname, "..");
const inflating = (file: string): string => `import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
export default JSON.parse(brotliDecompressSync(readFileSync(new URL("${file}", import.meta.url))));`;

/** An entry's example says to people what it is for, and to the tests whether it works. */
const withoutExamples = (key: string, value: unknown): unknown => (key === "example" ? undefined : value);

/** rss-parser decodes with `entities`, and by requiring all of it brings the tables for encoding along. */
const entitiesDecodedOnly: Plugin = {
  name: "entities-decoded-only",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^entities$/ }, ({ importer, kind, resolveDir }) =>
      /[\\/]rss-parser[\\/]/.test(importer) ? resolve("entities/decode", { kind, resolveDir }) : undefined,
    );
  },
};

/** Each client of the SDK says its version in its requests, and for it takes all of its package.json along. */
const versionsOnly: Plugin = {
  name: "versions-only",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, "utf8")) as { version: string };
      return { contents: JSON.stringify({ version }), loader: "json" };
    });
  },
};

await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node24",
  minify: true,
  // Umlauts as they are: two bytes instead of the four of an escape.
  charset: "utf8",
  sourcemap: true,
  // Traces need names and lines; the sources are in the repository.
  sourcesContent: false,
  // Packages that ship both forms are smaller as modules: unused exports fall away.
  mainFields: ["module", "main"],
  // The SDK comes with us, so that what was tested is what runs. Left out is what it imports only where it needs it, and
  // here never does: ways to credentials that aren't in the environment, names of browsers, streams of events.
  external: [
    "@aws-sdk/credential-provider-http",
    "@aws-sdk/credential-provider-ini",
    "@aws-sdk/credential-provider-process",
    "@aws-sdk/credential-provider-sso",
    "@aws-sdk/credential-provider-web-identity",
    "@smithy/credential-provider-imds",
    "@smithy/core/event-streams",
    "bowser",
  ],
  // rss-parser reads XML through xml2js, which loads the first to write XML. DynamoDB's client keeps endpoints that it has been told of in the
  // second; we ask it for none (AWS_ENABLE_ENDPOINT_DISCOVERY).
  alias: { xmlbuilder: "./infra/left-out.cjs", "mnemonist/lru-cache": "./infra/left-out.cjs" },
  // Some dependencies are CommonJS and call require() for Node's own modules, which modules don't have.
  banner: { js: 'import{createRequire as tieupRequire}from"node:module";const require=tieupRequire(import.meta.url);' },
  plugins: plain === "--plain" ? [] : [compressedData, entitiesDecodedOnly, versionsOnly],
  logLevel: "warning",
});
