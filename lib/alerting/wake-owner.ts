import type { Endpoint, Subscriber } from "./subscriber.ts";

interface WakingPorts {
  audience: {
    allSubscribersOf(owner: string): AsyncIterable<Subscriber>;
    endpointsOf(subscriberId: string): Promise<Endpoint[]>;
  };
  queue: { sendAll(messages: readonly { endpointId: string; about: "feeds" }[]): Promise<void> };
}

/** Puts one endpoint of each of the owner's subscribers on the queue, to be told of feeds; returns how many. */
export async function wakeOwner(owner: string, { audience, queue }: WakingPorts): Promise<number> {
  let woken = 0;
  for await (const { id } of audience.allSubscribersOf(owner)) {
    const chosen = endpointForNotices(await audience.endpointsOf(id));
    if (!chosen) continue;
    await queue.sendAll([{ endpointId: chosen.id, about: "feeds" }]);
    woken += 1;
  }
  return woken;
}

/** A confirmed email address, else a confirmed phone: that a feed fails is not worth an SMS beside an email. */
export function endpointForNotices(endpoints: Endpoint[]): Endpoint | undefined {
  const confirmed = endpoints.filter(({ state }) => state === "confirmed");
  return confirmed.find(({ channel }) => channel === "email") ?? confirmed[0];
}
