import { type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ledgerTable } from "../../functions/aws/ledger-table.ts";
import { dynamoTable } from "../../functions/aws/table.ts";
import type { Claim, Delivery, DeliveryLedger } from "../../lib/alerting/delivery.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";

/** A client whose every write is done, loses its answer, and is done once more, as the SDK does by itself. */
const repeating = (client: DynamoDBClient): DynamoDBClient =>
  ({
    async send(command: PutItemCommand) {
      if (command instanceof PutItemCommand) await client.send(command);
      return client.send(command);
    },
  }) as unknown as DynamoDBClient;

let local: LocalTables;
let ledger: DeliveryLedger;
let endpointId: string;
let endpoints = 0;

beforeAll(async () => {
  local = await startTables();
  ledger = ledgerTable(local.tables.News);
});
afterAll(() => local.stop());
beforeEach(() => {
  endpoints += 1;
  endpointId = `endpoint${endpoints}`;
});

const claimBy = (deliveryId: string, claim: Partial<Claim> = {}): Claim => ({
  endpointId,
  storyId: "story1",
  revision: 1,
  state: "claimed",
  deliveryId,
  startedAt: "2024-07-01T10:00:00.000Z",
  leaseUntil: "2024-07-01T10:02:00.000Z",
  attempts: 1,
  ...claim,
});

const deliveryOf = (delivery: Partial<Delivery> = {}): Delivery => ({
  id: "d1",
  endpointId,
  startedAt: "2024-07-01T10:00:00.000Z",
  state: "publishing",
  channel: "sms",
  told: [{ storyId: "story1", revision: 1 }],
  subject: null,
  text: "BMW x Toyota: partnership expanded.",
  messageId: null,
  reason: null,
  ...delivery,
});

describe("claims", () => {
  test("absent: none", async () => {
    expect(await ledger.claims.claimsOf(endpointId, "story1")).toEqual([]);
  });

  test("twice: the first holds", async () => {
    expect(await ledger.claims.claim(claimBy("d1"))).toBe(true);
    expect(await ledger.claims.claim(claimBy("d2"))).toBe(false);
    expect(await ledger.claims.claimsOf(endpointId, "story1")).toEqual([claimBy("d1")]);
  });

  test("concurrently: one of many holds", async () => {
    const calls = ["d1", "d2", "d3", "d4", "d5"].map((id) => ledger.claims.claim(claimBy(id)));
    expect((await Promise.all(calls)).filter(Boolean)).toHaveLength(1);
  });

  test("of one story, ascending by revision, and of no other", async () => {
    for (const revision of [10, 2, 1]) await ledger.claims.claim(claimBy("d1", { revision }));
    await ledger.claims.claim(claimBy("d1", { storyId: "story10" }));
    const claims = await ledger.claims.claimsOf(endpointId, "story1");
    expect(claims.map(({ revision }) => revision)).toEqual([1, 2, 10]);
  });

  test("of one endpoint and of no other", async () => {
    await ledger.claims.claim(claimBy("d1"));
    expect(await ledger.claims.claimsOf(`${endpointId}x`, "story1")).toEqual([]);
  });

  test("reclaim: from the holder only, and of several at once one gets it", async () => {
    await ledger.claims.claim(claimBy("d1"));
    expect(await ledger.claims.reclaim(claimBy("d9"), "d0")).toBe(false);
    const calls = ["d2", "d3", "d4"].map((id) => ledger.claims.reclaim(claimBy(id), "d1"));
    expect((await Promise.all(calls)).filter(Boolean)).toHaveLength(1);
  });

  test("reclaim: absent, false and nothing written", async () => {
    expect(await ledger.claims.reclaim(claimBy("d2"), "d1")).toBe(false);
    expect(await ledger.claims.claimsOf(endpointId, "story1")).toEqual([]);
  });

  test("reclaim: by the same delivery, to mark it sent", async () => {
    await ledger.claims.claim(claimBy("d1"));
    expect(await ledger.claims.reclaim(claimBy("d1", { state: "sent" }), "d1")).toBe(true);
    expect(await ledger.claims.claimsOf(endpointId, "story1")).toMatchObject([{ state: "sent" }]);
  });
});

describe("deliveries", () => {
  test("absent: null", async () => {
    expect(await ledger.deliveries.find(endpointId, "2024-07-01T10:00:00.000Z", "d1")).toBeNull();
  });

  test("twice: the record that was first bars the other", async () => {
    expect(await ledger.deliveries.begin(deliveryOf({ state: "abandoned" }))).toBe(true);
    expect(await ledger.deliveries.begin(deliveryOf())).toBe(false);
    expect(await ledger.deliveries.find(endpointId, "2024-07-01T10:00:00.000Z", "d1")).toEqual(
      deliveryOf({ state: "abandoned" }),
    );
  });

  test("finished: the words and the message's id stay", async () => {
    await ledger.deliveries.begin(deliveryOf());
    const sent = deliveryOf({ state: "sent", messageId: "m1" });
    await ledger.deliveries.finish(sent);
    await ledger.deliveries.finish(sent);
    expect(await ledger.deliveries.find(endpointId, sent.startedAt, "d1")).toEqual(sent);
  });
});

describe("watermark", () => {
  test("absent: null; then what was saved last", async () => {
    expect(await ledger.watermarks.read(endpointId)).toBeNull();
    const first = { evaluatedUntil: { w1: "2024-07-01T10:00:00.000Z" }, lastSentAt: null };
    const second = { evaluatedUntil: {}, lastSentAt: "2024-07-01T11:00:00.000Z" };
    await ledger.watermarks.save(endpointId, first);
    expect(await ledger.watermarks.read(endpointId)).toEqual(first);
    await ledger.watermarks.save(endpointId, second);
    expect(await ledger.watermarks.read(endpointId)).toEqual(second);
  });
});

test("the rows lie under the keys of the design, and expire", async () => {
  await ledger.claims.claim(claimBy("d1", { revision: 3 }));
  await ledger.deliveries.begin(deliveryOf());
  const news = local.tables.News;
  const claim = await news.get(`ENDPOINT#${endpointId}`, "SENT#story1#000003");
  const delivery = await news.get(`ENDPOINT#${endpointId}`, "DELIVERY#2024-07-01T10:00:00.000Z#d1");
  const inTwoYears = Date.parse("2026-07-01T10:00:00.000Z") / 1000;
  for (const row of [claim, delivery]) expect(Math.abs(Number(row?.ttl) - inTwoYears)).toBeLessThan(2 * 86_400);
});

describe("a write whose first answer was lost, and that the SDK repeats, counts as made", () => {
  let repeated: DeliveryLedger;
  beforeAll(() => {
    repeated = ledgerTable(dynamoTable(repeating(local.client), local.tables.News.name));
  });

  test("a claim, and nobody else's", async () => {
    expect(await repeated.claims.claim(claimBy("d1"))).toBe(true);
    expect(await repeated.claims.claim(claimBy("d2"))).toBe(false);
  });

  test("a claim that is taken over, and one that is marked as sent", async () => {
    await ledger.claims.claim(claimBy("d1"));
    expect(await repeated.claims.reclaim(claimBy("d2"), "d1")).toBe(true);
    expect(await repeated.claims.reclaim(claimBy("d2", { state: "sent" }), "d2")).toBe(true);
    expect(await repeated.claims.reclaim(claimBy("d3"), "d1")).toBe(false);
  });

  test("a delivery's record, unless another call has barred it", async () => {
    expect(await repeated.deliveries.begin(deliveryOf())).toBe(true);
    await ledger.deliveries.begin(deliveryOf({ id: "d2", state: "abandoned" }));
    expect(await repeated.deliveries.begin(deliveryOf({ id: "d2" }))).toBe(false);
  });
});
