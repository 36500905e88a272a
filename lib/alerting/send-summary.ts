import type { Sourcing } from "../stories/independent-sources.ts";
import type { StorySource } from "../stories/story.ts";
import { claimDigests } from "./claim-digests.ts";
import { attemptOf, type ClaimedStory, type ClaimOutcome, claimStories } from "./claim-stories.ts";
import { composeEmail } from "./compose-email.ts";
import { composeHtml } from "./compose-html.ts";
import { composeNothingNew } from "./compose-nothing-new.ts";
import { composeSms } from "./compose-sms.ts";
import { claimMessage, type DailyLimit, dailyLimit } from "./daily-limit.ts";
import type { Claim, Delivery, DeliveryLedger, Watermark } from "./delivery.ts";
import { fill, frames } from "./frame.ts";
import { type DueDigest, type GatheredNews, gatherNews, type NewsReader, type WatchlistReader } from "./gather-news.ts";
import { freeFrom, type Hold, holdAt, holdNow } from "./hold.ts";
import { type Lateness, lateness } from "./lateness.ts";
import { isReachable, type MailExtras, type MailSender, mailOf, type Recipient } from "./mail.ts";
import type { Channel, Endpoint, Language, Subscriber, Subscription } from "./subscriber.ts";
import type { Coverage, Summary } from "./summary.ts";
import type { UnsubscribeLink } from "./unsubscribe-link.ts";

/** Who is told: read strongly consistent, so that nobody is told after they were removed. */
export interface Audience {
  endpointById(id: string): Promise<Endpoint | null>;
  subscriberById(id: string): Promise<Subscriber | null>;
  subscriptionsOfEndpoint(endpointId: string): Promise<Subscription[]>;
}

export interface CoverageReader {
  /** How the feeds of this owner do. May be some minutes old. */
  coverageOf(owner: string): Promise<Coverage>;
}

export interface Publication {
  channel: Channel;
  topicArn: string;
  /** For email only; null for SMS. */
  subject: string | null;
  text: string;
  /** Of an email: the link in its last line, where there is a public address; for List-Unsubscribe (RFC 8058) where the channel has it. */
  unsubscribeUrl?: string | undefined;
}

/** One try, never repeated by itself: SNS has no idempotency token, so a repeat is the ledger's decision. */
export interface Publisher {
  /** Throws where the outcome is unknown: a time-out, a lost connection, a 5xx. */
  publish(publication: Publication): Promise<PublishOutcome>;
}

export type PublishOutcome =
  | { kind: "published"; messageId: string }
  /** SNS said no: nothing was sent. */
  | { kind: "refused"; reason: string };

/** What `sendSummary` needs of the world. */
export interface SendingPorts {
  audience: Audience;
  watchlists: WatchlistReader;
  news: NewsReader;
  coverage: CoverageReader;
  ledger: DeliveryLedger;
  publisher: Publisher;
  /** For email addresses that have no topic; absent where SNS makes the mails. */
  mailer?: MailSender | undefined;
  /** Who reported a story, counted. */
  weighSources(sources: StorySource[]): Sourcing;
  /** Absent where the API has no public address. */
  unsubscribeLink?: UnsubscribeLink | undefined;
  /** Epoch milliseconds. */
  now(): number;
  newDeliveryId(): string;
}

export type SendOutcome =
  | { kind: "unknown-endpoint" }
  /** Not confirmed, or unsubscribed: nothing is sent, and the news waits. */
  | { kind: "not-confirmed" }
  /** The subscriber wants nothing now: the news waits. */
  | { kind: "on-hold"; because: Hold }
  | { kind: "nothing-new" }
  /** Another call is telling this story, or died while it did: ask again after `until` (ISO 8601 UTC). */
  | { kind: "held"; until: string }
  /** `more`: there were more stories than one summary holds. */
  | { kind: "sent"; deliveryId: string; stories: number; more: boolean }
  | { kind: "refused"; reason: string };

/** So old may a watermark get before an evaluation that found nothing moves it: a write each time would cost more than the reading. */
const watermarkLagMs = 12 * 60 * 60 * 1000;

/**
 * Tells one endpoint what its due subscriptions have and it wasn't told yet, as one message, and says what came of it.
 *
 * Order of writes: claims (with a lease), the delivery's record, *publish*, the record's outcome, the claims' outcome, the
 * watermark. A crash before the record leaves proof that nothing was published; one after it leaves the outcome unknown,
 * and then an email is repeated once and an SMS never. Calls that overlap never tell one revision twice. Throws where a
 * store fails or the outcome of a publish is unknown; a later call goes on from there.
 */
export async function sendSummary(endpointId: string, ports: SendingPorts): Promise<SendOutcome> {
  const endpoint = await ports.audience.endpointById(endpointId);
  const subscriber = endpoint && (await ports.audience.subscriberById(endpoint.subscriberId));
  if (!endpoint || !subscriber) return { kind: "unknown-endpoint" };
  if (endpoint.state !== "confirmed" || !isReachable(endpoint, ports.mailer)) return { kind: "not-confirmed" };
  const hold = holdNow(subscriber, ports.now());
  if (hold !== null) return { kind: "on-hold", because: hold };
  const watermark = await ports.ledger.watermarks.read(endpointId);
  const subscriptions = await ports.audience.subscriptionsOfEndpoint(endpointId);
  const news = await gatherNews(subscriptions, subscriber, watermark, ports);
  const limit = await dailyLimit(endpointId, subscriber, news.candidates, ports);
  if (limit && !limit.isOpen) return { kind: "on-hold", because: "daily-limit" };
  const claimed = await claimStories(endpoint, news.candidates, ports);
  if (claimed.stories.length === 0 && claimed.heldUntil !== null) return { kind: "held", until: claimed.heldUntil };
  const attempt = attemptOf(endpoint, claimed);
  const empty = await claimDigests(news.digests, attempt, ports.ledger);
  if (empty.kind === "held") return empty;
  if (claimed.stories.length + empty.digests.length === 0) {
    if (lags(watermark, news)) await moveWatermark(endpointId, watermark, news, null, ports);
    return { kind: "nothing-new" };
  }
  const since = watermark?.lastSentAt ?? firstOf(subscriptions.map(({ createdAt }) => createdAt));
  const coverage = await ports.coverage.coverageOf(subscriber.owner);
  const held = heldBefore(claimed.stories, subscriber, limit);
  const stories = claimed.stories.map((story) => ({
    ...story,
    late: lateOf(story, subscriber, limit, coverage, ports.now()),
  }));
  const summary = { since, stories, coverage, held, nothingOn: withoutNews(empty.digests, claimed) };
  const delivery = deliveryOf(endpoint, summary, subscriber, claimed, ports.now());
  const message = limit && (await claimMessage(limit, subscriber, attempt, ports.ledger));
  if (message && message.kind !== "claimed") return { kind: "held", until: heldUntil(message, ports.now()) };
  const claims = [...claimed.stories.flatMap((story) => story.claims), ...empty.claims];
  const to = { ...endpoint, language: subscriber.language };
  const content =
    stories.length > 0 && to.topicArn === null ? composeHtml(summary, subscriber, ports.now()) : undefined;
  const outcome = await publish(to, delivery, message ? [...claims, message.claim] : claims, ports, { content });
  if (outcome.kind !== "sent") return outcome;
  const isComplete = !claimed.more && claimed.heldUntil === null;
  if (isComplete) await moveWatermark(endpointId, watermark, news, delivery.startedAt, ports);
  return { ...outcome, stories: claimed.stories.length, more: claimed.more };
}

function withoutNews(digests: DueDigest[], { stories }: { stories: ClaimedStory[] }): string[] {
  const told = new Set(stories.flatMap(({ watchlists }) => watchlists.map(({ name }) => name)));
  return digests.map(({ name }) => name).filter((name) => !told.has(name));
}

const firstOf = (moments: string[]): string => moments.toSorted()[0] ?? "";

/** Told meanwhile by a call that died: the next one counts on. */
const heldUntil = (message: Exclude<ClaimOutcome, { kind: "claimed" }>, nowMs: number): string =>
  message.kind === "held" ? message.until : new Date(nowMs).toISOString();

function heldBefore(
  stories: ClaimedStory[],
  subscriber: Subscriber,
  limit: DailyLimit | null,
): Partial<Record<Hold, number>> {
  const held: Partial<Record<Hold, number>> = {};
  for (const story of stories) {
    const hold = holdOf(story, subscriber, limit);
    if (hold !== null) held[hold] = (held[hold] ?? 0) + 1;
  }
  return held;
}

/** What held the story when it was due. */
function holdOf({ dueAt }: ClaimedStory, subscriber: Subscriber, limit: DailyLimit | null): Hold | null {
  const dueMs = Date.parse(dueAt);
  const wasAboveLimit = limit?.heldUntil != null && dueMs < limit.heldUntil;
  return holdAt(subscriber, dueMs) ?? (wasAboveLimit ? "daily-limit" : null);
}

function lateOf(
  story: ClaimedStory,
  subscriber: Subscriber,
  limit: DailyLimit | null,
  coverage: Coverage,
  nowMs: number,
): Lateness | null {
  // Another source brings no revision, so nobody knows since when there were enough.
  const wasHeld = story.watchlists.some(({ only }) => only?.sourcesMin !== undefined);
  const dueAt = new Date(freeOf(story, subscriber, limit)).toISOString();
  const { sources, isNews, change } = story;
  const telling = isNews ? sources : sources.filter(({ life = [] }) => life.some(({ kind }) => kind === change));
  const waited = waitOf(story, subscriber, limit);
  return story.late ?? lateness({ sources: telling, dueAt, wasHeld, waited }, coverage, nowMs);
}

/** What is still held by present wishes is said to be. */
function waitOf(story: ClaimedStory, subscriber: Subscriber, limit: DailyLimit | null) {
  const { wishesChangedAt: changedAt } = subscriber;
  const isOlder = changedAt !== undefined && story.dueBefore < changedAt && holdOf(story, subscriber, limit) === null;
  return isOlder ? { from: story.dueBefore, changedAt } : null;
}

/** When the story, held or not, was free to go. */
function freeOf({ dueAt }: ClaimedStory, subscriber: Subscriber, limit: DailyLimit | null): number {
  const free = freeFrom(subscriber, Date.parse(dueAt));
  return limit?.freeFrom != null && free < limit.freeFrom ? limit.freeFrom : free;
}

function deliveryOf(
  endpoint: Endpoint,
  summary: Summary,
  subscriber: Subscriber,
  { deliveryId, startedAt, stories }: { deliveryId: string; startedAt: string; stories: ClaimedStory[] },
  nowMs: number,
): Delivery {
  const { channel, id: endpointId } = endpoint;
  const told = stories.flatMap(({ claims }) => claims.map(({ storyId, revision }) => ({ storyId, revision })));
  const words = wordsOf(channel, summary, subscriber, nowMs);
  const open = { state: "publishing", messageId: null, reason: null } as const;
  const watchlistIds = [...new Set(stories.flatMap(({ watchlists }) => watchlists.map(({ id }) => id)))].sort();
  return { id: deliveryId, endpointId, startedAt, channel, told, watchlistIds, ...words, ...open };
}

function wordsOf(channel: Channel, summary: Summary, subscriber: Subscriber, nowMs: number) {
  const { since, stories, coverage, nothingOn = [] } = summary;
  if (stories.length > 0) return channel === "email" ? inEmail(summary, subscriber, nowMs) : inSms(summary, subscriber);
  return composeNothingNew({ watchlists: nothingOn, since, coverage }, channel, subscriber, nowMs);
}

function inEmail(summary: Summary, subscriber: Subscriber, nowMs: number): { subject: string; text: string } {
  const { subject, body } = composeEmail(summary, subscriber, nowMs);
  return { subject, text: body };
}

const inSms = (summary: Summary, subscriber: Subscriber): { subject: null; text: string } => ({
  subject: null,
  text: composeSms(summary, subscriber, subscriber.smsPartsMax).text,
});

/**
 * Publishes the delivery and writes down what came of it, for each of its claims too (decision 10). The link to unsubscribe is
 * the reader's own: it goes out below the text and stands in no record, which others read.
 */
export async function publish(
  to: Recipient,
  delivery: Delivery,
  claims: Claim[],
  ports: Pick<SendingPorts, PublishingPorts>,
  extras: MailExtras = {},
): Promise<{ kind: "sent"; deliveryId: string; stories: number } | Exclude<SendOutcome, { kind: "sent" }>> {
  const { ledger, now } = ports;
  // False: another call saw the lease run out, took the stories over and barred this delivery.
  if (!(await ledger.deliveries.begin(delivery))) return { kind: "held", until: new Date(now()).toISOString() };
  const { id: deliveryId } = delivery;
  const outcome = await hand(to, delivery, ports, extras);
  const finishedAt = new Date(now()).toISOString();
  if (outcome.kind === "refused") {
    await ledger.deliveries.finish({ ...delivery, state: "refused", reason: outcome.reason, finishedAt });
    return outcome;
  }
  await ledger.deliveries.finish({ ...delivery, state: "sent", messageId: outcome.messageId, finishedAt });
  // False here: the lease ran out meanwhile, and whoever took the claim over finds the delivery sent.
  for (const claim of claims) await ledger.claims.reclaim({ ...claim, state: "sent" }, deliveryId);
  return { kind: "sent", deliveryId, stories: delivery.told.length };
}

/** What `publish` needs. */
export type PublishingPorts = "ledger" | "publisher" | "mailer" | "now" | "unsubscribeLink";

/** By the endpoint's topic where it has one, which SNS then makes the mail of; else by a mail of our own. */
function hand(
  to: Recipient,
  delivery: Delivery,
  { publisher, mailer, unsubscribeLink }: Pick<SendingPorts, PublishingPorts>,
  extras: MailExtras,
): Promise<PublishOutcome> {
  const { topicArn, language } = to;
  if (topicArn !== null) return publisher.publish(publicationOf({ topicArn, language }, delivery, unsubscribeLink));
  if (!mailer) throw new Error(`expected endpoint ${delivery.endpointId} to have a topic, got none`);
  const unsubscribeUrl = extras.confirmUrl === undefined ? unsubscribeLink?.(delivery.endpointId) : undefined;
  return mailer.send(mailOf(to, delivery, { ...extras, unsubscribeUrl }));
}

function publicationOf(
  { topicArn, language }: { topicArn: string; language: Language },
  { channel, subject, text, endpointId }: Delivery,
  linkOf: UnsubscribeLink | undefined,
): Publication {
  if (channel !== "email" || linkOf === undefined) return { channel, topicArn, subject, text };
  const link = linkOf(endpointId);
  const lastLine = fill(frames[language].unsubscribe.link, { link });
  return { channel, topicArn, subject, text: `${text}\n${lastLine}\n`, unsubscribeUrl: link };
}

function lags(watermark: Watermark | null, { evaluatedUntil }: GatheredNews): boolean {
  return Object.entries(evaluatedUntil).some(([watchlistId, until]) => {
    const before = watermark?.evaluatedUntil[watchlistId];
    return before === undefined || Date.parse(until) - Date.parse(before) > watermarkLagMs;
  });
}

async function moveWatermark(
  endpointId: string,
  before: Watermark | null,
  { evaluatedUntil }: GatheredNews,
  sentAt: string | null,
  { ledger }: SendingPorts,
): Promise<void> {
  await ledger.watermarks.save(endpointId, { evaluatedUntil, lastSentAt: sentAt ?? before?.lastSentAt ?? null });
}
