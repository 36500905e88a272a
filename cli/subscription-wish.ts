import type { Cadence } from "../lib/alerting/subscriber.ts";
import { partyNamed } from "../lib/api/company.ts";
import { newsQuery } from "../lib/api/news-filter.ts";
import { sourcesWantedMax, writtenSubscription } from "../lib/api/subscription-routes.ts";
import type { Entity } from "../lib/matching/watchlist.ts";
import { UsageError } from "./command.ts";
import { optionValue } from "./option-value.ts";
import type { SubscriptionRow } from "./subscriber-rows.ts";
import type { WatchlistRow } from "./watchlist-rows.ts";
import { wholeNumber } from "./words.ts";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

/** What a command line can say of how often, and of which of a watchlist's news, an endpoint hears. */
export const wishOptions = {
  ...{ every: text, "workdays-only": flag },
  ...{ stages: text, parties: text, "min-sources": text, "when-empty": text },
} as const;

export const wishHelp = `  --every C        immediate (if not given), hour, 08:00 (every day then), monday@08:00 (every week then)
  --workdays-only  nothing on Saturdays and Sundays; ends with the next --every
  --stages S,…     only stories that are in one of these; "all" ends it
  --parties A,B    only stories about one of these companies of the watchlist; "all" ends it
  --min-sources N  only stories of so many independent reports; 1 ends it
  --when-empty W   say-so: a daily or weekly digest comes with nothing to tell, too; or silent`;

type Given = Partial<Record<Exclude<keyof typeof wishOptions, "workdays-only">, string>> & {
  "workdays-only"?: boolean | undefined;
};

/** undefined: it stays as it is; null: it is taken away. */
export interface Wish {
  cadence: Cadence | undefined;
  workdaysOnly: boolean;
  stages: string[] | null | undefined;
  /** As they were written; they are looked for in each watchlist. */
  parties: string[] | null | undefined;
  sourcesMin: number | null | undefined;
  whenEmpty: "say-so" | null | undefined;
}

/** The wish of a command line. Throws `UsageError`. */
export function wishFrom(values: Given): Wish {
  const { every, stages, parties } = values;
  const sources = wholeNumber("--min-sources", values["min-sources"], sourcesWantedMax);
  return {
    cadence: every === undefined ? undefined : cadenceFrom(every, values["workdays-only"] === true),
    workdaysOnly: values["workdays-only"] === true,
    stages: stages === "all" ? null : optionValue("--stages", stages, newsQuery.stage),
    parties: parties === "all" ? null : parties?.split(",").map((name) => name.trim()),
    sourcesMin: sources === 1 ? null : sources,
    whenEmpty: whenEmptyFrom(values["when-empty"]),
  };
}

function whenEmptyFrom(written: string | undefined): "say-so" | null | undefined {
  if (written === undefined || written === "say-so") return written;
  if (written === "silent") return null;
  throw new UsageError(`expected --when-empty to be say-so or silent, got "${written}"`);
}

/** "immediate", "hour", "08:00", "monday@08:00". */
function cadenceFrom(written: string, workdaysOnly: boolean): Cadence {
  const [, on, at] = /^(?:([a-z]+)@)?(\d{2}:\d{2})$/i.exec(written) ?? [];
  if (on && workdaysOnly) throw new UsageError("expected no --workdays-only with a day of the week");
  const meant =
    at === undefined ? { every: written } : on ? { every: "week", on: on.toLowerCase(), at } : { every: "day", at };
  const read = writtenSubscription.shape.cadence.safeParse({ ...meant, ...(workdaysOnly ? { workdaysOnly } : {}) });
  if (read.success) return read.data;
  throw new UsageError(`expected --every to be immediate, hour, 08:00 or monday@08:00, got "${written}"`);
}

/**
 * The subscription to this watchlist as it will be: what is wished for, else what is stored. Throws `UsageError` for companies that
 * aren't on the watchlist, and where there would be an empty digest of what is no digest.
 */
export function subscriptionOf(wish: Wish, watchlist: WatchlistRow, stored: SubscriptionRow | null) {
  const cadence = cadenceOf(wish, stored);
  const isDigest = cadence.every === "day" || cadence.every === "week";
  if (wish.whenEmpty === "say-so" && !isDigest)
    throw new UsageError("expected --when-empty with a daily or weekly --every: the others are no digests");
  const only = {
    stages: chosen(wish.stages, stored?.only?.stages),
    parties: chosen(wish.parties && partiesOf(wish.parties, watchlist), stored?.only?.parties),
    sourcesMin: chosen(wish.sourcesMin, stored?.only?.sourcesMin),
  };
  const whenEmpty = isDigest ? chosen(wish.whenEmpty, stored?.whenEmpty) : undefined;
  const isFiltered = Object.values(only).some((value) => value !== undefined);
  return { cadence, ...(isFiltered ? { only } : {}), ...(whenEmpty ? { whenEmpty } : {}) };
}

const chosen = <T>(wished: T | null | undefined, stored: T | undefined): T | undefined =>
  wished === undefined ? stored : (wished ?? undefined);

function cadenceOf({ cadence, workdaysOnly }: Wish, stored: SubscriptionRow | null): Cadence {
  const kept: Cadence = cadence ?? stored?.cadence ?? { every: "immediate" };
  if (!workdaysOnly) return kept;
  if (kept.every === "week") throw new UsageError("expected no --workdays-only with a day of the week");
  return { ...kept, workdaysOnly };
}

function partiesOf(names: readonly string[], { name: list, entities }: WatchlistRow): string[] {
  return names.map((name) => {
    const id = partyNamed(name, entities as unknown as Entity[]);
    if (entities.some((entity) => entity.id === id)) return id;
    throw new UsageError(`expected --parties to be companies of ${list}, got "${name}"`);
  });
}

/** "daily 08:00 on workdays, only agreed". */
export function subscriptionInWords({ cadence, only, whenEmpty }: SubscriptionRow, partyNames: (id: string) => string) {
  const often =
    cadence.every === "day"
      ? `daily ${cadence.at}`
      : cadence.every === "week"
        ? `${cadence.on} ${cadence.at}`
        : { immediate: "immediate", hour: "hourly" }[cadence.every];
  const workdays = "workdaysOnly" in cadence && cadence.workdaysOnly ? " on workdays" : "";
  const filters = [
    only?.stages?.join("/"),
    only?.parties?.map(partyNames).join("/"),
    only?.sourcesMin === undefined ? undefined : `${only.sourcesMin} sources`,
  ].filter(Boolean);
  const empty = whenEmpty ? ", also when empty" : "";
  return `${often}${workdays}${filters.length > 0 ? `, only ${filters.join(", ")}` : ""}${empty}`;
}
