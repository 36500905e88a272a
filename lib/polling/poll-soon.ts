import type { Feed } from "./item.ts";
import { messagesOf, type PollMessage } from "./schedule-polls.ts";

/**
 * Asks for polls of feeds that have just been added or resumed, so that they don't wait for their slots. Never throws: where the
 * queue takes nothing, `untaken` hears why and the slots ask for the feeds later.
 */
export async function pollSoon(
  feeds: readonly Feed[],
  queue: { sendAll(messages: readonly PollMessage[]): Promise<void> },
  untaken: (fault: unknown) => void,
): Promise<void> {
  await queue.sendAll(messagesOf(feeds)).catch(untaken);
}
