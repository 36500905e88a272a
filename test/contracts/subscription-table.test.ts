import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { subscriberTable } from "../../functions/aws/catalog-table.ts";
import type { Table } from "../../functions/aws/table.ts";
import { collect } from "../../functions/aws/versioned-rows.ts";
import { idRanges } from "../../lib/alerting/fan-out.ts";
import type { Subscription } from "../../lib/alerting/subscriber.ts";
import { crashAfterWrites } from "../support/crashing-client.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";
import { anEndpoint, aSubscription, newId } from "./catalog-rows.ts";

let local: LocalTables;
let catalog: Table;

beforeAll(async () => {
  local = await startTables();
  catalog = local.tables.Catalog;
});
afterAll(() => local.stop());

describe("subscriptions", () => {
  const found = async (endpointId: string, watchlistId: string) => {
    const { subscription, subscriptionsOfEndpoint, subscriptionsOfWatchlist } = subscriberTable(catalog);
    const byEndpoint = (await subscriptionsOfEndpoint(endpointId)).find((one) => one.watchlistId === watchlistId);
    const byWatchlist = (await collect(subscriptionsOfWatchlist(watchlistId))).find(
      (one) => one.endpointId === endpointId,
    );
    return [await subscription(endpointId, watchlistId), byEndpoint ?? null, byWatchlist ?? null];
  };

  test("are found by their endpoint, by their watchlist and by their time of day", async () => {
    const { putSubscription, subscriptionsInSlot } = subscriberTable(catalog);
    const subscription = aSubscription({ cadence: { every: "week", on: "monday", at: "07:41" } });
    await putSubscription(subscription, "Europe/Berlin");
    expect(await found(subscription.endpointId, subscription.watchlistId)).toEqual(Array(3).fill(subscription));
    expect(await collect(subscriptionsInSlot("SEND#Europe/Berlin#07:41"))).toEqual([subscription]);
    for (const other of ["SEND#Asia/Tokyo#07:41", "SEND#Europe/Berlin#07:42"])
      expect(await collect(subscriptionsInSlot(other))).toEqual([]);
  });

  test("twice: the later cadence counts, and the earlier time of day has forgotten it", async () => {
    const { putSubscription, subscriptionsInSlot, subscriptionsOfEndpoint } = subscriberTable(catalog);
    const subscription = aSubscription({ cadence: { every: "day", at: "06:01" } });
    const later: Subscription = { ...subscription, cadence: { every: "day", at: "06:02" } };
    await putSubscription(subscription, "Europe/Berlin");
    await putSubscription(later, "Europe/Berlin");
    expect(await subscriptionsOfEndpoint(subscription.endpointId)).toEqual([later]);
    expect(await collect(subscriptionsInSlot("SEND#Europe/Berlin#06:01"))).toEqual([]);
    expect(await collect(subscriptionsInSlot("SEND#Europe/Berlin#06:02"))).toEqual([later]);
  });

  test("of one watchlist are all listed, ordered by endpoint, however many", async () => {
    const { putSubscription, subscriptionsOfWatchlist } = subscriberTable(catalog);
    const watchlistId = newId();
    const many = Array.from({ length: 120 }, (_, n) =>
      aSubscription({ watchlistId, endpointId: `many${String(n).padStart(3, "0")}` }),
    );
    await Promise.all(many.map((one) => putSubscription(one, "Europe/Berlin")));
    expect(await collect(subscriptionsOfWatchlist(watchlistId))).toEqual(many);
  });

  test("of a watchlist, of a slot and of those to wake, ranges of ids hold each once, wherever they are cut", async () => {
    const { createSubscriber, createEndpoint, putSubscription, ...audience } = subscriberTable(catalog);
    const watchlistId = newId();
    const ids = ["", "-", "0", "Az", "_", "m", "mm", "zz~", "Ä", "\u{1f600}"].map((id) => `${id}${newId()}`);
    // An id at which a range is cut belongs to the one that begins with it.
    ids.push(...idRanges(5).flatMap(({ below }) => below ?? []));
    for (const id of ids) {
      const quietHours = { from: "22:00", to: "06:47" };
      await createSubscriber({ id, owner: "anna", name: "", language: "en", timeZone: "Europe/Rome", quietHours });
      await createEndpoint({ ...anEndpoint({ subscriberId: id }), id });
      const cadence = { every: "day", at: "06:46" } as const;
      await putSubscription(aSubscription({ watchlistId, endpointId: id, cadence }), "Europe/Rome");
    }
    const all = ids.toSorted();
    for (const count of [1, 2, 5, 64]) {
      const found: string[][] = [[], [], []];
      for (const range of idRanges(count)) {
        for await (const { endpointId } of audience.subscriptionsOfWatchlist(watchlistId, range))
          found[0]?.push(endpointId);
        for await (const { endpointId } of audience.subscriptionsInSlot("SEND#Europe/Rome#06:46", range))
          found[1]?.push(endpointId);
        for await (const { subscriberId } of audience.endpointsToWake("WAKE#Europe/Rome#06:47", range))
          found[2]?.push(subscriberId);
      }
      expect(found.map((some) => some.toSorted())).toEqual([all, all, all]);
    }
  });

  test("absent: null, no lists, and removing is no fault", async () => {
    await subscriberTable(catalog).removeSubscription("nobody", "nothing");
    expect(await found("nobody", "nothing")).toEqual([null, null, null]);
  });

  test("make their time zone known, once", async () => {
    const { putSubscription, timeZonesInUse } = subscriberTable(catalog);
    for (const zone of ["Pacific/Auckland", "Pacific/Auckland", "Asia/Kathmandu"])
      await putSubscription(aSubscription(), zone);
    const zones = await timeZonesInUse();
    expect(zones.filter((zone) => zone === "Pacific/Auckland")).toHaveLength(1);
    expect(zones).toContain("Asia/Kathmandu");
  });

  test.each([0, 1, 2])("a crash after write %i of making one leaves none, and the repeat makes it", async (allowed) => {
    const { putSubscription } = subscriberTable(catalog);
    const subscription = aSubscription();
    await crashAfterWrites(local.client, allowed, () => putSubscription(subscription, "Europe/Berlin"));
    expect(await found(subscription.endpointId, subscription.watchlistId)).toEqual([null, null, null]);
    await putSubscription(subscription, "Europe/Berlin");
    expect(await found(subscription.endpointId, subscription.watchlistId)).toEqual(Array(3).fill(subscription));
  });

  test("a crash between the two writes of a removal leaves none, whichever way one looks", async () => {
    const { putSubscription, removeSubscription } = subscriberTable(catalog);
    const subscription = aSubscription();
    await putSubscription(subscription, "Europe/Berlin");
    await crashAfterWrites(local.client, 1, () =>
      removeSubscription(subscription.endpointId, subscription.watchlistId),
    );
    expect(await found(subscription.endpointId, subscription.watchlistId)).toEqual([null, null, null]);
  });
});
