import { describe, expect, test } from "vitest";
import type { FeedHints } from "../../lib/polling/item.ts";
import { parseFeed } from "../../lib/polling/parse-feed.ts";

async function hintsOf(channel: string, attributes = ""): Promise<FeedHints | undefined> {
  const text = `<rss version="2.0" ${attributes}><channel><title>Wire</title>${channel}<item><title>Rates unchanged</title><link>https://wire.example/1</link></item></channel></rss>`;
  const parsed = await parseFeed({ bytes: Buffer.from(text), contentType: null, url: "https://wire.example/rss" });
  if (parsed.kind !== "feed") throw new Error(`expected a feed, got ${parsed.reason}`);
  expect(parsed.feed.items).toHaveLength(1);
  return parsed.feed.hints;
}

const none: FeedHints = { ttlMinutes: null, updateMinutes: null, skipHours: [], skipDays: [] };
const sy = `xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"`;
const everyHour = Array.from({ length: 24 }, (_, hour) => `<hour>${hour}</hour>`).join("");

describe("what a feed asks of whoever polls it", () => {
  test.each<[string, string, Partial<FeedHints> | undefined]>([
    ["nothing", "", undefined],
    ["a ttl", "<ttl>60</ttl>", { ttlMinutes: 60 }],
    ["a ttl with blanks around it", "<ttl>\n 15 </ttl>", { ttlMinutes: 15 }],
    ["a ttl of nothing", "<ttl>0</ttl>", undefined],
    ["a ttl that is no number", "<ttl>soon</ttl>", undefined],
    ["a ttl below zero", "<ttl>-5</ttl>", undefined],
    ["twice an hour", period("hourly", "2"), { updateMinutes: 30 }],
    ["a period alone is once in it", "<sy:updatePeriod>weekly</sy:updatePeriod>", { updateMinutes: 10_080 }],
    ["a frequency alone is a day's", "<sy:updateFrequency>24</sy:updateFrequency>", { updateMinutes: 60 }],
    ["a period in capitals", period("HOURLY", "1"), { updateMinutes: 60 }],
    ["a period that there isn't", period("sometimes", "1"), undefined],
    ["a frequency of 0", period("daily", "0"), undefined],
    ["more often than each minute", period("hourly", "600"), { updateMinutes: 1 }],
    ["hours to skip", "<skipHours><hour>0</hour><hour>23</hour></skipHours>", { skipHours: [0, 23] }],
    ["hour 24 of RSS 0.91", "<skipHours><hour>24</hour><hour>1</hour></skipHours>", { skipHours: [0, 1] }],
    ["an hour that there isn't", "<skipHours><hour>25</hour><hour>x</hour></skipHours>", undefined],
    ["every hour", `<skipHours>${everyHour}</skipHours>`, undefined],
    ["days to skip", "<skipDays><day>Sunday</day><day>saturday</day></skipDays>", { skipDays: [0, 6] }],
    ["a day that there isn't", "<skipDays><day>Sonntag</day></skipDays>", undefined],
  ])("%s", async (_, channel, hints) => {
    expect(await hintsOf(channel, sy)).toEqual(hints && { ...none, ...hints });
  });

  test("the module under another prefix", async () => {
    const other = `xmlns:up="http://purl.org/rss/1.0/modules/syndication/"`;
    expect(await hintsOf("<up:updatePeriod>hourly</up:updatePeriod>", other)).toEqual({ ...none, updateMinutes: 60 });
  });
});

function period(name: string, frequency: string): string {
  return `<sy:updatePeriod>${name}</sy:updatePeriod><sy:updateFrequency>${frequency}</sy:updateFrequency>`;
}
