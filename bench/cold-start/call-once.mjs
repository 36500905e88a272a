// node call-once.mjs BUNDLE EVENT: loads a function as Lambda does, calls it once and says how long each took, as JSON.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [bundle, eventFile] = process.argv.slice(2);
const event = JSON.parse(
  readFileSync(eventFile, "utf8").replaceAll("http://127.0.0.1:8788", process.env.EXEMPT_ORIGINS),
);
const began = performance.now();
const { handler } = await import(pathToFileURL(bundle).href);
const loaded = performance.now();
const answer = await handler(event, { getRemainingTimeInMillis: () => 240_000 });
const called = performance.now();
const failed = answer?.batchItemFailures?.length > 0 || answer?.statusCode >= 500;
const initMs = loaded - began;
const firstCallMs = called - loaded;
process.stdout.write(
  `\n${JSON.stringify({ initMs, firstCallMs, rssMb: process.memoryUsage.rss() / 2 ** 20, peakMb: process.resourceUsage().maxRSS / 1024, node: process.version, failed })}\n`,
);
process.exit(0);
