import { entriesIn } from "../../functions/aws/journal-table.ts";
import type { Claim, Delivery } from "../../lib/alerting/delivery.ts";
import type { Cadence, Channel } from "../../lib/alerting/subscriber.ts";
import type { Item } from "../../lib/polling/item.ts";
import { itemId } from "../../lib/polling/item-id.ts";
import type { Hit, RecentStory, StoryChange, StorySource } from "../../lib/stories/story.ts";
import type { Stage } from "../../lib/tieups/tie-up.ts";
import type { StoredItem } from "./dynamo-expression.ts";
import type { MemoryDynamo } from "./memory-dynamo.ts";
import { companies, type NewsEvent, type Newswire, type Report, type Wording } from "./newswire.ts";
import type { Process } from "./process.ts";
import { dateAt, type Zone } from "./wishes.ts";

/** A promise that was broken. */
export interface Violation {
  promise: Promised;
  at: number;
  /** What happened, in a sentence. */
  what: string;
}

export type Promised =
  | "nothing is lost"
  | "nothing is told twice"
  | "nobody is told without consent"
  | "nothing goes where mail came back for good"
  | "quiet hours and pauses hold"
  | "a day's limit holds"
  | "a digest waits for its time"
  | "validators are never ahead of items"
  | "an item keeps its first sight and its wordings"
  | "a hit's key follows from its item"
  | "one event is one story"
  | "an embargo holds"
  | "a change goes to whoever was told, once"
  | "the record is written before the publish"
  | "everything drains"
  | "a topic has its endpoint"
  | "nothing fails by itself";

/** How often things happened that are allowed and worth knowing. */
export interface Counts {
  publishes: number;
  repeats: number;
  unknown: number;
  olderAfterNewer: number;
  /** Items left under an earlier wording by a poller that came late (decision 18). */
  olderWordings: number;
  required: number;
  /** Messages that say that something was corrected or withdrawn. */
  changes: number;
  /** Addresses that mail came back from for good, or whose reader called it spam. */
  cameBack: number;
}

export interface WatchedFrom {
  names: readonly string[];
  /** How many watched companies a report has to name. */
  least: 1 | 2;
  since: number;
  until: number;
}

export interface HeardFrom {
  endpointId: string;
  watchlistId: string;
  cadence: Cadence;
  /** The last moment of the run at which it is due. */
  lastDue: number;
  since: number;
  until: number;
}

export interface Reader {
  endpointId: string;
  address: string;
  channel: Channel;
  leftAt: number;
  /** What they wished, one after the other; what was being changed belongs to neither. */
  wishes: Wish[];
  messagesPerDayMax: number | null;
  zone: Zone;
  /** Before this moment nothing is due to them: they have one digest, and leave it so. */
  nothingBefore: number;
}

/** A time in which nothing is to be delivered, and how long it was wished. */
export interface Wish {
  since: number;
  until: number;
  from: number;
  to: number;
  /** When they are woken to hear of what was held. */
  wokenAt: number;
}

/** What people did, which is what the promises are about. */
export interface Deeds {
  watchlists: Map<string, WatchedFrom[]>;
  subscriptions: HeardFrom[];
  readers: Map<string, Reader>;
  /** Addresses that agreed, where mails are our own. */
  agreed: Set<string>;
  /** By endpoint: the key of the link by which a mail of ours asked for consent. */
  asked: Map<string, string>;
}

/** A message that a channel took. */
export interface Publish {
  endpointId: string;
  /** Of its record; where the channel isn't told that, its words say which one it is. */
  deliveryId?: string;
  subject: string | null;
  text: string;
  delivered: boolean;
}

/** What both kinds of rows of the ledger have between them. */
type LedgerRow = Omit<Delivery, "state"> &
  Pick<Claim, "attempts" | "deliveryId"> & { state: Delivery["state"] | Claim["state"] };

interface Told {
  storyId: string;
  revision: number;
  deliveryId: string;
  startedAt: string;
  by: Process;
  delivered: boolean;
  at: number;
}

/** That something was corrected or withdrawn, as it stands in a message. */
interface Said {
  /** One, but where the story names only one of its companies, which another event may be about too. */
  events: NewsEvent[];
  kind: StoryChange["kind"];
}

/** A summary that was published, on a day of its reader's. */
interface Message {
  endpointId: string;
  delivery: Pick<Delivery, "id">;
  day: string;
}

/** No call that began before an endpoint's consent ended can publish later than this: its time-out, and a late request. */
const lastPublishMs = 200_000;
const never = Number.POSITIVE_INFINITY;
/** What our clocks differ by. */
const skewMs = 1_000;
/** What is over within the difference of clocks that the code allows for is over. */
const overMs = 30_000 + skewMs;
/** What comes to rest has this time for it. */
const restMs = 15 * 60_000;
/** Immediate and hourly subscriptions are asked for at each full hour. */
const sweepMs = 60 * 60_000;

const saidInEmail = /^\d+ +(?<names>.+?) · (?<what>CORRECTED|WITHDRAWN): /gm;
const saidInSms = /(?<names>\w+(?: x \w+)?): (?<what>corrected|withdrawn) \(/g;

/** What the message says to have been corrected or withdrawn, by the companies that it names. */
function changesSaid(text: string, events: readonly NewsEvent[]): Said[] {
  return [...text.matchAll(saidInEmail), ...text.matchAll(saidInSms)].map(({ groups }) => {
    const names = companies.filter((name) => groups?.names?.includes(name));
    const kind = groups?.what?.toLowerCase() === "corrected" ? "correction" : "withdrawal";
    return { events: events.filter(({ pair }) => names.every((name) => pair.includes(name))), kind };
  });
}

/** In the ledger the corrections of a story are a story of their own, and so are its withdrawals. */
const isChange = (storyId: string, kind: StoryChange["kind"]): boolean => storyId.endsWith(` ${kind}`);

const linksTo = (text: string, { key }: Report): boolean => new RegExp(`/${key}(?!\\d)`).test(text);

/** A topic's, of its ARN. */
const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf(":") + 1);

/** News of feeds doesn't wait for a digest's time, nor count. */
const isNotice = ({ told }: Pick<Delivery, "told">): boolean =>
  told.every(({ storyId }) => storyId.startsWith("feed "));

/** Asked of whoever has not agreed yet. */
const isInvitation = ({ told }: Pick<Delivery, "told">): boolean =>
  told.every(({ storyId }) => storyId.startsWith("invitation "));

/** Watches every write and every publish, and at the end compares what people were told with what the wire said. */
export function oracle(now: () => number, wire: Newswire, deeds: Deeds, dynamo: () => MemoryDynamo) {
  const violations: Violation[] = [];
  const counts: Counts = {
    publishes: 0,
    repeats: 0,
    unknown: 0,
    olderAfterNewer: 0,
    olderWordings: 0,
    required: 0,
    changes: 0,
    cameBack: 0,
  };
  const told = new Map<string, Told[]>();
  const items = new Map<string, { firstSeenAt: string; titles: string[] }>();
  const titlesInJournal = new Map<string, Set<string>>();
  const hitStoredAt = new Map<string, number>();
  const hitOf = new Set<string>();
  const sourceStoredAt = new Map<string, number>();
  const messages: Message[] = [];
  const confirmedAt = new Map<string, number>();
  const withoutConsentSince = new Map<string, number>();
  /** By endpoint: when we had heard that mail comes back from there for good, or that its reader called it spam. */
  const cameBackAt = new Map<string, number>();
  const events = [...new Set(wire.reports.flatMap(({ event }) => event ?? []))];
  const eventOfItem = new Map(wire.reports.map(({ itemId, event }) => [itemId, event]));
  /** By story: the event that it is about. */
  const eventOf = new Map<string, NewsEvent>();
  /** By endpoint. */
  const said = new Map<string, Said[]>();
  /** By story: the revision at which each stage came. */
  const stagesOf = new Map<string, Map<Stage, number>>();
  const broken = (promise: Promised, what: string): void => {
    violations.push({ promise, at: now(), what });
  };

  const watches = (watchlistId: string, names: Report["names"], since: number): boolean =>
    (deeds.watchlists.get(watchlistId) ?? []).some(
      (one) =>
        one.since <= since &&
        one.until > now() &&
        names.length >= one.least &&
        names.every((name) => one.names.includes(name)),
    );
  const firstShown = ({ wordings }: Report): number => wordings[0]?.from ?? 0;

  function itemWritten({ id, firstSeenAt, revisions }: Item): void {
    const titles = revisions.map(({ title }) => title);
    const before = items.get(id);
    items.set(id, { firstSeenAt, titles });
    if (!before) return;
    if (before.firstSeenAt !== firstSeenAt)
      broken(
        "an item keeps its first sight and its wordings",
        `item ${id} was first seen at ${before.firstSeenAt}, now at ${firstSeenAt}`,
      );
    else if (before.titles.some((title) => !titles.includes(title)))
      broken(
        "an item keeps its first sight and its wordings",
        `item ${id} had "${before.titles.join('", "')}", now has "${titles.join('", "')}"`,
      );
  }

  function listWritten(stories: readonly RecentStory[]): void {
    for (const { id, revision, stages = [] } of stories) {
      const known = stagesOf.get(id) ?? new Map<Stage, number>();
      stagesOf.set(id, known);
      for (const stage of stages) if (!known.has(stage)) known.set(stage, revision);
    }
  }

  function journalWritten(feedId: string, wordings: Uint8Array): void {
    for (const { key, title } of entriesIn(wordings)) {
      const id = itemId(feedId, key);
      titlesInJournal.set(id, (titlesInJournal.get(id) ?? new Set()).add(title));
    }
  }

  const embargoEnds = new Map(wire.reports.map(({ itemId, embargoUntil }) => [itemId, embargoUntil]));
  const isHeld = (itemId: string): boolean => (embargoEnds.get(itemId) ?? 0) > now() + skewMs;

  function sourceWritten(storyId: string, itemId: string): void {
    if (!sourceStoredAt.has(itemId)) sourceStoredAt.set(itemId, now());
    if (isHeld(itemId)) broken("an embargo holds", `story ${storyId} knows item ${itemId}, which is under embargo`);
  }

  function hitWritten({ watchlistId, itemId, seenAt, stories, changes = [] }: Hit): void {
    const event = eventOfItem.get(itemId);
    if (event) for (const { storyId } of [...stories, ...changes]) eventOf.set(storyId, event);
    const key = `${watchlistId} ${itemId} ${seenAt}`;
    hitOf.add(`${watchlistId} ${itemId}`);
    if (!hitStoredAt.has(key)) hitStoredAt.set(key, now());
    const item = dynamo().row("News", `ITEM#${itemId}`, "ITEM") as unknown as Item | null;
    const isItsEnd = embargoEnds.get(itemId) === Date.parse(seenAt);
    if (!isItsEnd && !item?.revisions.some((wording) => wording.seenAt === seenAt))
      broken(
        "a hit's key follows from its item",
        `the hit of ${watchlistId} by item ${itemId} is filed under ${seenAt}, when none of its wordings was seen`,
      );
  }

  function stateWritten(feedId: string, bodyHash: string): void {
    for (const { report, wording } of wire.shown(bodyHash)) {
      const missing = report.dated ? missingOf(report, wording) : null;
      if (missing === null) continue;
      broken("validators are never ahead of items", `${feedId} was saved as read with "${wording.title}", ${missing}`);
      return;
    }
  }

  /** `isFinal`: what comes again later has come by then. */
  function missingOf(report: Report, { title, change }: Wording, isFinal = false): string | null {
    const { itemId, event, names, wordings, embargoUntil } = report;
    const titles = titlesInJournal.get(itemId);
    if (!titles) return "which isn't in the journal";
    if (!titles.has(title)) return "which isn't a wording of its item";
    // A withdrawal is no news: what it takes back may not have been there yet.
    if (!event || (embargoUntil !== null && !isFinal) || change === "withdrawal") return null;
    const since = wordings[0]?.from ?? 0;
    const unhit = [...deeds.watchlists.keys()].find((id) => watches(id, names, since) && !hitOf.has(`${id} ${itemId}`));
    return unhit === undefined ? null : `which has no hit of ${unhit}`;
  }

  return {
    violations,
    counts,
    broken,
    written(table: string, item: StoredItem): void {
      const [pk = "", sk = ""] = [item.pk?.S, item.sk?.S];
      const row = <T>(): T => dynamo().row(table, pk, sk) as unknown as T;
      if (table === "News" && sk === "ITEM") itemWritten(row<Item>());
      else if (table === "News" && pk.startsWith("STORY#") && sk.startsWith("ITEM#"))
        sourceWritten(pk.slice("STORY#".length), sk.slice("ITEM#".length));
      else if (table === "News" && sk === "RECENT") listWritten(row<{ stories: RecentStory[] }>().stories);
      else if (table === "News" && sk.startsWith("WORDINGS#"))
        journalWritten(pk.slice("FEED#".length), row<{ wordings: Uint8Array }>().wordings);
      else if (table === "News" && pk.startsWith("WATCHLIST#") && sk.startsWith("HIT#")) hitWritten(row<Hit>());
      else if (table === "Polling" && sk === "STATE") stateWritten(pk.slice("FEED#".length), item.bodyHash?.S ?? "");
      else if (table === "Catalog" && sk === "ENDPOINT") {
        const id = pk.slice("ENDPOINT#".length);
        if (item.state?.S === "confirmed" && !confirmedAt.has(id)) confirmedAt.set(id, now());
        if (item.state?.S === "confirmed") withoutConsentSince.delete(id);
        else if (!withoutConsentSince.has(id)) withoutConsentSince.set(id, now());
      }
    },

    published({ endpointId, deliveryId, subject, text, delivered }: Publish, by: Process): void {
      counts.publishes += 1;
      const rows = dynamo().rows("News", `ENDPOINT#${endpointId}`) as unknown as (LedgerRow & { sk: string })[];
      const delivery = rows.findLast(
        ({ sk, ...row }) =>
          sk.startsWith("DELIVERY#") &&
          (deliveryId === undefined || row.id === deliveryId) &&
          (isInvitation(row) ? text.startsWith(row.text) : row.text === text) &&
          row.subject === subject,
      );
      if (!delivery) {
        broken("the record is written before the publish", `${endpointId} was sent "${text}" without a record`);
        return;
      }
      const unwanted = withoutConsentSince.get(endpointId);
      if (unwanted !== undefined && unwanted < now() - lastPublishMs && !isInvitation(delivery))
        broken(
          "nobody is told without consent",
          `${endpointId} was sent "${subject ?? text}", unconfirmed for ${Math.round((now() - unwanted) / 1000)} s`,
        );
      if ((cameBackAt.get(endpointId) ?? never) < now() - lastPublishMs)
        broken(
          "nothing goes where mail came back for good",
          `${endpointId} was sent "${subject ?? text}", ${Math.round((now() - (cameBackAt.get(endpointId) ?? 0)) / 1000)} s after we had heard`,
        );
      const early = wire.reports.find((report) => isHeld(report.itemId) && linksTo(text, report));
      if (early) broken("an embargo holds", `${endpointId} was sent "${subject ?? text}" before its end`);
      changeSaid(endpointId, delivery, rows);
      const reader = deeds.readers.get(endpointId);
      if (reader && !isInvitation(delivery)) keptWishes(reader, delivery, by);
      const channel = reader?.channel;
      const mine = told.get(endpointId) ?? [];
      told.set(endpointId, mine);
      for (const { storyId, revision } of delivery.told) {
        const before = mine.filter((one) => one.storyId === storyId && one.revision === revision);
        if (mine.some((one) => one.storyId === storyId && one.revision > revision)) counts.olderAfterNewer += 1;
        const claim = rows.find((row) => row.sk === `SENT#${storyId}#${String(revision).padStart(6, "0")}`);
        const [first] = before;
        if (first) {
          counts.repeats += 1;
          const record = rows.find(({ sk }) => sk === `DELIVERY#${first.startedAt}#${first.deliveryId}`);
          const story = `${endpointId} was told revision ${revision} of ${storyId}`;
          if (before.length > 1 || channel !== "email")
            broken("nothing is told twice", `${story} ${before.length + 1} times by ${channel}`);
          else if (record?.state !== "publishing")
            broken("nothing is told twice", `${story} again, though the first is ${record?.state}`);
          else if (claim?.attempts !== 2)
            broken("nothing is told twice", `${story} again, and the ledger says ${claim?.attempts} attempt`);
          else if (first.by.suffered.length === 0)
            broken("nothing is told twice", `${story} again, though nothing went wrong`);
        }
        mine.push({
          storyId,
          revision,
          deliveryId: delivery.id,
          startedAt: delivery.startedAt,
          by,
          delivered,
          at: now(),
        });
      }
    },

    /** Mail comes back from there for good, or its reader called it spam, and we have heard it. */
    cameBack(endpointId: string): void {
      if (cameBackAt.has(endpointId)) return;
      cameBackAt.set(endpointId, now());
      counts.cameBack += 1;
      const reader = deeds.readers.get(endpointId);
      if (reader) reader.leftAt = Math.min(reader.leftAt, now());
    },

    /** To be asked when all has come to rest; `topicArns` are the topics that are left. */
    finish(isConfirmed: (address: string) => boolean, topicArns: string[]): void {
      const endpoints = [...deeds.readers.keys()].map((id) => dynamo().row("Catalog", `ENDPOINT#${id}`, "ENDPOINT"));
      // By its name: on servers the account is another one.
      const known = new Set(endpoints.map((endpoint) => nameOf(String(endpoint?.topicArn))));
      for (const arn of topicArns.filter((one) => !known.has(nameOf(one))))
        broken("a topic has its endpoint", `nobody knows of ${arn} any more`);
      const storiesOf = new Map<string, Set<string>>();
      for (const watchlistId of deeds.watchlists.keys()) {
        const rows = dynamo().rows("News", `WATCHLIST#${watchlistId}`);
        const hits = rows.filter(({ sk }) => sk.startsWith("HIT#")) as unknown as Hit[];
        for (const report of wire.reports) {
          if (!report.event || !watches(watchlistId, report.names, firstShown(report))) continue;
          const own = hits.filter(({ itemId }) => itemId === report.itemId);
          const what = `"${report.wordings.at(-1)?.title}" in ${report.feedId}`;
          const missing = missingOf(report, report.wordings.at(-1) as Wording, true);
          if (missing !== null) broken("nothing is lost", `${what}, ${missing}`);
          else if (items.get(report.itemId)?.titles.at(-1) !== report.wordings.at(-1)?.title) counts.olderWordings += 1;
          const stories = storiesOf.get(report.event.name) ?? new Set();
          storiesOf.set(report.event.name, stories);
          const known = own.flatMap((hit) => [...hit.stories, ...(hit.changes ?? [])]);
          for (const { storyId } of known) stories.add(storyId);
          for (const subscription of deeds.subscriptions) {
            if (subscription.watchlistId !== watchlistId) continue;
            if (!isReached(subscription, report, isConfirmed)) continue;
            toldAll(subscription, report, own, what);
            toldChange(subscription, report, own, what);
          }
        }
      }
      for (const reader of deeds.readers.values()) keptLimit(reader);
      for (const [name, ids] of storiesOf) {
        if (ids.size > 1) broken("one event is one story", `${name} is ${ids.size} stories: ${[...ids].join(", ")}`);
      }
    },
  };

  /** The revision at which the story came to what the wire says at last: a page that was shown once more, out of date, brings nothing. */
  function stateOf({ wordings }: Report, storyId: string): number {
    const stage = wordings.at(-1)?.stage ?? null;
    return (stage && stagesOf.get(storyId)?.get(stage)) ?? 0;
  }

  function keptWishes({ endpointId, wishes, nothingBefore, zone }: Reader, delivery: LedgerRow, by: Process): void {
    const at = now();
    const throughout = at - lastPublishMs;
    const wish = wishes.find(
      (one) => one.since <= throughout && one.until > at && one.from <= throughout && at < one.to - overMs,
    );
    const what = `${endpointId} was sent "${delivery.subject ?? delivery.text}" by ${by.name}`;
    if (wish)
      broken("quiet hours and pauses hold", `${what}, which wished nothing until ${new Date(wish.to).toISOString()}`);
    if (isNotice(delivery)) return;
    if (at < nothingBefore - overMs)
      broken(
        "a digest waits for its time",
        `${what}, to whom nothing is due before ${new Date(nothingBefore).toISOString()}`,
      );
    messages.push({ endpointId, delivery, day: dateAt(Date.parse(delivery.startedAt), zone) });
  }

  /** One whose outcome was unknown may have been sent again under its number, and the ledger says so. */
  function keptLimit({ endpointId, messagesPerDayMax }: Reader): void {
    if (messagesPerDayMax === null) return;
    const rows = dynamo().rows("News", `ENDPOINT#${endpointId}`) as unknown as (Delivery & { sk: string })[];
    const isKnown = ({ delivery }: Message) => rows.find(({ id }) => id === delivery.id)?.state !== "publishing";
    const mine = messages.filter((one) => one.endpointId === endpointId && isKnown(one));
    for (const day of new Set(mine.map((one) => one.day))) {
      const sent = mine.filter((one) => one.day === day).length;
      if (sent > messagesPerDayMax)
        broken(
          "a day's limit holds",
          `${endpointId} was sent ${sent} messages on ${day}, and wished ${messagesPerDayMax}`,
        );
    }
  }

  /** Whether what was due to the reader must have reached them by now, for all that they wished. */
  function isReachedByNow({ endpointId, wishes, messagesPerDayMax }: Reader, { cadence, lastDue }: HeardFrom): boolean {
    if (messagesPerDayMax !== null && isLimitReached(endpointId, messagesPerDayMax)) return false;
    const isDigest = cadence.every === "day" || cadence.every === "week";
    // A digest that was due before they had agreed is told with the next one.
    if (isDigest && (confirmedAt.get(endpointId) ?? never) > lastDue - lastPublishMs) return false;
    const wish = wishes.at(-1);
    if (!wish || wish.until <= now()) return false;
    const { from, to, since, wokenAt } = wish;
    if (from >= to || to <= since) return true;
    const rest = now() - restMs;
    if (wokenAt >= to && wokenAt <= rest) return true;
    return !isDigest && Math.ceil(to / sweepMs) * sweepMs <= rest;
  }

  function isLimitReached(endpointId: string, max: number): boolean {
    const rows = dynamo().rows("News", `ENDPOINT#${endpointId}`) as unknown as (Claim & { sk: string })[];
    const counted = rows.filter(({ sk, state }) => sk.startsWith("SENT#day ") && state !== "claimed");
    return counted.some(({ revision }) => revision >= max);
  }

  /** Whether what the report says by itself concerns the subscriber, and must have reached them by now. */
  function isReached(subscription: HeardFrom, report: Report, isConfirmed: (address: string) => boolean): boolean {
    const reader = deeds.readers.get(subscription.endpointId);
    if (!reader || reader.leftAt <= now() || !isConfirmed(reader.address)) return false;
    if (subscription.since + skewMs > firstShown(report) || subscription.until <= now()) return false;
    return isReachedByNow(reader, subscription);
  }

  /** Whoever wasn't told before of what each outlet that had told it took back, and told nothing of since, is told nothing. */
  function isTakenBack(event: NewsEvent | null, lastDue: number): boolean {
    /** As they were stored; a cache may have shown an older one again. */
    const seenOf = ({ itemId, wordings }: Report) => {
      const item = dynamo().row("News", `ITEM#${itemId}`, "ITEM") as unknown as Item | null;
      return (item?.revisions ?? []).flatMap(({ title, seenAt }) => {
        const wording = wordings.find((one) => one.title === title);
        return wording ? [{ ...wording, seenAt: Date.parse(seenAt) }] : [];
      });
    };
    const own = wire.reports.filter((report) => report.event === event);
    return own.every((report) => {
      if ((sourceStoredAt.get(report.itemId) ?? never) > lastDue) return true;
      const withdrawals = own
        .filter(({ feedId }) => feedId === report.feedId)
        .flatMap((one) => seenOf(one).filter(({ change }) => change === "withdrawal"));
      const told = seenOf(report).filter(({ seenAt }) => seenAt <= lastDue);
      return withdrawals.some((one) => told.every(({ from, seenAt }) => from <= one.from || seenAt <= one.seenAt));
    });
  }

  function toldAll(subscription: HeardFrom, report: Report, hits: Hit[], what: string): void {
    const { endpointId, watchlistId, lastDue } = subscription;
    const mine = told.get(endpointId) ?? [];
    const knows = mine.some(({ storyId }) => eventOf.get(storyId) === report.event);
    if (!knows && isTakenBack(report.event, lastDue)) return;
    for (const { itemId, seenAt, stories } of hits) {
      if ((hitStoredAt.get(`${watchlistId} ${itemId} ${seenAt}`) ?? 0) > lastDue) continue;
      for (const { storyId, revision } of stories) {
        const source = dynamo().row("News", `STORY#${storyId}`, `ITEM#${itemId}`) as unknown as StorySource | null;
        if (!source) broken("nothing is lost", `${what} is no source of its story ${storyId}`);
        counts.required += 1;
        // What an edit brought later is not due yet where a digest was made in between, nor ever where the next took it back.
        const tookItBack = report.wordings.at(-1)?.change === "withdrawal";
        const brought =
          subscription.cadence.every === "immediate" && !tookItBack
            ? Math.max(revision, stateOf(report, storyId))
            : revision;
        if (mine.some((one) => one.delivered && one.storyId === storyId && one.revision >= brought)) continue;
        const claims = dynamo().rows("News", `ENDPOINT#${endpointId}`) as unknown as (Claim & { sk: string })[];
        const unknown = claims.find(
          (claim) => claim.sk.startsWith(`SENT#${storyId}#`) && claim.revision >= revision && claim.state === "unknown",
        );
        if (unknown) counts.unknown += 1;
        else
          broken(
            "nothing is lost",
            `${what}, revision ${revision} of ${storyId}, never reached ${endpointId} (${JSON.stringify(subscription.cadence)})`,
          );
      }
    }
  }

  /** A message that says that something was corrected or withdrawn, to somebody who was told it, and not too often. */
  function changeSaid(
    endpointId: string,
    { id, told: tells, text }: LedgerRow,
    rows: (LedgerRow & { sk: string })[],
  ): void {
    const before = said.get(endpointId) ?? [];
    const saysNow = changesSaid(text, events);
    counts.changes += saysNow.length;
    const claimsOf = (event: NewsEvent) =>
      rows.filter(({ sk, deliveryId, state }) => {
        const [, storyId = ""] = sk.split("#");
        return sk.startsWith("SENT#") && eventOf.get(storyId) === event && deliveryId !== id && state !== "claimed";
      });
    const promise = "a change goes to whoever was told, once";
    for (const { events: about, kind } of saysNow) {
      const [event, ...others] = about;
      if (!event || others.length > 0) continue;
      const shown = wire.reports.filter(
        (report) =>
          report.event === event && report.wordings.some((one) => one.change === kind && one.from <= now() + skewMs),
      );
      const knows = (told.get(endpointId) ?? []).some(({ storyId }) => eventOf.get(storyId) === event);
      if (shown.length === 0) broken(promise, `${endpointId} was told of a ${kind} of ${event.name} that nobody wrote`);
      else if (!knows && claimsOf(event).length === 0)
        broken(promise, `${endpointId} was told of a ${kind} of ${event.name}, of which it had not been told`);
      // A repeat of a message whose outcome was unknown is in the ledger.
      const isRepeat = tells.some(
        ({ storyId, revision }) =>
          isChange(storyId, kind) &&
          (told.get(endpointId) ?? []).some((one) => one.storyId === storyId && one.revision === revision),
      );
      if (!isRepeat) before.push({ events: [event], kind });
      const times = before.filter((one) => one.events.includes(event) && one.kind === kind).length;
      if (times > Math.min(shown.length, factsOf(event)))
        broken(promise, `${endpointId} was told ${times} times of a ${kind} of ${event.name}`);
    }
    said.set(endpointId, before);
    if (deeds.readers.get(endpointId)?.channel === "sms") return;
    for (const { storyId } of tells) {
      const kind = (["correction", "withdrawal"] as const).find((one) => isChange(storyId, one));
      const event = kind && eventOf.get(storyId.slice(0, storyId.lastIndexOf(" ")));
      if (!event || claimsOf(event).length === 0) continue;
      if (!saysNow.some((one) => one.events.includes(event) && one.kind === kind))
        broken(promise, `${endpointId} was sent the ${kind} of ${event.name} in words that don't say it: "${text}"`);
    }
  }

  /** How many facts the wire told of an event by now, one after the other: each can be corrected. */
  function factsOf(event: NewsEvent): number {
    const own = wire.reports.filter((report) => report.event === event && firstShown(report) <= now() + skewMs);
    const stages = own.flatMap(({ wordings }) => wordings.filter(({ from }) => from <= now() + skewMs));
    return new Set(stages.map(({ stage }) => stage)).size + (own.some(({ names }) => names.length < 2) ? 1 : 0);
  }

  /** Whoever was told of the event before an outlet corrected it or took it back hears of that. */
  function toldChange(
    { endpointId, watchlistId, lastDue, cadence }: HeardFrom,
    report: Report,
    hits: Hit[],
    what: string,
  ) {
    const changed = report.wordings.find(({ change }) => change !== undefined);
    if (!changed) return;
    const mine = told.get(endpointId) ?? [];
    const isOfEvent = ({ storyId }: Pick<Told, "storyId">): boolean => eventOf.get(storyId) === report.event;
    if (!mine.some((one) => isOfEvent(one) && one.delivered && one.at < changed.from - skewMs)) return;
    const saying = hits.filter(({ changes = [] }) => changes.some(({ kind }) => kind === changed.change));
    const promise = "a change goes to whoever was told, once";
    if (saying.length === 0) return broken(promise, `${what} is filed on ${watchlistId} without its ${changed.change}`);
    const isInTime = ({ itemId, seenAt }: Hit) =>
      (hitStoredAt.get(`${watchlistId} ${itemId} ${seenAt}`) ?? 0) <= lastDue;
    if (!saying.some(isInTime)) return;
    counts.required += 1;
    const isTold = (storyId: string): boolean =>
      isChange(storyId, changed.change as StoryChange["kind"]) &&
      eventOf.get(storyId.slice(0, storyId.lastIndexOf(" "))) === report.event;
    if (mine.some(({ storyId, delivered }) => delivered && isTold(storyId))) return;
    const claims = dynamo().rows("News", `ENDPOINT#${endpointId}`) as unknown as (Claim & { sk: string })[];
    if (claims.some((one) => one.sk.startsWith("SENT#") && isTold(one.storyId) && one.state === "unknown"))
      counts.unknown += 1;
    else broken(promise, `${what} never reached ${endpointId}, who had been told (${JSON.stringify(cadence)})`);
  }
}

export type Oracle = ReturnType<typeof oracle>;
