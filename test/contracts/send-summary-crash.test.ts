import { afterAll, beforeAll, expect, test } from "vitest";
import { feedTable, subscriberTable, watchlistTable } from "../../functions/aws/catalog-table.ts";
import { coverageReader } from "../../functions/aws/coverage-reader.ts";
import { hitReader } from "../../functions/aws/hit-reader.ts";
import { ledgerTable } from "../../functions/aws/ledger-table.ts";
import { hitTable, storyTable } from "../../functions/aws/news-table.ts";
import { sesMailer } from "../../functions/aws/ses.ts";
import { dynamoTable } from "../../functions/aws/table.ts";
import { topicPublisher } from "../../functions/aws/topics.ts";
import { leaseMs } from "../../lib/alerting/claim-stories.ts";
import { type SendOutcome, sendSummary } from "../../lib/alerting/send-summary.ts";
import type { Channel } from "../../lib/alerting/subscriber.ts";
import { weighSources } from "../../lib/pipeline/weigh-sources.ts";
import { now, reader, sourceOf, storyOf } from "../alerting/sample-news.ts";
import { carAlliances } from "../alerting/told-world.ts";
import { Crash, type Crashing, crashAt, crashingClient } from "../support/faults.ts";
import { listeningQueue } from "../support/listening-queue.ts";
import { type LocalMessaging, type LocalTables, startMessaging, startTables } from "../support/local-aws.ts";
import { type LocalSes, startLocalSes } from "../support/local-ses.ts";
import { plainHit } from "../support/plain-hit.ts";

let tables: LocalTables;
let messaging: LocalMessaging;
let ses: LocalSes;
beforeAll(async () => {
  [tables, messaging, ses] = await Promise.all([startTables(), startMessaging(), startLocalSes("alerts@example.org")]);
  await watchlistTable(tables.tables.Catalog).create(carAlliances);
  const seenAt = new Date(now - 60_000).toISOString();
  await storyTable(tables.tables.News).putSource("story1", sourceOf({ firstSeenAt: seenAt }));
  await storyTable(tables.tables.News).put(storyOf("story1"));
  const stories = [{ storyId: "story1", revision: 1 }];
  await hitTable(tables.tables.News).put({
    ...plainHit,
    watchlistId: "w1",
    itemId: "i1",
    seenAt,
    entityIds: ["bmw", "toyota"],
    stories,
  });
  await subscriberTable(tables.tables.Catalog).createSubscriber(reader("en"));
});
afterAll(() => Promise.all([tables.stop(), messaging.stop(), ses.stop()]));

/** By which way an email or SMS goes. */
type Way = "email by SNS" | "email by SES" | "SMS";

/** A confirmed endpoint of its own for each run, and how often it was told: by what its topic's queue hears, or the mails to it. */
async function listeningEndpoint(id: string, way: Way) {
  const address = `${id}@example.org`;
  const { topicArn, told } = way === "email by SES" ? mailbox(address) : await listeningTopic(id);
  const channel: Channel = way === "SMS" ? "sms" : "email";
  const audience = subscriberTable(tables.tables.Catalog);
  await audience.createEndpoint({ id, subscriberId: "s1", channel, address, topicArn, state: "confirmed" });
  const subscription = { watchlistId: "w1", endpointId: id, subscriberId: "s1", createdAt: "2023-06-01T00:00:00.000Z" };
  await audience.putSubscription({ ...subscription, cadence: { every: "immediate" } }, "Europe/Berlin");
  return { id, told };
}

async function listeningTopic(id: string) {
  const { topicArn, receive } = await listeningQueue(messaging, id);
  return { topicArn, told: async () => (await receive()).length };
}

const mailbox = (address: string) => ({
  topicArn: null,
  told: async () => ses.sent.filter(({ to }) => to === address).length,
});

/** One call with the real adapters, whose writes and publishes are the effects that it can die at. */
async function call(endpointId: string, nowMs: number, crashing: Crashing): Promise<SendOutcome> {
  const client = crashingClient(tables.endpoint, crashing);
  const [catalog, news] = [dynamoTable(client, "Catalog"), dynamoTable(client, "News")];
  const publisher = topicPublisher(messaging.sns);
  const mailer = sesMailer(ses.client, { from: "Tieup <alerts@example.org>", configurationSet: null });
  const clock = () => nowMs;
  try {
    return await sendSummary(endpointId, {
      audience: subscriberTable(catalog),
      watchlists: watchlistTable(catalog),
      news: hitReader(news, clock),
      coverage: coverageReader(feedTable(catalog), dynamoTable(client, "Polling"), clock),
      ledger: ledgerTable(news),
      publisher: { publish: (publication) => crashing.around(() => publisher.publish(publication)) },
      mailer: { send: (mail) => crashing.around(() => mailer.send(mail)) },
      weighSources,
      now: clock,
      newDeliveryId: () => `d${nowMs}`,
    });
  } finally {
    client.destroy();
  }
}

const never = () => crashAt(0, "before");
/** Claim, delivery's record, publish, record's outcome, claim's outcome, watermark. */
const effects = 6;
const places = Array.from({ length: effects }, (_, n) => n + 1).flatMap((effect) => [
  [effect, "before"] as const,
  [effect, "after"] as const,
]);

test.each(["email by SNS", "email by SES", "SMS"] as const)(`a call has ${effects} effects: %s`, async (way) => {
  const { id } = await listeningEndpoint(`counted-${way.replaceAll(" ", "-")}`, way);
  const counting = never();
  expect(await call(id, now, counting)).toMatchObject({ kind: "sent" });
  expect(counting.made).toBe(effects);
});

test.each(places)(
  "a crash at effect %i, %s, and a retry: an email at least once, an SMS at most once",
  async (effect, when) => {
    const isMoto = process.env.TIEUP_TEST_MESSAGING === "moto";
    const [email, mail, sms] = await Promise.all([
      listeningEndpoint(`email-${effect}-${when}`, "email by SNS"),
      listeningEndpoint(`mail-${effect}-${when}`, "email by SES"),
      listeningEndpoint(`sms-${effect}-${when}`, "SMS"),
    ]);
    for (const { id } of [email, mail, sms]) {
      await expect(call(id, now, crashAt(effect, when))).rejects.toThrow(Crash);
      await call(id, now + leaseMs + 1, never());
      expect(await call(id, now + 2 * leaseMs + 2, never())).toEqual({ kind: "nothing-new" });
    }
    // Between the publish and its record nobody can know.
    const isUnknown = (effect === 3 && when === "after") || (effect === 4 && when === "before");
    expect(await email.told()).toBe(isUnknown ? 2 : 1);
    // moto doesn't tell what it was given to send.
    if (!isMoto) expect(await mail.told()).toBe(isUnknown ? 2 : 1);
    const begunOnly = (effect === 2 && when === "after") || (effect === 3 && when === "before");
    expect(await sms.told()).toBe(begunOnly ? 0 : 1);
    const [claim] = await ledgerTable(tables.tables.News).claims.claimsOf(sms.id, "story1");
    expect(claim?.state).toBe(begunOnly || isUnknown ? "unknown" : "sent");
  },
);
