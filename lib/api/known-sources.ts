import { weighSources } from "../pipeline/weigh-sources.ts";
import type { Hit } from "../stories/story.ts";
import type { History } from "./history.ts";

/** How many independent sources report the hit's story, or the best reported of its stories; at least the hit itself. */
export async function knownSources(hit: Pick<Hit, "stories">, history: Pick<History, "story">): Promise<number> {
  const stories = await Promise.all(hit.stories.map(({ storyId }) => history.story(storyId)));
  return Math.max(1, ...stories.map((found) => (found ? weighSources(found.sources).independent : 0)));
}
