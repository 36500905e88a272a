import type { HitReport } from "../../lib/stories/story.ts";

/** What a hit has where a test is about something else. */
export const plainHit = {
  owner: "anna",
  report: {
    feedId: "wire",
    source: "Wire",
    title: "BMW and Toyota agree on fuel cells",
    link: "https://wire.example/1",
    lang: "en",
    publishedAt: null,
    statements: [],
  } satisfies HitReport as HitReport,
};
