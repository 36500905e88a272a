import { expect, test } from "vitest";
import { simulateOnServers } from "./on-servers.ts";

/** Each takes some seconds; `npm run simulate:servers -- --seeds N` runs more. */
const seeds = [2, 3];

test.each(seeds)(
  "on servers, over the SDK, with faults at its transport, the promises are kept (seed %i)",
  async (seed) => {
    const { violations, counts } = await simulateOnServers(seed);
    expect(violations.map(({ promise, what }) => `${promise}: ${what}`)).toEqual([]);
    expect(counts.required).toBeGreaterThan(5);
    expect(counts.publishes).toBeGreaterThan(0);
  },
  180_000,
);

test("a mistake is found there, too", async () => {
  const { violations } = await simulateOnServers(1, "hits under keys of their own");
  expect(violations.map(({ promise }) => promise)).toContain("a hit's key follows from its item");
}, 180_000);
