import type { Endpoint, Subscriber } from "./subscriber.ts";

interface WakingPorts {
  audience: {
    allSubscribersOf(owner: string): AsyncIterable<Subscriber>;
    endpointsOf(subscriberId: string): Promise<Endpoint[]>;
  };
  queue: { sendAll(messages: readonly { endpointId: string; about: "feeds" }[]): Promise<void> };
}

/**
 * Puts one endpoint of each of the owner's subscribers on the queue, to be told of feeds; returns how many. An email address
 * where one is confirmed, else a phone: that a feed fails is not worth an SMS beside an email.
 */
export async function wakeOwner(owner: string, { audience, queue }: WakingPorts): Promise<number> {
  let woken = 0;
  for await (const { id } of audience.allSubscribersOf(owner)) {
    const confirmed = (await audience.endpointsOf(id)).filter(({ state }) => state === "confirmed");
    const chosen = confirmed.find(({ channel }) => channel === "email") ?? confirmed[0];
    if (!chosen) continue;
    await queue.sendAll([{ endpointId: chosen.id, about: "feeds" }]);
    woken += 1;
  }
  return woken;
}
