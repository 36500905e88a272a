import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { feedTable, subscriberTable, watchlistTable } from "../../functions/aws/catalog-table.ts";
import { dynamo, sqs, tableFrom } from "../../functions/aws/clients.ts";
import { sqsQueue } from "../../functions/aws/queue.ts";
import { idRanges } from "../../lib/alerting/fan-out.ts";
import type { SummaryMessage } from "../../lib/alerting/summary-message.ts";
import { deriveId } from "../../lib/api/derive-id.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import { documents } from "../support/release-wire.ts";
import { type ReleaseWorld, startReleaseWorld } from "../support/release-world.ts";

let world: ReleaseWorld;
const start = Date.parse("2026-03-03T07:40:00Z");
const minutes = (count: number): Date => new Date(start + count * 60_000);
const readers = Array.from({ length: 14 }, (_, n) => ({ id: deriveId("reader", String(n)), isDaily: n % 2 === 0 }));

/** Half of the readers want their news at once, half at eight; audiences of more than two are divided by four. */
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: start });
  vi.stubEnv("FAN_OUT_SHARDS", "4");
  vi.stubEnv("FAN_OUT_ABOVE", "2");
  world = await startReleaseWorld(async ({ wire }) => {
    const catalog = tableFrom(process.env, dynamo(), "Catalog");
    const subscribers = subscriberTable(catalog);
    const settings = { intervalMinutes: 5, paused: false };
    await feedTable(catalog).create({
      id: "f",
      owner: "anna",
      title: "Wire",
      url: `${wire.url}/nordwire`,
      ...settings,
    });
    const entities = ["BMW", "Toyota"];
    await watchlistTable(catalog).create({ ...readWatchlist({ name: "Cars", entities }), id: "cars", owner: "anna" });
    for (const { id, isDaily } of readers) {
      await subscribers.createSubscriber({ id, owner: "anna", name: "", language: "en", timeZone: "UTC" });
      const address = `${id.toLowerCase()}@example.org`;
      const endpoint = { id, subscriberId: id, channel: "email", address, topicArn: null, state: "pending" } as const;
      await subscribers.createEndpoint(endpoint);
      const cadence = isDaily ? ({ every: "day", at: "08:00" } as const) : ({ every: "immediate" } as const);
      const createdAt = minutes(-600).toISOString();
      await subscribers.putSubscription(
        { watchlistId: "cars", endpointId: id, subscriberId: id, cadence, createdAt },
        "UTC",
      );
    }
  });
  await world.confirm();
});

afterAll(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await world.stop();
});

async function pass(from: number, count: number): Promise<string[]> {
  for (let at = from; at < from + count; at++) {
    vi.setSystemTime(minutes(at));
    await world.minute(minutes(at));
  }
  return (await world.told()).map(({ topicArn }) => topicArn.split("-endpoint-")[1] ?? "").sort();
}

const idsOf = (isDaily: boolean) =>
  readers
    .filter((one) => one.isDaily === isDaily)
    .map(({ id }) => id)
    .sort();

test("a divided audience is told once each: at once, at eight, and when its messages come again", async () => {
  const show = (step: number) => world.wire.route("/nordwire", { body: documents.at(step, start).nordwire ?? "" });
  show(0);
  expect(await pass(0, 5)).toEqual([]);
  show(1);
  expect(await pass(5, 6), "those who want it at once").toEqual(idsOf(false));
  expect(await pass(18, 2), "nobody before eight").toEqual([]);
  expect(await pass(20, 1), "those who want it at eight").toEqual(idsOf(true));

  const queue = sqsQueue<SummaryMessage>(sqs(), process.env.SUMMARY_QUEUE_URL ?? "");
  for (const part of idRanges(4)) {
    await queue.send({ watchlistId: "cars", part });
    await queue.send({ slot: "SEND#UTC#08:00", weekday: "tuesday", part });
  }
  expect(await pass(21, 1), "the same messages again, as after a crash").toEqual([]);
});
