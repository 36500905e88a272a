import { dividedAbove, type FanOut, shardsMax } from "../lib/alerting/fan-out.ts";

export type FunctionName =
  | "schedule-polls"
  | "poll-feeds"
  | "schedule-summaries"
  | "send-summaries"
  | "reconcile-subscriptions"
  | "api"
  | "analyse-texts"
  | "receive-feedback"
  | "build-dictionary";

/** The variables that a function reads. `infra/` sets exactly these; a test compares. */
export interface Variables {
  required: readonly string[];
  optional: readonly string[];
}

export const environmentOf = {
  "schedule-polls": { required: ["CATALOG_TABLE", "POLLING_TABLE", "POLL_QUEUE_URL"], optional: [] },
  "poll-feeds": {
    required: ["CATALOG_TABLE", "NEWS_TABLE", "POLLING_TABLE", "POLL_QUEUE_URL", "SUMMARY_QUEUE_URL", "CONTACT"],
    optional: [
      "LOOKBACK_HOURS",
      "GATHER_SECONDS",
      "ALLOW_PRIVATE",
      "EXEMPT_ORIGINS",
      "METRICS_NAMESPACE",
      "DICTIONARY_BUCKET",
    ],
  },
  "schedule-summaries": {
    required: ["CATALOG_TABLE", "POLLING_TABLE", "SUMMARY_QUEUE_URL"],
    optional: ["FAN_OUT_SHARDS", "FAN_OUT_ABOVE"],
  },
  "send-summaries": {
    required: ["CATALOG_TABLE", "NEWS_TABLE", "POLLING_TABLE", "SUMMARY_QUEUE_URL", "SUMMARY_DEAD_LETTERS_URL"],
    optional: [
      "PUBLIC_URL",
      "SUMMARY_ATTEMPTS",
      "MAIL_FROM",
      "MAIL_CONFIGURATION_SET",
      "FAN_OUT_SHARDS",
      "FAN_OUT_ABOVE",
      "SMS_SENDER_ID",
      "SMS_MAX_PRICE",
      "METRICS_NAMESPACE",
    ],
  },
  "reconcile-subscriptions": {
    required: ["CATALOG_TABLE"],
    optional: ["TOPIC_PREFIX", "OUTBOX_QUEUE_ARN", "MAIL_FROM", "SUMMARY_QUEUE_URL"],
  },
  api: {
    required: [
      "CATALOG_TABLE",
      "NEWS_TABLE",
      "POLLING_TABLE",
      "POLL_QUEUE_URL",
      "SUMMARY_QUEUE_URL",
      "SUMMARY_DEAD_LETTERS_URL",
      "ANALYSE_TEXTS_FUNCTION",
    ],
    optional: [
      "JWT_ISSUER",
      "JWT_AUDIENCE",
      "JWT_KEYS_URL",
      "TOPIC_PREFIX",
      "OUTBOX_QUEUE_ARN",
      "ALLOW_PRIVATE",
      "SMS_SENDER_ID",
      "SMS_MAX_PRICE",
      "MAIL_FROM",
      "METRICS_NAMESPACE",
    ],
  },
  "analyse-texts": {
    required: ["CATALOG_TABLE", "NEWS_TABLE", "CONTACT"],
    optional: ["ALLOW_PRIVATE", "EXEMPT_ORIGINS"],
  },
  // Only where mails are our own (MAIL_FROM): what SES says of them later.
  "receive-feedback": { required: ["CATALOG_TABLE", "NEWS_TABLE"], optional: [] },
  // Only where the dictionary is in S3, too (dictionaryInS3).
  "build-dictionary": { required: ["CATALOG_TABLE", "DICTIONARY_BUCKET"], optional: [] },
} as const satisfies Record<FunctionName, Variables>;

/** A function can't work with the environment it was given. */
export class EnvironmentError extends Error {}

type Values<Name extends string> = Record<Name, string>;

/**
 * The named variables' values. Called while a module loads, so that a missing variable fails the deployment's first
 * invocation and not the first alert. Throws `EnvironmentError` that names every variable that is missing or empty.
 */
export function requireEnvironment<const Name extends string>(
  env: Record<string, string | undefined>,
  names: readonly Name[],
): Values<Name> {
  const missing = names.filter((name) => !env[name]);
  if (missing.length > 0) throw new EnvironmentError(`expected ${missing.join(", ")} to be set, got nothing`);
  return Object.fromEntries(names.map((name) => [name, env[name]])) as Values<Name>;
}

/** A variable that must be a number at or above `min`, else `fallback` where it is not set. Throws `EnvironmentError`. */
export function numberFrom(
  env: Record<string, string | undefined>,
  name: string,
  { fallback, min }: { fallback: number; min: number },
): number {
  const text = env[name];
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (Number.isFinite(value) && value >= min) return value;
  throw new EnvironmentError(`expected ${name} to be a number of at least ${min}, got ${JSON.stringify(text)}`);
}

/** How large audiences are divided. Throws `EnvironmentError` for more shards than ids can be told apart by. */
export function fanOutFrom(env: Record<string, string | undefined>): FanOut {
  const shards = numberFrom(env, "FAN_OUT_SHARDS", { fallback: 1, min: 1 });
  if (!Number.isInteger(shards) || shards > shardsMax)
    throw new EnvironmentError(`expected FAN_OUT_SHARDS to be a whole number up to ${shardsMax}, got ${shards}`);
  return { shards, above: numberFrom(env, "FAN_OUT_ABOVE", { fallback: dividedAbove, min: 0 }) };
}
