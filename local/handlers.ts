import type { APIGatewayProxyEventV2, SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { Tick } from "../functions/tick.ts";

type BatchHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;
type TickHandler = (tick: Tick) => Promise<unknown>;

export interface Handlers {
  schedulePolls: TickHandler;
  pollFeeds: BatchHandler;
  scheduleSummaries: TickHandler;
  sendSummaries: BatchHandler;
  reconcileSubscriptions: TickHandler;
  api(event: APIGatewayProxyEventV2): Promise<unknown>;
}

/** The production handlers. They read their variables while they load: set `process.env` before. */
export async function loadHandlers(): Promise<Handlers> {
  const [schedulePolls, pollFeeds, scheduleSummaries, sendSummaries, reconcileSubscriptions, api] = await Promise.all([
    import("../functions/schedule-polls.ts"),
    import("../functions/poll-feeds.ts"),
    import("../functions/schedule-summaries.ts"),
    import("../functions/send-summaries.ts"),
    import("../functions/reconcile-subscriptions.ts"),
    import("../functions/api.ts"),
  ]);
  return {
    schedulePolls: schedulePolls.handler,
    pollFeeds: pollFeeds.handler,
    scheduleSummaries: scheduleSummaries.handler,
    sendSummaries: sendSummaries.handler,
    reconcileSubscriptions: reconcileSubscriptions.handler,
    api: api.handler as unknown as Handlers["api"],
  };
}
