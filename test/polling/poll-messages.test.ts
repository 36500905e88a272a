import { describe, expect, test } from "vitest";
import { addableFeedUrl } from "../../lib/polling/addable-feed-url.ts";
import type { Feed } from "../../lib/polling/item.ts";
import { pollSoon } from "../../lib/polling/poll-soon.ts";
import { feedsPerMessage, messagesOf, type PollMessage, readPollMessage } from "../../lib/polling/schedule-polls.ts";

const feedAt = (url: string, id = url): Feed => ({
  ...{ id, owner: "olga", url, title: "Wire", intervalMinutes: 5, paused: false },
});

describe("the messages that ask for feeds", () => {
  test("keep those of a host together, so many in one", () => {
    const feeds = Array.from({ length: 2 * feedsPerMessage }, (_, n) => feedAt(`https://${"ab"[n % 2]}.example/${n}`));
    const hosts = messagesOf(feeds).map((message) => new Set(message.feeds.map(({ url }) => new URL(url).host)));
    expect(hosts).toEqual([new Set(["a.example"]), new Set(["b.example"])]);
  });

  test("hold fewer where addresses are long: SQS takes each, and each feed is in one", () => {
    const long = addableFeedUrl(`https://a.example/${"ä".repeat(4_000)}`, { allowPrivate: false });
    if (long.kind === "refused") throw new Error(long.reason);
    const feeds = Array.from({ length: feedsPerMessage }, (_, n) => feedAt(long.url, `f${n}`));
    const bodies = messagesOf(feeds).map((message) => JSON.stringify(message));
    for (const body of bodies) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(262_144);
    expect(bodies.flatMap((body) => readPollMessage(body).feeds)).toEqual(feeds);
  });
});

test("asking for polls at once says what the queue did not take, and never throws", async () => {
  const taken: PollMessage[] = [];
  const faults: unknown[] = [];
  const feeds = [feedAt("https://a.example/")];
  await pollSoon(feeds, { sendAll: async (messages) => void taken.push(...messages) }, (fault) => faults.push(fault));
  expect([taken, faults]).toEqual([[{ feeds }], []]);
  const fault = new Error("no answer");
  const broken = { sendAll: () => Promise.reject(fault) };
  await pollSoon(feeds, broken, (each) => faults.push(each));
  expect(faults).toEqual([fault]);
});
