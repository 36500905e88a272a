import { parseFeed } from "../../lib/polling/parse-feed.ts";
import { hostileDocuments } from "../../test/support/hostile-documents.ts";

/** What parsing one document took; without the start of the process. */
export interface Measured {
  cpuMs: number;
  /** The most memory that the whole process held at once. */
  peakMb: number;
  outcome: string;
}

const bytes = Buffer.from(hostileDocuments[process.argv[2] ?? ""]?.() ?? "");
const before = process.cpuUsage();
const outcome = await parseFeed({ bytes, contentType: null, url: "https://wire.example/f" });
const { user, system } = process.cpuUsage(before);
process.send?.({
  cpuMs: Math.round((user + system) / 1_000),
  peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  outcome: outcome.kind === "feed" ? `${outcome.feed.items.length} items` : outcome.reason.slice(0, 60),
} satisfies Measured);
