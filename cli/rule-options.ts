import { newsQuery } from "../lib/api/news-filter.ts";
import { minSourcesMax } from "../lib/matching/read-watchlist.ts";
import { UsageError } from "./command.ts";
import { optionValue } from "./option-value.ts";
import { wholeNumber } from "./words.ts";

const text = { type: "string" } as const;

/** What a command line can say of a watchlist's rule. */
export const ruleOptions = {
  ...{ news: text, parties: text, kinds: text, stages: text, languages: text },
  ...{ "min-confidence": text, "min-sources": text },
} as const;

export const ruleHelp = `  --news W         tie-up, or any-mention
  --parties W      both-watched, any, or a pair: BMW,Toyota
  --kinds K,…      cooperation, joint-venture, supply, licensing, stake, merger
  --stages S,…     rumoured, agreed, expanded, active, ended, denied
  --languages L,…  de, en; or any
  --min-confidence N   from 0 to 1
  --min-sources N  independent reports before a story is told, ${minSourcesMax} at most`;

type Given = Partial<Record<keyof typeof ruleOptions, string>>;

/** The fields of the rule that are said, as the API takes them. Throws `UsageError`. */
export function ruleFrom(values: Given): Record<string, unknown> {
  const { languages } = values;
  const rule = {
    news: oneOf("--news", values.news, ["tie-up", "any-mention"]),
    parties: partiesFrom(values.parties),
    kinds: optionValue("--kinds", values.kinds, newsQuery.kind),
    stages: optionValue("--stages", values.stages, newsQuery.stage),
    languages: languages === "any" ? languages : optionValue("--languages", languages, newsQuery.language),
    minConfidence: confidenceFrom(values["min-confidence"]),
    minSources: wholeNumber("--min-sources", values["min-sources"], minSourcesMax),
  };
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined));
}

function oneOf(option: string, written: string | undefined, choices: string[]): string | undefined {
  if (written === undefined || choices.includes(written)) return written;
  throw new UsageError(`expected ${option} to be ${choices.join(" or ")}, got "${written}"`);
}

function partiesFrom(written: string | undefined): unknown {
  if (written === undefined || written === "any" || written === "both-watched") return written;
  const pair = written.split(",").map((name) => name.trim());
  if (pair.length === 2 && pair.every(Boolean)) return { pair };
  throw new UsageError(`expected --parties to be both-watched, any, or a pair such as BMW,Toyota, got "${written}"`);
}

function confidenceFrom(written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  if (/^(0(\.\d+)?|1(\.0+)?)$/.test(written)) return Number(written);
  throw new UsageError(`expected --min-confidence to be from 0 to 1, got "${written}"`);
}
