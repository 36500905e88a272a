import { expect, test } from "vitest";
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
