import type { APIGatewayProxyEventV2, SNSEvent, SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { TextEvent } from "../functions/asked-texts.ts";
import type { Tick } from "../functions/tick.ts";

type BatchHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;
type TickHandler = (tick: Tick) => Promise<unknown>;

export interface Handlers {
  schedulePolls: TickHandler;
  pollFeeds: BatchHandler;
  scheduleSummaries: TickHandler;
  sendSummaries: BatchHandler;
  reconcileSubscriptions: TickHandler;
  receiveFeedback(event: SNSEvent): Promise<unknown>;
  api(event: APIGatewayProxyEventV2): Promise<unknown>;
  analyseTexts(event: TextEvent): Promise<unknown>;
}

/** The production handlers. They read their variables while they load: set `process.env` before. */
export async function loadHandlers(): Promise<Handlers> {
  return {
    schedulePolls: (await import("../functions/schedule-polls.ts")).handler,
    pollFeeds: (await import("../functions/poll-feeds.ts")).handler,
    scheduleSummaries: (await import("../functions/schedule-summaries.ts")).handler,
    sendSummaries: (await import("../functions/send-summaries.ts")).handler,
    reconcileSubscriptions: (await import("../functions/reconcile-subscriptions.ts")).handler,
    receiveFeedback: (await import("../functions/receive-feedback.ts")).handler,
    analyseTexts: (await import("../functions/analyse-texts.ts")).handler,
    api: (await import("../functions/api.ts")).handler as unknown as Handlers["api"],
  };
}
