import type { EndpointStates, OwnMails } from "./reconcile-endpoint.ts";
import type { Endpoint } from "./subscriber.ts";

/**
 * Removes the topic that an endpoint has or had. It is left before it is removed, as one that is gone looks like a consent that is,
 * and what is told through it meanwhile would fail; and noted until it is removed: a crash in between leaves it to the next call.
 */
export async function giveUpTopic(
  { id, topicArn, formerTopicArn }: Endpoint,
  states: Pick<EndpointStates, "leaveTopic" | "topicRemoved">,
  { removeTopic }: Pick<OwnMails, "removeTopic">,
): Promise<void> {
  const former = topicArn ?? formerTopicArn;
  if (former === undefined) return;
  if (topicArn !== null) await states.leaveTopic(id, topicArn);
  await removeTopic(former);
  await states.topicRemoved(id);
}
