import { SNSServiceException } from "@aws-sdk/client-sns";
import { TooEarlyError } from "../../lib/alerting/mail-feedback.ts";
import type { FetchOutcome } from "../../lib/polling/fetch-feed.ts";
import { type Agenda, agenda } from "./agenda.ts";
import { memoryClients } from "./clients.ts";
import { type Cloud, deployment, Retry } from "./deployment.ts";
import { type FunctionShape, type InvocationEnd, lambda } from "./lambda.ts";
import { memoryDynamo } from "./memory-dynamo.ts";
import { memoryMails } from "./memory-mails.ts";
import { memoryQueue } from "./memory-queue.ts";
import { memoryTopics } from "./memory-topics.ts";
import { type Newswire, newswire } from "./newswire.ts";
import { type Counts, type Deeds, oracle, type Violation } from "./oracle.ts";
import { people } from "./people.ts";
import { type PlantedBug, weatherFor } from "./planted-bug.ts";
import { type FaultRates, InjectedFault, madeOnPurpose, noFaults, type Process, startProcess } from "./process.ts";
import { returnedMails } from "./returned-mails.ts";
import { type SeededRandom, seededRandom } from "./seeded-random.ts";
import type { ServersWorld, SimulatedServers } from "./servers.ts";

export interface SimulationOptions {
  bug?: PlantedBug | null;
  /** The weather in which this mistake would show, without it. */
  weatherOf?: PlantedBug | null;
  /** Told of every effect and fault, each a line. */
  trace?: ((line: string) => void) | undefined;
  /** Servers that do everything, too; without, it is done in memory alone. */
  on?: ((world: ServersWorld) => SimulatedServers) | null;
  /** So long news comes and things fail. */
  wildMinutes?: number;
}

export interface SimulationResult {
  seed: number;
  /** In the order in which they were noticed; empty where every promise was kept. */
  violations: Violation[];
  counts: Counts;
  effects: number;
  faults: number;
}

const minuteMs = 60_000;
const setUpAt = Date.parse("2026-03-02T08:30:00.000Z");
const begins = setUpAt + 2 * minuteMs;
const ends = Date.parse("2026-03-02T09:32:00.000Z");
const drainTickMinutes = 5;

/**
 * Runs the whole of Tieup, but for AWS and the network, through one seed's hour: news, changes and faults for half of it, then
 * rest. The same seed does the same, to the last write, where everything happens in memory; on servers, time is virtual as well.
 */
export async function simulate(
  seed: number,
  { bug = null, weatherOf = bug, trace, on = null, wildMinutes = 22 }: SimulationOptions = {},
): Promise<SimulationResult> {
  const random = seededRandom(seed);
  /** From then on nothing fails any more, and all has to come to rest. */
  const faultsEnd = begins + wildMinutes * minuteMs;
  const time: Agenda = agenda(setUpAt, on ? () => backend?.rest() ?? Promise.resolve() : undefined);
  const drawn = drawnRates(random);
  const wild = { ...drawn, rates: { ...drawn.rates, ...(weatherOf ? weatherFor[weatherOf] : {}) } };
  const isWild = (): boolean => time.now() >= begins && time.now() < faultsEnd;
  // Drawn apart, so that the other seeds draw what they did before there were any.
  const embargoes = seed % 8 === 5 ? seededRandom(-seed) : null;
  const changes = seed % 6 === 2 ? seededRandom(-seed - 1_000_000) : null;
  const wire = newswire(random, begins, faultsEnd - 2 * minuteMs, embargoes, changes);
  const deeds: Deeds = {
    watchlists: new Map(),
    subscriptions: [],
    readers: new Map(),
    agreed: new Set(),
    asked: new Map(),
  };
  const stats = { effects: 0, faults: 0, processes: 0, ids: 0 };
  const say = (line: string): void => trace?.(`${new Date(time.now()).toISOString().slice(11, 23)} ${line}`);
  const promises = oracle(time.now, wire, deeds, () => dynamo);
  const dynamo = memoryDynamo({
    now: time.now,
    lagMs: () => (isWild() && !on ? random.between(0, 1_000) : 0),
    pageSize: random.pick([2, 5, 100]),
    onWrite: promises.written,
  });
  const rates = () => {
    stats.effects += 1;
    return isWild() ? wild.rates : noFaults;
  };
  const backend = on?.({ agenda: time, random, rates });
  const newProcess = (name: string): Process => {
    return startProcess(`${name}-${++stats.processes}`, { agenda: time, random, rates, trace: trace && say });
  };
  const cloud: Cloud = {
    dynamo,
    random,
    bug,
    takesTurns: random.chance(0.5),
    clientsOf: (process) => backend?.clientsOf(process, cloud) ?? memoryClients(process, cloud),
    queueUrls: backend?.queueUrls ?? { polls: "polls", summaries: "summaries" },
    topics: memoryTopics(({ topicArn, ...publish }) => {
      const endpointId = topicArn.slice(topicArn.lastIndexOf("tieup-endpoint-") + "tieup-endpoint-".length);
      say(`published to ${endpointId}: ${publish.subject ?? publish.text}`);
      promises.published({ endpointId, ...publish }, cloud.publishing as Process);
    }),
    mails: memoryMails((mail) => {
      say(`mailed to ${mail.endpointId}: ${mail.subject}`);
      const [, key] = /\/confirm\?key=(\S+)/.exec(mail.text) ?? [];
      const isRead = returned?.draw(mail) ?? true;
      if (key !== undefined && isRead) deeds.asked.set(mail.endpointId, key);
      promises.published({ ...mail, delivered: true }, cloud.publishing as Process);
    }),
    ownMails: seed % 10 === 4 && !on ? seededRandom(-seed - 2_000_000) : null,
    queues: {} as Cloud["queues"],
    feeds: wire.feeds,
    fetch: unreliableWire(wire, random, time, () => (isWild() ? wild.unreliability : 0)),
    refuses: () => (isWild() ? wild.rates.before : 0),
    publishing: null,
    report(where, fault) {
      if (isInjected(fault) || fault instanceof SNSServiceException || fault instanceof Retry) return;
      if (fault instanceof TooEarlyError) return;
      promises.broken("nothing fails by itself", `${where}: ${fault instanceof Error ? fault.stack : String(fault)}`);
    },
    newId: () => `d${++stats.ids}`,
    // In a quarter of the seeds even a few readers are divided.
    fanOut: seed % 4 === 3 ? { shards: 3, above: 1 } : { shards: 1, above: 0 },
  };
  if (backend) {
    const { confirm, leave } = cloud.topics;
    cloud.topics.confirm = (address) => {
      backend.confirm(endpointOf(address));
      return confirm(address);
    };
    cloud.topics.leave = (address) => {
      backend.leave(endpointOf(address));
      leave(address);
    };
  }
  const endpointOf = (address: string): string =>
    [...deeds.readers.values()].find((one) => one.address === address)?.endpointId ?? "";
  const run = (shape: FunctionShape) => lambda(shape, time, newProcess);
  const functions = deployment(cloud);
  const queued = { agenda: time, random, unreliability: () => (isWild() ? wild.unreliability : 0), trace: say };
  const pollers = { batchMax: 5, readersMax: 10, visibilityMs: 24 * minuteMs + 5_000, attempts: 3 };
  const senders = { batchMax: 10, readersMax: 5, visibilityMs: 6 * minuteMs, attempts: 5 };
  const polls = memoryQueue({ ...queued, ...pollers, reader: run(functions.pollFeeds) });
  const summaries = memoryQueue({ ...queued, ...senders, reader: run(functions.sendSummaries) });
  cloud.queues = { polls, summaries };
  const returned =
    cloud.ownMails &&
    returnedMails({
      ...queued,
      random: seededRandom(-seed - 3_000_000),
      reader: run(functions.receiveFeedback),
      heard: promises.cameBack,
    });

  const clock = (shape: FunctionShape, everyMinutes: number, settledEveryMinutes: number): void => {
    const ticking = run(shape);
    for (let at = begins; at < ends; at += (at < faultsEnd ? everyMinutes : settledEveryMinutes) * minuteMs) {
      const share = at < faultsEnd ? wild.unreliability : 0;
      if (random.chance(share * 2)) continue;
      const tick = (retries: number): void =>
        ticking.invoke(at / minuteMs, (end) => {
          if (end.kind === "threw") cloud.report(shape.name, end.fault);
          if (failed(end) && retries > 0) time.after(minuteMs, () => tick(retries - 1));
        });
      for (let times = random.chance(share) ? 2 : 1; times > 0; times--) {
        time.at(at + (random.chance(share) ? random.between(0, 3 * minuteMs) : 0), () => tick(2));
      }
    }
  };
  people({ agenda: time, cloud, deeds, newProcess, begins, faultsEnd, ends });
  clock(functions.schedulePolls, 1, drainTickMinutes);
  clock(functions.scheduleSummaries, 1, drainTickMinutes);
  clock(functions.reconcile, 13, 15);
  for (const later of [1, 10, 26]) {
    time.at(faultsEnd + later * minuteMs, () => polls.redrive() + summaries.redrive());
  }
  await time.runUntil(ends);
  backend?.stop();
  const left = { polls: polls.size(), summaries: summaries.size() };
  if (left.polls + left.summaries > 0)
    promises.broken("everything drains", `${left.polls} polls and ${left.summaries} summaries are left`);
  const isOurs = (address: string): boolean => cloud.ownMails !== null && address.includes("@");
  const isConfirmed = (address: string): boolean =>
    isOurs(address) ? deeds.agreed.has(address) : cloud.topics.isConfirmed(address);
  promises.finish(isConfirmed, cloud.topics.arns());
  return {
    seed,
    violations: promises.violations,
    counts: promises.counts,
    effects: stats.effects,
    faults: stats.faults,
  };
}

/** Of the process itself, or at the transport of the SDK's clients. */
const isInjected = (fault: unknown): boolean =>
  fault instanceof InjectedFault ||
  (fault instanceof Error && (madeOnPurpose as readonly string[]).includes(fault.message));

const failed = (end: InvocationEnd): boolean => end.kind !== "returned";

/** Each seed has its own weather: some are all crashes, some only slow, some are calm. */
function drawnRates(random: SeededRandom): { rates: FaultRates; unreliability: number } {
  const share = (): number => random.pick([0, 0, 0.005, 0.015, 0.04]);
  const rates = {
    ...{ before: share(), after: share(), repeated: share(), late: share() / 2 },
    ...{ crash: share(), stall: share() / 4 },
  };
  return { rates, unreliability: random.pick([0, 0.02, 0.1, 0.25]) };
}

/** Servers that fail, though not for ever, and caches that show an older front page. */
function unreliableWire(
  wire: Newswire,
  random: SeededRandom,
  time: Agenda,
  unreliability: () => number,
): Cloud["fetch"] {
  const failures = new Map<string, number>();
  return (url, validators): FetchOutcome => {
    const before = failures.get(url) ?? 0;
    if (before < 2 && random.chance(unreliability())) {
      failures.set(url, before + 1);
      return { kind: "failed", reason: "HTTP 503", retryable: true };
    }
    failures.set(url, 0);
    const age = random.chance(unreliability() / 2) ? random.between(0, 5 * minuteMs) : 0;
    return wire.answer(url, validators, time.now() - age);
  };
}
