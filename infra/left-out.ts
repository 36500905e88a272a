import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Plugin } from "esbuild";

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
 * What Lambda has not: profiles in files, and credentials anywhere but in the environment. Outside of a bundle, on a laptop, the SDK
 * looks for them as ever.
 */
const environmentOnly: Plugin = {
  name: "environment-only",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]shared-ini-file-loader[\\/]loadSharedConfigFiles\.js$/ }, ({ path }) => ({
      contents: `export { CONFIG_PREFIX_SEPARATOR } from "./constants";
        export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });`,
      resolveDir: dirname(path),
    }));
    onLoad({ filter: /[\\/]credential-provider-node[\\/]dist-es[\\/]index\.js$/ }, ({ path }) => ({
      contents: 'export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";',
      resolveDir: dirname(path),
    }));
  },
};

/** Parts of a file that nothing calls here, in a package that is one object and so is kept whole by esbuild. */
interface Cut {
  file: RegExp;
  parts: RegExp;
  instead?: string;
}

/**
 * rss-parser reads one kind of document here, the RSS 2.0 that `lib/polling/write-feed.ts` writes: text alone, in CDATA where there is an
 * "&" or "<" in it, under eight names.
 */
const cuts: Cut[] = [
  {
    file: /[\\/]rss-parser[\\/]lib[\\/]parser\.js$/,
    parts:
      /^ {2}(?:parseURL|buildAtomFeed|parseItemAtom|buildRSS0_9|buildRSS1|decorateItunes)\(.*\) \{\n[\s\S]*?^ {2}\}\n/gm,
  },
  {
    file: /[\\/]rss-parser[\\/]lib[\\/]utils\.js$/,
    parts:
      /^const entities = .*\n|^utils\.(?:stripHtml|getSnippet|getLink|getEncodingFromContentType) = [\s\S]*?^\}\n/gm,
  },
  { file: /[\\/]rss-parser[\\/]lib[\\/]fields\.js$/, parts: /^var mapItunesField[\s\S]*/gm },
  {
    file: /[\\/]sax[\\/]lib[\\/]sax\.js$/,
    parts: /^ {2}sax\.(?:SAXStream|createStream) = .*\n|^ {2}var Stream\n[\s\S]*?(?=^ {2}\/\/ this really needs)/gm,
  },
  {
    file: /[\\/]sax[\\/]lib[\\/]sax\.js$/,
    parts: /(?<=^ {2}sax\.ENTITIES = )Object\.assign\([\s\S]*?\}\)$/gm,
    instead: "{ ...sax.XML_ENTITIES }",
  },
];

const neverCalled: Plugin = {
  name: "never-called",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](?:rss-parser|sax)[\\/]lib[\\/]\w+\.js$/ }, ({ path }) => {
      const contents = cuts
        .filter(({ file }) => file.test(path))
        .reduce(
          (code, { parts, instead = "" }) => {
            const cut = code.replace(parts, () => instead);
            if (cut === code) throw new Error(`expected ${parts} in ${path}, found nothing`);
            return cut;
          },
          readFileSync(path, "utf8"),
        );
      return { contents, loader: "js" };
    });
  },
};

/** What TypeScript made of an `enum`: an object that tells numbers by names and names by numbers, and that esbuild keeps whole. */
const compiledEnum =
  /^(export )?var (\w+);\s*(?:\/\*\*.*\*\/\s*)?\(function \(\2\) \{\n([\s\S]*?)^\}\)\(\2 \|\| \(\2 = \{\}\)\);$/gm;

/** Enumerations as they were written: of these esbuild puts the numbers where they are used. */
const plainEnums: Plugin = {
  name: "plain-enums",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](?:htmlparser2|entities)[\\/]dist[\\/]/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(compiledEnum, (_, exported = "", name: string, members: string) => {
        const written = members.replace(/\w+\[\w+\["(\w+)"\] = (-?\d+)\] = "\1";/g, "$1 = $2,");
        return `${exported}enum ${name} {\n${written}}`;
      }),
      loader: "ts",
    }));
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
  const folder = join(import.meta.dirname, "..", "functions", "aws");
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

/** Leaves out of a bundle what no function uses of its packages, and esbuild can't know for unused. `test/infra/left-out.test.ts` proves it. */
export const leftOut: Plugin[] = [neverAsked, environmentOnly, neverCalled, plainEnums, usedShapesOnly, versionsOnly];
