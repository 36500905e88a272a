import { describe, expect, test } from "vitest";
import { watermarkTable } from "../../functions/aws/polling-table.ts";
import type { Tick } from "../../functions/tick.ts";
import { alertingWorld, batchOf, expectToFailWithout, hourAgo, sample, tick } from "./alerting-world.ts";

const world = alertingWorld();
const { scheduleSummaries, sendSummaries, named, subscribers, endpointOf, confirmedEndpoint, hit, queued } = world;

describe("schedule-summaries", () => {
  test("puts the endpoints that are due on the queue, and the minute again after a crash only", async () => {
    const id = await endpointOf("email", { every: "day", at: "07:30" });
    await queued();
    const minute = Date.parse("2024-07-01T05:30:00Z") / 60_000;
    await watermarkTable(world.tables.Polling, "SUMMARIES").advance(null, minute - 3);
    // Two ticks were missed.
    expect(await scheduleSummaries(tick("2024-07-01T05:30:00Z"))).toEqual({ scheduled: 1 });
    expect(await scheduleSummaries(tick("2024-07-01T05:30:00Z"))).toEqual({ scheduled: 0 });
    expect(await queued()).toEqual([{ endpointId: id }]);
  });

  test("catches up what was missed, in steps, each endpoint once a step", async () => {
    const daily = await endpointOf("email", { every: "day", at: "08:15" });
    const weekly = await endpointOf("email", { every: "week", on: "tuesday", at: "08:15" }, named("weekly"));
    await queued();
    // Monday, four hours after the last tick of the test before: two hours a call.
    const noon = Date.parse("2024-07-01T09:30:00Z") / 60_000;
    const watermark = watermarkTable(world.tables.Polling, "SUMMARIES");
    await scheduleSummaries(tick("2024-07-01T09:30:00Z"));
    expect(await watermark.read()).toBe(noon - 120);
    await scheduleSummaries(tick("2024-07-01T09:30:00Z"));
    expect(await watermark.read()).toBe(noon);
    const monday = JSON.stringify(await queued());
    expect(monday.split(daily)).toHaveLength(2);
    expect(monday).not.toContain(weekly);
  });

  test("sweeps the immediate at a full hour, so that a lost message loses no alert", async () => {
    const id = await endpointOf("email");
    await scheduleSummaries(tick("2024-07-01T09:59:00Z"));
    await queued();
    await scheduleSummaries(tick("2024-07-01T10:00:00Z"));
    expect(await queued()).toContainEqual({ endpointId: id });
  });

  test("events/schedule-summaries.json", async () => {
    expect(await scheduleSummaries(sample("schedule-summaries") as unknown as Tick)).toEqual({
      scheduled: expect.any(Number),
    });
  });

  test("an event without a time is refused", async () => {
    await expect(scheduleSummaries({} as Tick)).rejects.toThrow('expected {"time": an ISO 8601 date}, got {}');
  });

  test("news that came in quiet hours waits for their end, and is told then, of feeds too", async () => {
    const { id, receive } = await confirmedEndpoint("email");
    const clock = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString().slice(11, 16);
    const quiet = async (from: number, to: number) => {
      const { value, version } = (await subscribers().readSubscriber(named("s"))) ?? {};
      if (!value || !version) throw new Error("expected the subscriber to be stored");
      const quietHours = { from: clock(from), to: clock(to) };
      await subscribers().replaceSubscriber({ ...value, timeZone: "UTC", quietHours }, version);
    };
    await subscribers().putSubscription(
      {
        watchlistId: world.watchlistId,
        endpointId: id,
        subscriberId: named("s"),
        cadence: { every: "immediate" },
        createdAt: hourAgo(),
      },
      "UTC",
    );
    await hit("story-quiet");
    await quiet(-2, 10);
    expect(await sendSummaries(batchOf({ endpointId: id }))).toEqual({ batchItemFailures: [] });
    expect(await receive()).toEqual([]);

    await quiet(-2, 0);
    await queued();
    const watermark = watermarkTable(world.tables.Polling, "SUMMARIES");
    const minute = Math.floor(Date.now() / 60_000);
    await watermark.advance(await watermark.read(), minute - 2);
    await scheduleSummaries(tick(new Date(minute * 60_000).toISOString()));
    const woken = (await queued()) as { endpointId: string }[];
    const own = woken.filter(({ endpointId }) => endpointId === id);
    expect(own).toContainEqual({ endpointId: id });
    expect(own).toContainEqual({ endpointId: id, about: "feeds" });
    await sendSummaries(batchOf({ endpointId: id }));
    expect(await receive()).toHaveLength(1);
  });
});

test("schedule-summaries fails at init without SUMMARY_QUEUE_URL", () =>
  expectToFailWithout("SUMMARY_QUEUE_URL", "schedule-summaries"));
