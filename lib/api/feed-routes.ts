import * as z from "zod";
import type { FeedCondition } from "../polling/feed-health.ts";
import type { Feed } from "../polling/item.ts";
import { urlProblem } from "./discovery-routes.ts";
import { feedAt } from "./feeds-of.ts";
import { feedTitle, intervalDefault, newFeed } from "./new-feed.ts";
import type { Page, PageRequest } from "./page.ts";
import { type CursorPorts, listRoute } from "./paging.ts";
import { etagOf } from "./read-request.ts";
import { invalidInput, Refusal } from "./refusal.ts";
import { type Answer, type Call, type NoQuery, type Route, route } from "./route.ts";
import { created, owned, replaced, type Versioned } from "./versioned.ts";

export interface FeedStore {
  create(feed: Feed): Promise<boolean>;
  replace(feed: Feed, version: number): Promise<boolean>;
  remove(id: string): Promise<void>;
  readFeed(id: string): Promise<Versioned<Feed> | null>;
  feedsOf(owner: string, page: PageRequest): Promise<Page<Feed>>;
}

export interface FeedPorts extends CursorPorts {
  feeds: FeedStore;
  /** How polling each of them goes, by feed id. */
  healthOf(feeds: readonly Feed[]): Promise<Map<string, FeedCondition>>;
  /** Minutes between two polls as the feed is scheduled now. */
  pollMinutes(feed: Feed): number;
  /** Whether we would poll this address, and how we write it. */
  checkFeedUrl(url: string): { kind: "allowed"; url: string } | { kind: "refused"; reason: string };
  /** Minutes between polls that can be chosen, ascending. */
  pollIntervals: readonly number[];
  /** Asks for a poll of each now. What can't be asked for now is polled in its slot. */
  pollSoon(feeds: readonly Feed[]): Promise<void>;
  now(): Date;
}

const time = z.iso.datetime().nullable();
const healthShape = z.strictObject({
  state: z.enum(["new", "healthy", "failing", "gone", "silent"]).meta({
    description:
      "`gone`: it says so itself. `silent`: it can be read, yet brings nothing for longer than is usual for it",
  }),
  reason: z.string().nullable().meta({ description: "Why it is failing or gone" }),
  since: time.meta({ description: "Since when it is failing, gone or silent" }),
  lastSuccessAt: time,
  lastNewItemAt: time,
  warnings: z.array(z.string()).meta({ description: "What had to be repaired or left out" }),
  nextPollAt: time,
  nextPollWhy: z.string(),
});
const feedShape = z.strictObject({
  id: z.string(),
  url: z.string(),
  title: z.string(),
  intervalMinutes: z.number().meta({ description: "As you wish; it is never polled more often" }),
  everyMinutes: z
    .number()
    .meta({ description: "As it is polled now: longer where the feed asks for it or news is rare" }),
  paused: z.boolean(),
  health: healthShape,
});

interface WithHealth extends Feed {
  everyMinutes: number;
  health: FeedCondition;
}

const show = ({ id, url, title, intervalMinutes, everyMinutes, paused, health }: WithHealth) => ({
  id,
  url,
  title,
  intervalMinutes,
  everyMinutes,
  paused,
  health,
});
const one = (description: string) => ({ description, schema: feedShape });

/** Feeds: list with health, add, read, pause and change, remove. */
export function feedRoutes(deps: FeedPorts): Route[] {
  const { feeds } = deps;
  const find = async (call: Call<unknown, unknown>) => owned(await feeds.readFeed(call.params.id ?? ""), "feed", call);
  const intervalMinutes = z.literal([...deps.pollIntervals]);
  const added = z.strictObject({
    url: z.string().meta({ description: "http or https, without user name and password" }),
    title: feedTitle.optional().meta({ description: "The host's name if not given" }),
    intervalMinutes: intervalMinutes.optional().meta({ description: `${intervalDefault} if not given` }),
  });
  const changes = z.strictObject({ title: feedTitle, intervalMinutes, paused: z.boolean() }).partial();
  return [
    listRoute(
      {
        ...{ path: "/feeds", summary: "Your feeds, each with how polling it goes", scope: "read", shape: feedShape },
        async read(owner, page) {
          const { items, next } = await feeds.feedsOf(owner, page);
          return { items: await withHealth(items, deps), next };
        },
        show,
      },
      deps,
    ),
    route<NoQuery, z.infer<typeof added>>({
      method: "post",
      path: "/feeds",
      summary: "Add a feed",
      scope: "write",
      body: added,
      answers: { 200: one("The very feed was there before"), 201: one("It is added, and polled now and from now on") },
      handle: (call) => add(call, deps),
    }),
    route({
      method: "get",
      path: "/feeds/{id}",
      summary: "One feed, with how polling it goes",
      scope: "read",
      answers: { 200: one("The feed, with its ETag") },
      handle: async (call) => answerWithHealth(await find(call), deps),
    }),
    route<NoQuery, z.infer<typeof changes>>({
      method: "patch",
      path: "/feeds/{id}",
      summary: "Pause or resume a feed, or change its title or interval",
      scope: "write",
      isVersioned: true,
      body: changes,
      answers: { 200: one("It is changed") },
      handle: async (call) => {
        const { value, version } = await find(call);
        const feed = changedFeed(value, given(call.body), deps.now());
        const [shown] = await withHealth([feed], deps);
        const answer = await replaced(feed, version, feeds.replace, () => show(shown as WithHealth));
        if (value.paused && !feed.paused) await deps.pollSoon([feed]);
        return answer;
      },
    }),
    route({
      method: "delete",
      path: "/feeds/{id}",
      summary: "Remove a feed; what it brought stays in the history",
      scope: "write",
      isVersioned: true,
      answers: { 204: { description: "It is gone", schema: null } },
      handle: async (call) => {
        await feeds.remove((await find(call)).value.id);
        return { status: 204 };
      },
    }),
  ];
}

interface NewFeed {
  url: string;
  title?: string | undefined;
  intervalMinutes?: number | undefined;
}

async function add(call: Call<NoQuery, NewFeed>, deps: FeedPorts): Promise<Answer> {
  const { owner } = call.caller;
  const checked = deps.checkFeedUrl(call.body.url);
  if (checked.kind === "refused") throw invalidInput([urlProblem(checked.reason)]);
  const { url } = checked;
  const { title, intervalMinutes } = call.body;
  const known = await feedAt(url, owner, deps);
  const feed = newFeed(owner, url, title ?? new URL(url).hostname, intervalMinutes);
  if (known === null && (await deps.feeds.create(feed))) {
    await deps.pollSoon([feed]);
    const [made] = await withHealth([feed], deps);
    return created(made as WithHealth, `/feeds/${feed.id}`, show);
  }
  const stored = owned(await deps.feeds.readFeed(known?.id ?? feed.id), "feed", { ...call, ifMatch: null });
  refuseOtherSettings(stored.value, { title, intervalMinutes });
  const answer = await answerWithHealth(stored, deps);
  // Whoever asked before may have died between storing it and asking for a poll.
  const isUnpolled = (answer.body as WithHealth).health.state === "new" && !stored.value.paused;
  if (isUnpolled) await deps.pollSoon([stored.value]);
  return answer;
}

/** What isn't said is as it is. */
function refuseOtherSettings(
  stored: Feed,
  { title = stored.title, intervalMinutes = stored.intervalMinutes }: Omit<NewFeed, "url">,
): void {
  if (title === stored.title && intervalMinutes === stored.intervalMinutes) return;
  const location = `/feeds/${stored.id}`;
  const detail = `this feed is there already, with other settings: change it at ${location}`;
  throw new Refusal("conflict", detail, { headers: { location } });
}

async function withHealth(feeds: Feed[], { healthOf, pollMinutes }: FeedPorts): Promise<WithHealth[]> {
  const health = await healthOf(feeds);
  return feeds.map((feed) => ({
    ...feed,
    everyMinutes: pollMinutes(feed),
    health: health.get(feed.id) as FeedCondition,
  }));
}

async function answerWithHealth({ value, version }: Versioned<Feed>, deps: FeedPorts): Promise<Answer> {
  const [feed] = await withHealth([value], deps);
  return { status: 200, body: show(feed as WithHealth), headers: { etag: etagOf(version) } };
}

/** Whether the owner pauses it or resumes it: from then on it is not paused by us. */
function changedFeed({ pausedBecause, ...feed }: Feed, changes: Partial<Feed>, now: Date): Feed {
  const kept = pausedBecause && changes.paused === undefined ? { pausedBecause } : {};
  const resumed = feed.paused && changes.paused === false ? { resumedAt: now.toISOString() } : {};
  return { ...feed, ...kept, ...changes, ...resumed };
}

/** The fields that have a value. */
const given = (changes: { title?: unknown; intervalMinutes?: unknown; paused?: unknown }): Partial<Feed> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
