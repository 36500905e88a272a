/**
 * AWS's quotas that bind at a million readers, as its pages had them. `default` is what a new account has; what can be raised says so.
 * Compare them with the pages before you rely on them.
 */
export const quotas = {
  asOf: "2026-11",
  /** docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html; the highest number: repost.aws/knowledge-center/lambda-sqs-scaling. */
  eventSource: { first: 5, moreAMinute: 300, max: 1_250 },
  /** …/lambda/latest/dg/services-sqs-scaling.html: what `MaximumConcurrency` of a mapping takes. */
  maximumConcurrency: { min: 2, max: 1_000 },
  /** …/lambda/latest/dg/scaling-behavior.html: of all functions together (raised on request); new environments of one function. */
  lambda: { concurrency: 1_000, environmentsInTenSeconds: 1_000 },
  /** …/amazondynamodb/latest/developerguide/bp-partition-key-design.html. Can't be raised. */
  partition: { readUnits: 3_000, writeUnits: 1_000 },
  /** …/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html: a table that never had more; the default for any (raised). */
  newTable: { readUnits: 12_000, writeUnits: 4_000 },
  table: { readUnits: 40_000, writeUnits: 40_000 },
  /** …/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html. */
  queue: { inFlight: 120_000, delaySecondsMax: 900 },
  /** …/general/latest/gr/sns.html; email: repost.aws/knowledge-center/sns-email-subscription-disabled. */
  sns: { topics: 100_000, emailsASecond: 10 },
  /** …/ses/latest/dg/quotas.html: AWS names no number outside of the sandbox; it is what was asked for and granted. */
  ses: { sandboxASecond: 1, sandboxADay: 200 },
  /** …/scheduler/latest/UserGuide/scheduler-quotas.html. */
  scheduler: { invocationsASecond: 1_000 },
} as const;
