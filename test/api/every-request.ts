import { hitTable, storyTable } from "../../functions/aws/news-table.ts";
import { hitId } from "../../lib/api/hit-id.ts";
import type { Hit } from "../../lib/stories/story.ts";
import { storyOf } from "../alerting/sample-news.ts";
import { plainHit } from "../support/plain-hit.ts";
import type { Got, TestApi } from "./start-api.ts";

/** By "method path": a request that succeeds with the owner's own token, for every route that wants one. */
export type Requests = Record<string, () => [path: string, body?: object]>;

/** Makes one of everything for the owner "olga", and says how each route is asked for it. */
export async function everyRequest(api: TestApi): Promise<{ ids: Record<string, string>; requestOf: Requests }> {
  const post = async (path: string, body: object) => (await api.send("POST", path, { body })).body;
  const watchlist = (await post("/watchlists", { name: "Cars", entities: ["BMW", "Toyota", "Quandt Motors"] })).id;
  const feed = (await post("/feeds", { url: "https://wire.example/" })).id;
  const subscriber = (await post("/subscribers", { name: "Olga", timeZone: "UTC" })).id;
  const endpoint = (await post(`/subscribers/${subscriber}/endpoints`, { channel: "email", address: "o@example.org" }))
    .id;
  await api.send("PUT", `/endpoints/${endpoint}/subscriptions/${watchlist}`, { body: { cadence: { every: "hour" } } });
  const token = (await post("/tokens", { label: "other", scopes: ["read"] })).id;
  const { hit, story } = await aHitAndStory(watchlist, api);
  const canary = (await post("/canaries", { apiUrl: "https://api.example.org" })).id;
  const ids = { canary, watchlist, feed, subscriber, endpoint, token, hit, story };
  return { ids, requestOf: requestsWith(ids) };
}

async function aHitAndStory(watchlistId: string, api: TestApi) {
  const seenAt = "2026-02-01T00:00:00.000Z";
  const hit: Hit = { ...plainHit, owner: "olga", watchlistId, itemId: "i1", seenAt, entityIds: ["bmw"], stories: [] };
  const story = { ...storyOf("s-owned", { parties: ["bmw", "toyota"] }), owner: "olga" };
  await hitTable(api.local.tables.News).put(hit);
  await storyTable(api.local.tables.News).put(story);
  return { hit: hitId(hit), story: story.id };
}

/** Sends the request of that name. */
export async function sendRequest(api: TestApi, requestOf: Requests, name: string, token: string | null): Promise<Got> {
  const request = requestOf[name];
  if (!request) throw new Error(`expected a request for ${name}, got none`);
  const [path, body] = request();
  const headers = body instanceof Uint8Array ? { "content-type": "text/x-opml" } : {};
  return api.send(name.split(" ")[0]?.toUpperCase() ?? "", path, { token, headers, ...(body ? { body } : {}) });
}

const opml = `<opml version="2.0"><body><outline xmlUrl="https://listed.example/"/></body></opml>`;

const requestsWith = (ids: Record<string, string>): Requests => ({
  "get /watchlists": () => ["/watchlists"],
  "post /watchlists": () => ["/watchlists", { name: "More", entities: ["BMW"] }],
  "get /watchlists/{id}": () => [`/watchlists/${ids.watchlist}`],
  "put /watchlists/{id}": () => [
    `/watchlists/${ids.watchlist}`,
    { name: "Cars", entities: ["BMW", "Toyota", "Quandt Motors"] },
  ],
  "patch /watchlists/{id}": () => [`/watchlists/${ids.watchlist}`, { name: "Renamed" }],
  "delete /watchlists/{id}": () => [`/watchlists/${ids.watchlist}`],
  "get /feeds": () => ["/feeds"],
  "post /feeds": () => ["/feeds", { url: "https://another.example/" }],
  "get /feeds/{id}": () => [`/feeds/${ids.feed}`],
  "patch /feeds/{id}": () => [`/feeds/${ids.feed}`, { title: "Renamed" }],
  "delete /feeds/{id}": () => [`/feeds/${ids.feed}`],
  "get /feeds.opml": () => ["/feeds.opml"],
  "post /feeds/discover": () => ["/feeds/discover", { url: "https://nowhere.example/" }],
  "post /feeds/import": () => ["/feeds/import", new TextEncoder().encode(opml)],
  "get /subscribers": () => ["/subscribers"],
  "post /subscribers": () => ["/subscribers", { name: "Otto", timeZone: "UTC" }],
  "get /subscribers/{id}": () => [`/subscribers/${ids.subscriber}`],
  "patch /subscribers/{id}": () => [`/subscribers/${ids.subscriber}`, { name: "Renamed" }],
  "delete /subscribers/{id}": () => [`/subscribers/${ids.subscriber}`],
  "get /subscribers/{id}/endpoints": () => [`/subscribers/${ids.subscriber}/endpoints`],
  "post /subscribers/{id}/endpoints": () => [
    `/subscribers/${ids.subscriber}/endpoints`,
    { channel: "email", address: "more@example.org" },
  ],
  "get /endpoints/{id}": () => [`/endpoints/${ids.endpoint}`],
  "delete /endpoints/{id}": () => [`/endpoints/${ids.endpoint}`],
  "get /endpoints/{id}/subscriptions": () => [`/endpoints/${ids.endpoint}/subscriptions`],
  "get /endpoints/{id}/subscriptions/{watchlistId}": () => [
    `/endpoints/${ids.endpoint}/subscriptions/${ids.watchlist}`,
  ],
  "put /endpoints/{id}/subscriptions/{watchlistId}": () => [
    `/endpoints/${ids.endpoint}/subscriptions/${ids.watchlist}`,
    { cadence: { every: "hour" } },
  ],
  "delete /endpoints/{id}/subscriptions/{watchlistId}": () => [
    `/endpoints/${ids.endpoint}/subscriptions/${ids.watchlist}`,
  ],
  "post /endpoints/{id}/invitation": () => [`/endpoints/${ids.endpoint}/invitation`],
  "post /endpoints/{id}/confirmation": () => [`/endpoints/${ids.endpoint}/confirmation`, { code: "123456" }],
  "post /endpoints/{id}/test-messages": () => [`/endpoints/${ids.endpoint}/test-messages`],
  "get /hits": () => [`/hits?watchlist=${ids.watchlist}`],
  "get /hits/{id}": () => [`/hits/${ids.hit}`],
  "get /hits/{id}/why": () => [`/hits/${ids.hit}/why`],
  "get /stories": () => [`/stories?watchlist=${ids.watchlist}`],
  "get /stories.atom": () => [`/stories.atom?watchlist=${ids.watchlist}`],
  "get /stories.json": () => [`/stories.json?watchlist=${ids.watchlist}`],
  "get /stories/{id}": () => [`/stories/${ids.story}`],
  "get /entities": () => ["/entities"],
  "get /entities/{id}/partners": () => ["/entities/Quandt%20Motors/partners"],
  "get /pairs/{a}/{b}": () => ["/pairs/Quandt%20Motors/Nobody"],
  "post /canaries": () => ["/canaries", { apiUrl: "https://api.example.org/" }],
  "get /canaries/{id}": () => [`/canaries/${ids.canary}`],
  "delete /canaries/{id}": () => [`/canaries/${ids.canary}`],
  "get /endpoints/{id}/stories/{storyId}": () => [`/endpoints/${ids.endpoint}/stories/none`],
  "get /deliveries/failed": () => ["/deliveries/failed"],
  "post /deliveries/retry": () => ["/deliveries/retry"],
  "get /deliveries": () => [`/deliveries?endpoint=${ids.endpoint}`],
  "post /explain": () => ["/explain", { watchlistId: ids.watchlist, title: "BMW and Toyota" }],
  "post /backtest": () => ["/backtest", { watchlistId: ids.watchlist, days: 1 }],
  "get /tokens": () => ["/tokens"],
  "post /tokens": () => ["/tokens", { label: "more", scopes: ["read"] }],
  "delete /tokens/{id}": () => [`/tokens/${ids.token}`],
});

export const requestNames = Object.keys(requestsWith({}));
