import type { HitReport } from "../../lib/stories/story.ts";
import type { Row } from "./table.ts";

/** A row was written by a later release, in a shape that this one can't read. */
export class NewerRowError extends Error {}

/**
 * Rows carry, as `v`, the release that gave their kind its present shape: major × 100 + minor, so 2 is release 0.2. Rows from before
 * that have none and count as 1.
 */
const unmarked = 1;
/** Since when every row is marked: the shape of a kind that hasn't changed since. */
const firstMarked = 2;

/** What turns a row of the shape before into one of this release's. Pure; takes whatever earlier releases wrote. */
interface Step {
  to: number;
  upgrade(row: Row): Row;
}

/** Of hits that were stored before they carried a report. */
const noReport: HitReport = {
  ...{ feedId: "", source: "", title: "", link: null, lang: "", publishedAt: null },
  statements: [],
};

const hitSteps: Step[] = [{ to: 2, upgrade: (row) => ({ ...row, report: row.report ?? noReport }) }];

/** The kinds whose shape has changed, ascending. A change of keys is no step: see `migrate.ts`. */
const stepsOf: Record<string, Step[]> = { "WATCHLIST HIT": hitSteps, "OWNER HIT": hitSteps };

/** "STORY ITEM" of `STORY#id` / `ITEM#id`: the words before the first "#". */
export const kindOfRow = ({ pk, sk }: Pick<Row, "pk" | "sk">): string => `${wordOf(pk)} ${wordOf(sk)}`;

function wordOf(key: string): string {
  const end = key.indexOf("#");
  return end < 0 ? key : key.slice(0, end);
}

/** The mark of the shape that this release gives and reads. */
export const markOf = (row: Pick<Row, "pk" | "sk">): number => markAfter(stepsOf[kindOfRow(row)]);

const markAfter = (steps: Step[] | undefined): number => steps?.at(-1)?.to ?? firstMarked;

/** The row as it is written: with the mark of its shape. */
export const marked = (row: Row): Row => ({ ...row, v: markOf(row) });

/**
 * The row in this release's shape, without its mark, whichever release wrote it. Throws `NewerRowError` for one of a later shape: its
 * message then goes back to the queue, and nothing is lost until the release that it names is deployed.
 */
export function currentRow({ v = unmarked, ...row }: Row): Row {
  const steps = stepsOf[kindOfRow(row as Row)];
  const readable = markAfter(steps);
  if (Number(v) > readable)
    throw new NewerRowError(
      `expected ${kindOfRow(row as Row)} as release ${releaseOf(readable)} writes it, got one of release ${releaseOf(Number(v))}; ` +
        `deploy release ${releaseOf(Number(v))} or a later one`,
    );
  const missed = steps?.filter(({ to }) => to > Number(v)) ?? [];
  return missed.reduce((upgraded, { upgrade }) => upgrade(upgraded), row as Row);
}

/** "0.2" of 2. */
export const releaseOf = (mark: number): string => `${Math.floor(mark / 100)}.${mark % 100}`;
