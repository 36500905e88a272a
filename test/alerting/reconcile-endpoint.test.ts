import { describe, expect, test } from "vitest";
import { reconcileEndpoint, type SubscriptionState } from "../../lib/alerting/reconcile-endpoint.ts";
import type { Channel, Endpoint, EndpointState } from "../../lib/alerting/subscriber.ts";

/** An endpoint, and a channel that knows this of it; an invitation is pending, as SNS has it for email. */
function worldWith(
  state: EndpointState,
  topicArn: string | null,
  known: SubscriptionState,
  channel: Channel = "email",
) {
  const endpoint: Endpoint = { id: "e1", subscriberId: "s1", channel, address: "x", topicArn, state };
  const world = { endpoint, known, invitations: 0, dies: false };
  const ports = {
    states: {
      setTopic: async (_: string, arn: string) => !!Object.assign(endpoint, { topicArn: arn }),
      leaveTopic: async () => false,
      topicRemoved: async () => false,
      setInvited: async (_: string, invitedAt: string) => !!Object.assign(endpoint, { invitedAt }),
      setState: async (_: string, next: EndpointState) => !!Object.assign(endpoint, { state: next }),
    },
    topics: {
      stateOf: async () => world.known,
      async ensure() {
        world.known = "no-subscription";
        if (world.dies) throw new Error("died after the topic, before the subscription");
        world.invitations += 1;
        world.known = "pending";
        return "arn:1";
      },
    },
  };
  return { world, reconcile: () => reconcileEndpoint({ ...endpoint }, ports) };
}

test.each<
  [
    sentence: string,
    state: EndpointState,
    arn: string | null,
    known: SubscriptionState,
    after: EndpointState,
    asked: number,
  ]
>([
  ["a new endpoint is invited", "pending", null, "no-topic", "pending", 1],
  ["one that hasn't clicked yet stays as it is", "pending", "arn:1", "pending", "pending", 0],
  ["one that clicked is confirmed", "pending", "arn:1", "confirmed", "confirmed", 0],
  ["one whose invitation ran out isn't asked again", "pending", "arn:1", "no-subscription", "pending", 0],
  ["a confirmed one stays as it is", "confirmed", "arn:1", "confirmed", "confirmed", 0],
  ["a confirmed one that left is unsubscribed", "confirmed", "arn:1", "no-subscription", "unsubscribed", 0],
  ["a confirmed one whose topic is gone is asked again", "confirmed", "arn:1", "no-topic", "pending", 1],
  ["one that left isn't asked again", "unsubscribed", "arn:1", "no-subscription", "unsubscribed", 0],
  ["nor where its topic is gone", "unsubscribed", "arn:1", "no-topic", "unsubscribed", 0],
  ["nor taken for pending where an invitation is open", "unsubscribed", "arn:1", "pending", "unsubscribed", 0],
  ["one that left and clicked a new invitation is confirmed", "unsubscribed", "arn:1", "confirmed", "confirmed", 0],
])("%s", async (_, state, arn, known, after, asked) => {
  const { world, reconcile } = worldWith(state, arn, known);
  expect(await reconcile()).toBe(after);
  expect(world.endpoint.state).toBe(after);
  expect(world.invitations).toBe(asked);
  expect(await reconcile()).toBe(after);
  expect(world.invitations).toBe(asked);
});

test.each<[string, EndpointState, string | null, SubscriptionState, EndpointState]>([
  ["SNS takes it for confirmed; it waits for its code", "pending", "arn:1", "confirmed", "pending"],
  ["confirmed by its code it stays so", "confirmed", "arn:1", "confirmed", "confirmed"],
  ["it answered STOP", "confirmed", "arn:1", "opted-out", "unsubscribed"],
  ["it had answered STOP before it was asked", "pending", "arn:1", "opted-out", "unsubscribed"],
  ["it takes the STOP back: we ask again before we write", "unsubscribed", "arn:1", "confirmed", "unsubscribed"],
  ["its topic is gone: the code was ours and stays good", "confirmed", "arn:1", "no-topic", "confirmed"],
  ["its topic was never made", "pending", null, "no-topic", "pending"],
  ["its subscription was removed", "confirmed", "arn:1", "no-subscription", "unsubscribed"],
])("a phone: %s", async (_, state, arn, known, after) => {
  const { world, reconcile } = worldWith(state, arn, known, "sms");
  expect(await reconcile()).toBe(after);
  expect(world.endpoint).toMatchObject({ state: after, topicArn: "arn:1" });
});

test("a crash between the topic and its subscription is no opt-out", async () => {
  const { world, reconcile } = worldWith("confirmed", "arn:1", "no-topic");
  world.dies = true;
  await expect(reconcile()).rejects.toThrow("died");
  world.dies = false;
  expect(await reconcile()).toBe("pending");
});

describe("where mails are our own", () => {
  function ownWorld(state: EndpointState, topicArn: string | null, known: SubscriptionState, invitedAt?: string) {
    const endpoint: Endpoint = {
      ...{ id: "e1", subscriberId: "s1", channel: "email", address: "x", topicArn, state },
      ...(invitedAt ? { invitedAt } : {}),
    };
    const world = { endpoint, invited: 0, removed: [] as string[], dies: false };
    const ports = {
      states: {
        setTopic: async (_: string, topicArn: string) => !!Object.assign(endpoint, { topicArn }),
        leaveTopic: async (_: string, arn: string) =>
          !!Object.assign(endpoint, { topicArn: null, formerTopicArn: arn }),
        topicRemoved: async (_: string) => delete endpoint.formerTopicArn,
        setInvited: async (_: string, at: string) => !!Object.assign(endpoint, { invitedAt: at }),
        setState: async (_: string, next: EndpointState) => !!Object.assign(endpoint, { state: next }),
      },
      topics: {
        stateOf: async () => (world.removed.includes("arn:1") ? "no-topic" : known) as SubscriptionState,
        ensure: async () => {
          throw new Error("no topic is made for an address");
        },
      },
      ownMails: {
        invite: async () => void world.invited++,
        async removeTopic(arn: string) {
          if (world.dies) throw new Error("died before the topic was removed");
          world.removed.push(arn);
        },
        now: () => Date.parse("2024-07-01T10:00:00Z"),
      },
    };
    return { world, reconcile: () => reconcileEndpoint({ ...endpoint }, ports) };
  }

  // biome-ignore format: a table, one case a line
  test.each<[string, EndpointState, string | null, SubscriptionState, string | undefined, EndpointState, number]>([
    ["who was never asked is", "pending", null, "no-topic", undefined, "pending", 1],
    ["who was asked isn't again", "pending", null, "no-topic", "2024-06-30T10:00:00Z", "pending", 0],
    ["who agreed stays so without a topic", "confirmed", null, "no-topic", undefined, "confirmed", 0],
    ["who left stays so", "unsubscribed", null, "no-topic", undefined, "unsubscribed", 0],
    ["who had agreed by SNS is told on, without a topic", "confirmed", "arn:1", "confirmed", undefined, "confirmed", 0],
    ["who agreed by SNS since is, too", "pending", "arn:1", "confirmed", undefined, "confirmed", 0],
    ["who left by SNS since isn't", "confirmed", "arn:1", "no-subscription", undefined, "unsubscribed", 0],
    ["whom SNS had asked is asked by us", "pending", "arn:1", "pending", undefined, "pending", 1],
    ["a consent is ours, whatever became of its topic", "confirmed", "arn:1", "no-topic", undefined, "confirmed", 0],
  ])("%s", async (_, state, arn, known, invitedAt, after, asked) => {
    const { world, reconcile } = ownWorld(state, arn, known, invitedAt);
    expect([await reconcile(), world.endpoint.state, world.endpoint.topicArn]).toEqual([after, after, null]);
    expect(world.removed).toEqual(arn === null ? [] : ["arn:1"]);
    await reconcile();
    expect(world.invited).toBe(asked);
  });

  test("a crash while a topic is given up takes no consent with it", async () => {
    const { world, reconcile } = ownWorld("confirmed", "arn:1", "confirmed");
    world.dies = true;
    await expect(reconcile()).rejects.toThrow("died");
    world.dies = false;
    expect(await reconcile()).toBe("confirmed");
    expect(world.invited).toBe(0);
  });

  test("a topic that was left and not removed, as the call died, is removed by the next one, once", async () => {
    const { world, reconcile } = ownWorld("confirmed", "arn:1", "confirmed");
    world.dies = true;
    await expect(reconcile()).rejects.toThrow("died");
    expect(world.endpoint.topicArn).toBeNull();
    world.dies = false;
    await reconcile();
    await reconcile();
    expect(world.removed).toEqual(["arn:1"]);
  });
});
