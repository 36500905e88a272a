import type { Cadence } from "../../lib/alerting/subscriber.ts";
import { readWatchlist } from "../../lib/matching/read-watchlist.ts";
import type { Agenda } from "./agenda.ts";
import { type Cloud, type Connection, connect } from "./deployment.ts";
import { companies } from "./newswire.ts";
import type { Deeds, HeardFrom } from "./oracle.ts";
import { InjectedFault, type Process } from "./process.ts";

export interface PeopleOptions {
  agenda: Agenda;
  cloud: Cloud;
  deeds: Deeds;
  newProcess(name: string): Process;
  begins: number;
  faultsEnd: number;
  ends: number;
}

const minuteMs = 60_000;
const retryMs = 2_000;
const never = Number.POSITIVE_INFINITY;

/** People set everything up, and change it meanwhile; whatever fails they try again until it is done, as with an API. */
export function people({ agenda, cloud, deeds, newProcess, begins, faultsEnd, ends }: PeopleOptions): void {
  const { random } = cloud;
  const timeZone = random.pick(["UTC", "Europe/Berlin"]);

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

  const listOf = (id: string, names: readonly string[]) => ({
    ...readWatchlist({ name: id, entities: [...names], rule: { parties: "both-watched" } }),
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
      () => deeds.watchlists.get(id)?.push({ names, since: agenda.now(), until: never }),
    );
  };
  const unwatch = (id: string): void => {
    for (const one of deeds.watchlists.get(id) ?? []) one.until = Math.min(one.until, agenda.now());
    does(({ watchlists }) => watchlists.remove(id));
  };
  const subscribe = (endpointId: string, watchlistId: string, cadence: Cadence, lastDue: number): void =>
    does(
      async ({ audience, now }) => {
        const subscription = {
          endpointId,
          watchlistId,
          subscriberId: "reader",
          cadence,
          createdAt: now().toISOString(),
        };
        await audience.putSubscription(subscription, timeZone);
      },
      () => deeds.subscriptions.push({ endpointId, watchlistId, cadence, lastDue, since: agenda.now(), until: never }),
    );
  const unsubscribe = (one: HeardFrom): void => {
    one.until = agenda.now();
    does(({ audience }) => audience.removeSubscription(one.endpointId, one.watchlistId));
  };
  const invite = (endpointId: string, channel: "email" | "sms", confirmed: boolean): void => {
    const address = channel === "email" ? `${endpointId}@example.org` : "+4900000";
    deeds.readers.set(endpointId, { endpointId, address, channel, leftAt: never });
    does(async ({ audience, topics }) => {
      const endpoint = {
        id: endpointId,
        subscriberId: "reader",
        channel,
        address,
        topicArn: null,
        state: "pending",
      } as const;
      await audience.createEndpoint(endpoint);
      await audience.setTopic(endpointId, await topics.ensure(endpointId, channel, address));
      if (!confirmed) return;
      cloud.topics.confirm(address);
      await audience.setState(endpointId, "confirmed");
    });
  };
  const leave = (endpointId: string): void => {
    const reader = deeds.readers.get(endpointId);
    if (!reader) return;
    reader.leftAt = agenda.now();
    cloud.topics.leave(reader.address);
  };

  /** The times at which a cadence is due, by this small world's own reckoning. */
  const lastFullHour = Math.floor((ends - 15 * minuteMs) / (60 * minuteMs)) * 60 * minuteMs;
  const immediate = { every: "immediate" } as const;
  const daily = (): [Cadence, number] => {
    const due = begins + random.between(10, 40) * minuteMs;
    const local = due + (timeZone === "UTC" ? 0 : 60 * minuteMs);
    return [{ every: "day", at: new Date(local).toISOString().slice(11, 16) }, due - skewOfDueMs];
  };
  const meanwhile = (): number => random.between(begins + minuteMs, faultsEnd);

  does(async ({ audience, feeds }) => {
    await audience.createSubscriber({ id: "reader", owner: "anna", name: "Anna", language: "en", timeZone });
    for (const feed of cloud.feeds) await feeds.create(feed);
  });
  watch("all", companies);
  if (random.chance(0.5)) watch("some", companies.slice(0, 3));
  const cast = random.shuffled(["mail", "phone", "hourly", "daily", "late", "leaver"]).slice(0, random.between(2, 4));
  for (const who of cast) {
    invite(who, who === "phone" ? "sms" : "email", who !== "late");
    if (who === "hourly") subscribe(who, "all", { every: "hour" }, lastFullHour);
    else if (who === "daily") subscribe(who, "all", ...daily());
    else subscribe(who, "all", immediate, ends - 15 * minuteMs);
    if (deeds.watchlists.has("some") && random.chance(0.5)) subscribe(who, "some", immediate, ends - 15 * minuteMs);
    if (who === "late") agenda.at(meanwhile(), () => cloud.topics.confirm("late@example.org"));
    if (who === "leaver") agenda.at(meanwhile(), () => leave(who));
  }
  if (random.chance(0.5)) {
    agenda.at(meanwhile(), () => watch("new", random.shuffled(companies).slice(0, 3)));
    agenda.at(meanwhile(), () => subscribe(random.pick(cast), "new", immediate, ends - 15 * minuteMs));
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
