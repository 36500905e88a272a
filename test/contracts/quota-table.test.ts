import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codeTable, quotaTable } from "../../functions/aws/quota-table.ts";
import { spend } from "../../lib/alerting/quota.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";

let local: LocalTables;
beforeAll(async () => {
  local = await startTables();
});
afterAll(() => local.stop());

const until = "2026-03-01T13:00:00.000Z";

describe("quotaTable", () => {
  test("gives as much as there is, and nothing counts what it refused", async () => {
    const { take } = quotaTable(local.tables.Polling);
    const taken = [await take("a", 2, until), await take("a", 2, until), await take("a", 2, until)];
    expect(taken).toEqual([true, true, false]);
    expect(await take("a", 3, until)).toBe(true);
    expect(await take("b", 1, until)).toBe(true);
  });

  test("gives no more to those who ask concurrently", async () => {
    const { take } = quotaTable(local.tables.Polling);
    const taken = await Promise.all(Array.from({ length: 12 }, () => take("together", 5, until)));
    expect(taken.filter(Boolean)).toHaveLength(5);
  });

  test("is forgotten by the table's time to live", async () => {
    await quotaTable(local.tables.Polling).take("for a time", 1, until);
    const row = await local.tables.Polling.get("QUOTA#for a time", "COUNT");
    expect(row?.ttl).toBe(Date.parse(until) / 1000);
  });
});

describe("spend", () => {
  const nowMs = Date.parse("2026-03-01T12:59:59.000Z");
  const allowances = [
    { counter: "x", max: 1, windowSeconds: 3_600 },
    { counter: "x", max: 2, windowSeconds: 86_400 },
  ];

  test("says when the window of what is used up ends; each window counts for itself", async () => {
    const quota = quotaTable(local.tables.Polling);
    expect(await spend(allowances, quota, nowMs)).toEqual({ kind: "allowed" });
    expect(await spend(allowances, quota, nowMs)).toEqual({ kind: "exhausted", until });
    expect(await spend(allowances, quota, nowMs + 1_000)).toEqual({ kind: "allowed" });
    const nextHour = nowMs + 3_601_000;
    expect(await spend(allowances, quota, nextHour)).toEqual({ kind: "exhausted", until: "2026-03-02T00:00:00.000Z" });
  });
});

describe("codeTable", () => {
  test("has the last code, and none for others", async () => {
    const codes = codeTable(local.tables.Polling);
    expect(await codes.find("e1")).toBeNull();
    const code = { hash: "ab", sentAt: "2026-03-01T12:00:00.000Z", expiresAt: "2026-03-01T12:10:00.000Z" };
    await codes.put("e1", { ...code, hash: "cd" });
    await codes.put("e1", code);
    expect(await codes.find("e1")).toEqual(code);
    expect(await codes.find("e2")).toBeNull();
  });
});
