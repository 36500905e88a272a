import { UnsubscribeCommand } from "@aws-sdk/client-sns";
import { describe, expect, test } from "vitest";
import { endpointTopics } from "../../functions/aws/topics.ts";
import type { Tick } from "../../functions/tick.ts";
import { alertingWorld, expectToFailWithout, sample, tick } from "./alerting-world.ts";

const world = alertingWorld();
const { reconcileSubscriptions, named, subscribers, endpointOf, stored, subscriptionArn, confirm, queued } = world;

/** Takes all that lies on the summary queue, and gives what is for this endpoint. */
const queuedFor = async (id: string): Promise<unknown[]> =>
  ((await queued()) as { endpointId?: string }[]).filter(({ endpointId }) => endpointId === id);

describe("reconcile-subscriptions", () => {
  test("makes the topic, then learns of confirmation and opt-out, and doesn't ask again", async () => {
    const id = await endpointOf("email");
    await reconcileSubscriptions(sample("reconcile-subscriptions") as unknown as Tick);
    expect(await stored(id)).toMatchObject({ state: "pending", topicArn: expect.stringContaining(id) });
    await confirm(id);
    await queuedFor(id);
    await reconcileSubscriptions(tick());
    expect((await stored(id)).state).toBe("confirmed");
    expect(await queuedFor(id), "what came since the invitation is told, once").toEqual([{ endpointId: id }]);
    await world.messaging.sns.send(new UnsubscribeCommand({ SubscriptionArn: await subscriptionArn(id) }));
    await reconcileSubscriptions(tick());
    await reconcileSubscriptions(tick());
    expect((await stored(id)).state).toBe("unsubscribed");
    expect(await subscriptionArn(id)).toBe("");
  });

  test("SNS takes a phone for confirmed; here it waits for its code", async () => {
    const id = await endpointOf("sms");
    await reconcileSubscriptions(tick());
    await reconcileSubscriptions(tick());
    expect(await stored(id)).toMatchObject({ state: "pending", topicArn: expect.stringContaining(id) });
    await confirm(id);
    await reconcileSubscriptions(tick());
    expect((await stored(id)).state).toBe("confirmed");
  });

  test("leaves a canary alone, whose topic nobody hears", async () => {
    const id = `canary-${await endpointOf("email")}`;
    const topicArn = await endpointTopics(world.messaging.sns).make(id, "email");
    const state = "confirmed" as const;
    await subscribers().createEndpoint({
      id,
      subscriberId: named("s"),
      channel: "email",
      address: "x",
      topicArn,
      state,
    });
    await reconcileSubscriptions(tick());
    expect(await stored(id)).toMatchObject({ topicArn, state });
  });

  test("a second time it changes nothing", async () => {
    await endpointOf("sms");
    await reconcileSubscriptions(tick());
    expect(await reconcileSubscriptions(tick())).toMatchObject({ changed: 0 });
  });

  test("one endpoint that SNS refuses doesn't keep the others waiting, and is said in the end", async () => {
    const [bad, good] = [named("0bad"), named("s")];
    const id = `${bad}-${"x".repeat(300)}`;
    const endpoint = {
      id,
      subscriberId: bad,
      channel: "email",
      address: "",
      topicArn: null,
      state: "pending",
    } as const;
    await subscribers().createEndpoint(endpoint);
    const other = await endpointOf("email", undefined, good);
    await expect(reconcileSubscriptions(tick())).rejects.toThrow(/^expected to reconcile \d+ endpoints, 1 failed$/);
    expect((await stored(other)).topicArn).not.toBeNull();
    await subscribers().removeEndpoint(endpoint);
  });
});

test("reconcile-subscriptions fails at init without CATALOG_TABLE", () =>
  expectToFailWithout("CATALOG_TABLE", "reconcile-subscriptions"));
