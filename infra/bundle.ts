// tsx infra/bundle.ts ENTRY OUTFILE [--plain]: one function's bundle, as `infra/lambda-function.ts` has it made. What esbuild's
// command line can't do, and so the CDK's own construct can't, is data in a file of their own and leaving out what packages have and nothing
// uses. `--plain` leaves the data in the code, to compare.
import { build } from "esbuild";
import { compressedData } from "./compressed-data.ts";
import { leftOut } from "./left-out.ts";

const [entry, outfile, plain] = process.argv.slice(2);
if (!entry || !outfile) throw new Error("expected a function's file and where its bundle goes, got fewer arguments");

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
  // here never does: what a machine of EC2 says of itself, names of browsers, streams of events.
  external: ["@smithy/credential-provider-imds", "@smithy/core/event-streams", "bowser"],
  // rss-parser reads XML through xml2js, which loads the first to write XML. DynamoDB's client keeps endpoints that it has been told of in the
  // second; we ask it for none (AWS_ENABLE_ENDPOINT_DISCOVERY).
  alias: { xmlbuilder: "./infra/left-out.cjs", "mnemonist/lru-cache": "./infra/left-out.cjs" },
  // Some dependencies are CommonJS and call require() for Node's own modules, which modules don't have.
  banner: { js: 'import{createRequire as tieupRequire}from"node:module";const require=tieupRequire(import.meta.url);' },
  plugins: [...(plain === "--plain" ? [] : [compressedData(outfile)]), ...leftOut],
  logLevel: "warning",
});
