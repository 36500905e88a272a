import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { feedFetcher } from "../functions/net/feed-fetcher.ts";
import type { Validators } from "../lib/polling/item.ts";
import { startFeedServer } from "../test/support/feed-server.ts";

/**
 * Fetches 1,000 feeds from a feed server in another process on loopback, first all new, then unchanged, and prints wall time, cpu time of this process
 * and memory. `npx tsx bench/fetch.ts`
 */
const feedCount = 1_000;
const atOnce = 32;
const item = (n: number) =>
  `<item><title>Message ${n} of the day</title><link>https://wire.example/${n}</link><description>${"Some words about it. ".repeat(20)}</description></item>`;

if (process.argv[2] === "serve") {
  const body = `<rss version="2.0"><channel><title>Wire</title>${Array.from({ length: 40 }, (_, n) => item(n)).join("")}</channel></rss>`;
  const encoding = process.argv[3] === "gzip" ? ({ encoding: "gzip" } as const) : {};
  const routes = Array.from({ length: feedCount }, (_, n) => [`/${n}`, { body, etag: true, ...encoding }] as const);
  const { url } = await startFeedServer(Object.fromEntries(routes));
  process.send?.(url);
} else {
  for (const encoding of ["plain", "gzip"]) await measure(encoding);
}

async function measure(encoding: string): Promise<void> {
  const server = fork(fileURLToPath(import.meta.url), ["serve", encoding]);
  const url = await new Promise<string>((ready) => server.once("message", (message) => ready(String(message))));
  const fetcher = feedFetcher("https://example.org/tieup", { allowPrivate: true, exemptOrigins: [] });
  const validators: Validators[] = Array.from({ length: feedCount }, () => ({}));
  for (const cycle of ["all new", "unchanged"]) {
    const counts: Record<string, number> = {};
    const cpu = process.cpuUsage();
    const start = performance.now();
    let next = 0;
    const worker = async () => {
      for (let n = next++; n < feedCount; n = next++) {
        const outcome = await fetcher.fetchFeed(`${url}/${n}`, validators[n] ?? {});
        counts[outcome.kind] = (counts[outcome.kind] ?? 0) + 1;
        if (outcome.kind === "modified") validators[n] = outcome.validators;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    const used = process.cpuUsage(cpu);
    console.log(
      JSON.stringify({
        encoding,
        cycle,
        ...counts,
        wallMs: Math.round(performance.now() - start),
        cpuMs: Math.round((used.user + used.system) / 1000),
        rssMb: Math.round(process.memoryUsage.rss() / 1024 / 1024),
      }),
    );
  }
  fetcher.close();
  server.kill();
}
