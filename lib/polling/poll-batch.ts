import type { HostTurns } from "./host-turns.ts";
import type { Feed } from "./item.ts";
import type { PollOutcome } from "./poll-feed.ts";
import { hostOf } from "./schedule-polls.ts";

/** A feed whose poll threw: a store or a queue failed. The feed's own failures are outcomes. */
export interface PollFault {
  feed: Feed;
  fault: unknown;
}

export interface PolledBatch {
  faults: PollFault[];
  /** Not begun, as there was no time left. */
  outOfTime: Feed[];
  /** Not begun, as their host had just asked for fewer requests. */
  cooling: Feed[];
}

export interface BatchDependencies {
  poll(feed: Feed): Promise<PollOutcome>;
  turns: HostTurns;
  /** Whether a poll that begins now can still come to its end. */
  hasTime(): boolean;
}

/**
 * Polls each feed in its host's turn, the hosts side by side, so that a slow host delays only itself. Returns the feeds
 * whose poll threw and those that were not begun; the others are done.
 */
export async function pollBatch(feeds: readonly Feed[], deps: BatchDependencies): Promise<PolledBatch> {
  const batch: PolledBatch = { faults: [], outOfTime: [], cooling: [] };
  await Promise.all(feeds.map((feed) => pollInTurn(feed, batch, deps)));
  return batch;
}

async function pollInTurn(feed: Feed, batch: PolledBatch, { poll, turns, hasTime }: BatchDependencies): Promise<void> {
  const host = hostOf(feed);
  const turn = await turns.begin(host);
  if (turn === "cooling") {
    batch.cooling.push(feed);
    return;
  }
  let coolSeconds = 0;
  try {
    if (!hasTime()) batch.outOfTime.push(feed);
    else coolSeconds = coolSecondsOf(await poll(feed));
  } catch (fault) {
    batch.faults.push({ feed, fault });
  } finally {
    turns.end(host, coolSeconds);
  }
}

const coolSecondsOf = (outcome: PollOutcome): number =>
  outcome.kind === "failing" ? (outcome.coolHostSeconds ?? 0) : 0;
