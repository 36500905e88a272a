import { afterAll, beforeAll, expect, test } from "vitest";
import { countedPath } from "../support/counted-path.ts";

const environment = { ...process.env };
let path: Awaited<ReturnType<typeof countedPath>>;
beforeAll(async () => {
  path = await countedPath();
});
afterAll(async () => {
  await path.stop();
  process.env = environment;
});

test("a hit costs detection the same writes whether nobody or 10,000 hear of the watchlist", async () => {
  path.publish("Rates unchanged");
  await path.poll();
  // The first story of a pair makes them partners, a later one changes that.
  path.publish("BMW and Toyota expand their partnership on fuel cells");
  await path.poll();
  expect(await path.waiting()).toBe(1);
  path.publish("BMW and Toyota end their talks on batteries");
  const alone = await path.poll();
  expect(alone.PutItem).toBeGreaterThan(5);
  expect(await path.waiting()).toBe(1);
  await path.crowd(10_000);
  path.publish("BMW and Toyota end their cooperation on solar roofs");
  const crowded = await path.poll();
  expect(await path.waiting()).toBe(1);
  expect(crowded).toEqual(alone);
});
