import { agree } from "../../lib/alerting/confirm-address.ts";
import type { Cadence } from "../../lib/alerting/subscriber.ts";
import { leave as leaveByLink } from "../../lib/alerting/unsubscribe.ts";
import { unsubscribeLinks } from "../../lib/alerting/unsubscribe-link.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import type { Agenda } from "./agenda.ts";
import { type Cloud, type Connection, connect, links } from "./deployment.ts";
import { companies } from "./newswire.ts";
import type { Deeds, HeardFrom } from "./oracle.ts";
import { InjectedFault, type Process } from "./process.ts";
import { clockAt, type DrawnWish, dateAt, drawWish, nextMidnight, noWish, type Zone, zones } from "./wishes.ts";

export interface PeopleOptions {
  agenda: Agenda;
  cloud: Cloud;
  deeds: Deeds;
  newProcess(name: string): Process;
  begins: number;
  faultsEnd: number;
  ends: number;
}

/** A cadence, and the last moment of the run at which it is due. */
type Due = [cadence: Cadence, lastDue: number];

const subscriberOf = (endpointId: string): string => `${endpointId}-reader`;

const minuteMs = 60_000;
const retryMs = 2_000;
const never = Number.POSITIVE_INFINITY;

/** People set everything up, and change it meanwhile; whatever fails they try again until it is done, as with an API. */
export function people({ agenda, cloud, deeds, newProcess, begins, faultsEnd, ends }: PeopleOptions): void {
  const { random } = cloud;
  const timeZone = random.pick(Object.keys(zones) as Zone[]);

  /** Again and again, each time by a fresh process, until it has come to its end. */
  const does = (work: (api: Connection) => Promise<void>, then: () => void = () => {}): void => {
    const process = newProcess("api");
    let over = false;
    const again = (): void => {
      if (!over) agenda.after(retryMs, () => does(work, then));
      over = true;
    };
    process.onDeath(again);
    work(connect(process, cloud)).then(
      () => {
        over = true;
        then();
      },
      (fault) => {
        if (!(fault instanceof InjectedFault)) cloud.report("api", fault);
        again();
      },
    );
  };

  const least = random.pick([1, 2] as const);
  const leastOf = (id: string) => (id === "all" ? least : 2);
  const listOf = (id: string, names: readonly string[]) => ({
    ...readWatchlist({
      name: id,
      entities: [...names],
      rule: { parties: leastOf(id) === 1 ? "any" : "both-watched" },
    }),
    ...{ id, owner: "anna" },
  });
  const watch = (id: string, names: readonly string[]): void => {
    const list = listOf(id, names);
    const past = deeds.watchlists.get(id) ?? [];
    // From now on the former one may or may not count, until it is replaced.
    deeds.watchlists.set(
      id,
      past.map((one) => ({ ...one, until: Math.min(one.until, agenda.now()) })),
    );
    does(
      async ({ watchlists }) => {
        const stored = await watchlists.readWatchlist(id);
        const done = stored ? await watchlists.replace(list, stored.version) : await watchlists.create(list);
        if (!done) throw new InjectedFault(`somebody else changed ${id}`);
      },
      () => deeds.watchlists.get(id)?.push({ names, least: leastOf(id), since: agenda.now(), until: never }),
    );
  };
  const unwatch = (id: string): void => {
    for (const one of deeds.watchlists.get(id) ?? []) one.until = Math.min(one.until, agenda.now());
    does(({ watchlists }) => watchlists.remove(id));
  };
  const subscribe = (endpointId: string, watchlistId: string, [cadence, lastDue]: Due): void =>
    does(
      async ({ audience, now }) => {
        const subscriberId = subscriberOf(endpointId);
        const subscription = { endpointId, watchlistId, subscriberId, cadence, createdAt: now().toISOString() };
        await audience.putSubscription(subscription, timeZone);
      },
      () => deeds.subscriptions.push({ endpointId, watchlistId, cadence, lastDue, since: agenda.now(), until: never }),
    );
  /** The beginning stays: what was seen since then and not told is told at the new times. */
  const changeCadence = (one: HeardFrom, [cadence, lastDue]: Due): void => {
    one.lastDue = -never;
    const reader = deeds.readers.get(one.endpointId);
    if (reader) reader.nothingBefore = 0;
    does(
      async ({ audience }) => {
        const stored = await audience.subscription(one.endpointId, one.watchlistId);
        if (stored) await audience.putSubscription({ ...stored, cadence }, timeZone);
      },
      () => Object.assign(one, { cadence, lastDue: lastDue > agenda.now() + minuteMs ? lastDue : -never }),
    );
  };
  const unsubscribe = (one: HeardFrom): void => {
    one.until = agenda.now();
    does(({ audience }) => audience.removeSubscription(one.endpointId, one.watchlistId));
  };
  const invite = (endpointId: string, channel: "email" | "sms", confirmed: boolean): void => {
    const address = channel === "email" ? `${endpointId}@example.org` : `+49000${endpointId.length}`;
    const messagesPerDayMax = random.chance(0.25) ? random.between(1, 3) : null;
    const isLimited = messagesPerDayMax !== null;
    const wish = random.chance(0.3) ? drawWish(random, timeZone, { from: begins, to: faultsEnd, isLimited }) : noWish;
    // A phone that doesn't send its code back is never told.
    const leftAt = channel === "sms" && !confirmed ? 0 : never;
    deeds.readers.set(endpointId, {
      ...{ endpointId, address, channel, leftAt, messagesPerDayMax, nothingBefore: 0 },
      zone: timeZone,
      wishes: [{ since: agenda.now(), until: never, ...wish.times }],
    });
    const isOwnMail = channel === "email" && cloud.ownMails?.chance(0.6) === true;
    does(async ({ audience, topics }) => {
      const subscriberId = subscriberOf(endpointId);
      const person = { id: subscriberId, owner: "anna", name: "Anna", language: "en", timeZone } as const;
      const limit = messagesPerDayMax === null ? {} : { messagesPerDayMax };
      await audience.createSubscriber({ ...person, ...wish.fields, ...limit });
      const endpoint = { id: endpointId, subscriberId, channel, address, topicArn: null, state: "pending" } as const;
      await audience.createEndpoint(endpoint);
      if (!isOwnMail) await audience.setTopic(endpointId, await topics.ensure(endpointId, channel, address));
      if (!confirmed) return;
      if (!isOwnMail) cloud.topics.confirm(address);
      if (cloud.ownMails && channel === "email") deeds.agreed.add(address);
      await audience.setState(endpointId, "confirmed");
    });
  };
  /** As the API does it: the row, and then whoever may now hear what was held is woken. */
  const wishes = (endpointId: string, { fields, times }: DrawnWish): void => {
    const reader = deeds.readers.get(endpointId);
    if (!reader) return;
    for (const one of reader.wishes) one.until = Math.min(one.until, agenda.now());
    does(
      async ({ audience, summaries }) => {
        const stored = await audience.readSubscriber(subscriberOf(endpointId));
        if (!stored) throw new InjectedFault("not there yet");
        const { quietHours: _, pausedUntil: __, ...others } = stored.value;
        if (!(await audience.replaceSubscriber({ ...others, ...fields }, stored.version)))
          throw new InjectedFault("somebody else changed it");
        await summaries.send({ endpointId });
      },
      () => reader.wishes.push({ since: agenda.now(), until: never, ...times }),
    );
  };
  const leave = (endpointId: string): void => {
    const reader = deeds.readers.get(endpointId);
    if (!reader) return;
    reader.leftAt = Math.min(reader.leftAt, agenda.now());
    cloud.topics.leave(reader.address);
    if (!deeds.agreed.delete(reader.address)) return;
    const key = unsubscribeLinks(links.publicUrl, links.secret)(endpointId).split("key=")[1] ?? "";
    does(async (api) => void (await leaveByLink(key, "everything", { ...api, secret: links.secret })));
  };
  /** By the link of SNS's mail. Where mails are our own its topic may be given up by then: then by that of ours, when it has come. */
  const confirm = (endpointId: string, address: string): void => {
    cloud.topics.confirm(address);
    if (cloud.ownMails) agreeByMail(endpointId, address);
  };
  const agreeByMail = (endpointId: string, address: string): void => {
    // Whoever called us spam agrees to nothing.
    if ((deeds.readers.get(endpointId)?.leftAt ?? never) <= agenda.now()) return;
    const key = deeds.asked.get(endpointId);
    const isLearnt = cloud.dynamo.row("Catalog", `ENDPOINT#${endpointId}`, "ENDPOINT")?.state === "confirmed";
    if (isLearnt) deeds.agreed.add(address);
    else if (key === undefined && agenda.now() < ends) agenda.after(minuteMs, () => agreeByMail(endpointId, address));
    else if (key !== undefined)
      does(
        async ({ audience, summaries, now }) => {
          const wake = (id: string) => summaries.send({ endpointId: id });
          await agree(key, { audience, wake, secret: links.secret, now: () => now().getTime() });
        },
        () => void deeds.agreed.add(address),
      );
  };

  /** The times at which a cadence is due, by this small world's own reckoning. */
  const lastFullHour = Math.floor((ends - 15 * minuteMs) / (60 * minuteMs)) * 60 * minuteMs;
  const isSunday = (at: number): boolean => new Date(dateAt(at, timeZone)).getUTCDay() === 0;
  const immediate: Due = [{ every: "immediate" }, ends - 15 * minuteMs];
  const someTime = (): number => begins + random.between(10, 40) * minuteMs;
  const at = (due: number): string => clockAt(due, timeZone);
  const daily = (due = someTime()): Due => [{ every: "day", at: at(due) }, due - skewOfDueMs];
  const weekly = (due = someTime()): Due => [
    { every: "week", on: isSunday(due) ? "sunday" : "monday", at: at(due) },
    due - skewOfDueMs,
  ];
  const onWorkdays = (): Due => [{ every: "immediate", workdaysOnly: true }, ends - 15 * minuteMs];
  const cadenceOf = (who: string): Due => {
    if (who === "hourly") return [{ every: "hour" }, lastFullHour];
    if (who === "daily") return daily();
    if (who === "weekly") return weekly();
    return who === "clerk" ? onWorkdays() : immediate;
  };
  /** Before which nothing is due to somebody who has nothing else. */
  const beginningOf = ([cadence, lastDue]: Due): number => {
    if (cadence.every === "day" || cadence.every === "week") return lastDue + skewOfDueMs;
    return cadence.workdaysOnly && isSunday(begins) ? nextMidnight(begins, timeZone) : 0;
  };
  const meanwhile = (): number => random.between(begins + minuteMs, faultsEnd);

  does(async ({ feeds }) => {
    for (const feed of cloud.feeds) await feeds.create(feed);
  });
  watch("all", companies);
  if (random.chance(0.5)) watch("some", companies.slice(0, 3));
  const cast = random
    .shuffled(["mail", "phone", "hourly", "daily", "weekly", "clerk", "late", "leaver", "stranger"])
    .slice(0, random.between(2, 4));
  for (const who of cast) {
    const isPhone = who === "phone" || who === "stranger";
    invite(who, isPhone ? "sms" : "email", who !== "late" && who !== "stranger");
    const cadence = cadenceOf(who);
    subscribe(who, "all", cadence);
    const more = deeds.watchlists.has("some") && random.chance(0.5);
    if (more) subscribe(who, "some", immediate);
    else Object.assign(deeds.readers.get(who) ?? {}, { nothingBefore: beginningOf(cadence) });
    if (who === "late") agenda.at(meanwhile(), () => confirm("late", "late@example.org"));
    if (who === "leaver" || (who === "phone" && random.chance(0.2))) agenda.at(meanwhile(), () => leave(who));
    if (random.chance(0.25)) {
      const isLimited = deeds.readers.get(who)?.messagesPerDayMax !== null;
      const changesAt = meanwhile();
      const next = { from: changesAt, to: faultsEnd + 5 * minuteMs, isLimited };
      const wish = random.chance(0.5) ? noWish : drawWish(random, timeZone, next);
      agenda.at(changesAt, () => wishes(who, wish));
    }
  }
  if (random.chance(0.3)) {
    const next = random.pick([() => immediate, () => daily(), () => weekly()])();
    agenda.at(meanwhile(), () => {
      const [one] = deeds.subscriptions;
      if (one) changeCadence(one, next);
    });
  }
  if (random.chance(0.5)) {
    agenda.at(meanwhile(), () => watch("new", random.shuffled(companies).slice(0, 3)));
    agenda.at(meanwhile(), () => {
      const who = random.pick(cast);
      Object.assign(deeds.readers.get(who) ?? {}, { nothingBefore: 0 });
      subscribe(who, "new", immediate);
    });
  }
  if (random.chance(0.4)) agenda.at(meanwhile(), () => watch("some", random.shuffled(companies).slice(0, 4)));
  else if (random.chance(0.3)) agenda.at(meanwhile(), () => unwatch("some"));
  if (random.chance(0.3)) {
    agenda.at(meanwhile(), () => {
      const one = deeds.subscriptions.find(({ watchlistId }) => watchlistId !== "all") ?? deeds.subscriptions.at(-1);
      if (one) unsubscribe(one);
    });
  }
}

/** A hit that is stored while a digest is being made may wait for the next one. */
const skewOfDueMs = 5_000;
