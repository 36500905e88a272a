import { existsSync } from "node:fs";
import { join } from "node:path";
import { evalFeeds } from "./eval-feeds.ts";
import { evalMentions } from "./eval-mentions.ts";
import { evalStories } from "./eval-stories.ts";
import { evalTieUps } from "./eval-tieups.ts";

const evaluations: Record<string, (dataFolder: string) => unknown> = {
  feeds: (dataFolder) => evalFeeds(join(dataFolder, "feeds")),
  mentions: evalMentions,
  tieups: evalTieUps,
  stories: evalStories,
};

const usage = `npm run eval -- DATA [SET…]

Measures detection on labelled data and prints precision, recall and the errors. DATA is the folder with feeds/, mentions/,
tieups/ and stories/; SET is one or more of ${Object.keys(evaluations).join(", ")} (default: all).`;

const [dataFolder, ...sets] = process.argv.slice(2);
const unknown = sets.filter((set) => !evaluations[set]);
if (!dataFolder || !existsSync(dataFolder) || unknown.length > 0) {
  const problem = dataFolder ? `expected a folder and known sets, got ${[dataFolder, ...unknown].join(" ")}\n\n` : "";
  process.stderr.write(`${problem}${usage}\n`);
  process.exitCode = 2;
} else {
  for (const set of sets.length > 0 ? sets : Object.keys(evaluations)) await evaluations[set]?.(dataFolder);
}
