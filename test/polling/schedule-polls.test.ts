import { expect, test } from "vitest";
import { type Outage, schedulePolls } from "../../lib/polling/schedule-polls.ts";

/** What is remembered as an outage where the scheduler ran in `last` and runs again in `minute`, once or after a crash again. */
async function outagesBetween(last: number | null, minute: number): Promise<Outage[]> {
  const outages: Outage[] = [];
  let isCrashing = true;
  const watermark = {
    read: async () => last,
    advance: async () => {
      if (isCrashing) throw new Error("crash");
      return true;
    },
  };
  const ports = {
    feeds: { feedsInSlots: async () => [] },
    queue: { sendAll: async () => {} },
    outages: { put: async (outage: Outage) => void outages.push(outage) },
    watermark,
  };
  await expect(schedulePolls(minute, ports)).rejects.toThrow("crash");
  isCrashing = false;
  await schedulePolls(minute, ports);
  return outages;
}

const noon = Date.UTC(2026, 2, 2, 12) / 60_000;
const outage: Outage = { from: "2026-03-02T04:00:00.000Z", until: "2026-03-02T12:00:00.000Z" };

test.each<[sentence: string, last: number | null, outages: Outage[]]>([
  ["the first minute ever is no outage", null, []],
  ["nor is the next minute", noon - 1, []],
  ["some missed minutes are none", noon - 59, []],
  ["eight hours are one, the same when it is said again", noon - 8 * 60, [outage, outage]],
])("%s", async (_, last, outages) => {
  expect(await outagesBetween(last, noon)).toEqual(outages);
});
