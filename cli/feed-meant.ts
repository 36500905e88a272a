import type { FeedRow } from "./feeds-table.ts";
import { meant } from "./meant.ts";

/** The feed of this id, address or title, or the one whose id begins so. Throws where there is none, or several. */
export const feedMeant = (word: string, all: readonly FeedRow[]): FeedRow =>
  meant(word, all, {
    ...{ what: "feed", knownBy: "id, its beginning, its address or its title", listedBy: "tieup feeds" },
    namesOf: ({ url, title }) => [url, title],
  });
