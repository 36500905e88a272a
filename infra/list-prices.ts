/**
 * AWS's list prices in US dollars without any free tier, as published for the region by the date. They change seldom, and
 * mostly down; compare them with the price pages before you rely on a sum. `bench/cost.ts` and the dashboard reckon with
 * them; a newer list is a change of this file.
 *
 * Compared in November 2026 with transcripts of the price pages, as the pages themselves were out of reach: Lambda's requests and free tier and the
 * HTTP API (read 2026-09-20), CloudWatch, logs and SES (2026-05-05), Lambda on arm64 (2026-05-11) are the same. Nothing newer was found
 * for DynamoDB, SQS, SNS and the scheduler.
 */
export const listPrices = {
  asOf: "2025-07",
  region: "us-east-1",
  usd: {
    /** On demand, Standard table class: half a unit each for eventually consistent reads. */
    dynamoMillionReads: 0.125,
    dynamoMillionWrites: 0.625,
    dynamoGbMonth: 0.25,
    /** Continuous backup of the tables that have it. */
    dynamoBackupGbMonth: 0.2,
    lambdaGbSecondArm: 0.0000133334,
    lambdaMillionCalls: 0.2,
    /** Standard queues; 64 KB are one request, and so is a batch. */
    sqsMillionRequests: 0.4,
    schedulerMillionCalls: 1.0,
    apiMillionRequests: 1.0,
    logsGb: 0.5,
    logsGbMonth: 0.03,
    metricMonth: 0.3,
    /** Standard resolution, for each metric that an alarm looks at. */
    alarmMonth: 0.1,
    dashboardMonth: 3.0,
    internetGb: 0.09,
    snsMillionPublishes: 0.5,
    snsHundredThousandEmails: 2.0,
    /** À la carte (`NONE`). Since 2026-07-21 an account can have a plan instead, per region, with prices of its own. */
    sesThousandEmails: 0.1,
  },
} as const;
