// tsx infra/bundle.ts ENTRY OUTFILE [--plain]: one function's bundle, as `infra/lambda-function.ts` has it made. What esbuild's
// command line can't do, and so the CDK's own construct can't, is the data below. `--plain` leaves that out, to compare.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build, type OnLoadResult, type Plugin } from "esbuild";

const [entry, outfile, plain] = process.argv.slice(2);
if (!entry || !outfile) throw new Error("expected a function's file and where its bundle goes, got fewer arguments");

/**
 * Lexicons and catalogues are a third of a bundle as they stand, and an eighth in one compressed file beside it: together they are smaller than
 * each by itself. Parsed from text they are read faster than as the object literals that esbuild would make of them, which pays for the inflating
 * (docs/performance.md). HTML's character references and the partitions of AWS, which packages have as code, are there as well.
 */
const compressedData: Plugin = {
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
};

const root = join(import.meta.dirname, "..");
const dataModule = "tieup-data";
const dataFile = "data.json.br";
const nameOf = (path: string): string => relative(root, resolve(path)).replaceAll("\\", "/");
const inflating = `import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
export default JSON.parse(brotliDecompressSync(readFileSync(new URL("${dataFile}", import.meta.url))));`;

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

/** What is asked for only where Node's own cryptography is missing or AWS_RETRY_MODE is adaptive, what asks a machine of EC2 for its region, and what xml2js writes XML with. */
const neverAsked: Plugin = {
  name: "never-asked",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]checksum[\\/](?:sha256[\\/]Sha256Js|md5[\\/]Md5Js)\.js$/ }, ({ path }) => ({
      contents: `export const ${basename(path, ".js")} = undefined;`,
    }));
    onLoad({ filter: /[\\/]util-retry[\\/]DefaultRateLimiter\.js$/ }, () => ({
      contents: "export const DefaultRateLimiter = undefined;",
    }));
    onLoad({ filter: /[\\/]regionConfig[\\/]getInstanceMetadataRegion\.js$/ }, () => ({
      contents: "export const getInstanceMetadataRegion = async () => undefined;",
    }));
    onLoad({ filter: /[\\/]xml2js[\\/]lib[\\/]builder\.js$/ }, () => ({ contents: "exports.Builder = undefined;" }));
  },
};

/**
 * A client of the SDK has the shapes of all its requests, answers and errors in one file, of which esbuild keeps more than is used: a computed
 * key may have effects, and the registering of an error has one. The keys are written out, and of the errors those are registered that
 * our code tells by their class or that say themselves that they may be tried again. Any other is thrown as the service's general
 * exception, under the name that the service said (`ProtocolLib.getErrorSchemaOrThrowBaseException`). Not so SNS and SES: by the names of
 * their errors a subscriber's deliveries say why.
 */
const usedShapesOnly: Plugin = {
  name: "used-shapes-only",
  setup({ onLoad }) {
    const told = errorsToldByClass();
    onLoad({ filter: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ }, ({ path }) => {
      const code = readFileSync(path, "utf8");
      const texts = new Map(
        [...code.matchAll(/^const (_\w+) = (".*");$/gm)].map(([, name = "", text]) => [name, text]),
      );
      const retryable = errorsToTryAgain(readFileSync(join(dirname(path), "../models/errors.js"), "utf8"));
      const isKept = (error: string) => /client-(?:sns|sesv2)/.test(path) || told.has(error) || retryable.has(error);
      const contents = code
        .replace(/\[(_\w+)\]:/g, (key, name: string) => (texts.has(name) ? `${texts.get(name)}:` : key))
        .replace(/^n0_registry\.registerError\((\w+)\$, \1\);$/gm, (line, error: string) =>
          isKept(error) ? line : "",
        );
      return { contents, loader: "js" };
    });
  },
};

/** Names of classes that `functions/` compares what was thrown with. */
function errorsToldByClass(): Set<string> {
  const folder = join(root, "functions", "aws");
  const code = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  return new Set(code.flatMap((text) => [...text.matchAll(/\binstanceof (\w+)/g)].map(([, name = ""]) => name)));
}

const errorsToTryAgain = (code: string): Set<string> =>
  new Set(
    code
      .split(/^export class /m)
      .flatMap((text) => (text.includes("$retryable") ? [/^\w+/.exec(text)?.[0] ?? ""] : [])),
  );

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
  metafile: true,
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
  plugins: plain === "--plain" ? [] : [compressedData, entitiesDecodedOnly, neverAsked, usedShapesOnly, versionsOnly],
  logLevel: "warning",
});
