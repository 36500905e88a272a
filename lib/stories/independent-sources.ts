import { copyKeys } from "./copy-keys.ts";
import { signature } from "./signature.ts";
import { similarity } from "./similarity.ts";

/** One report of a story, as far as it matters to who wrote it. */
export interface Report {
  source: string;
  title: string;
  /** The teaser; "" where there is none. */
  summary: string;
  lang: string | null;
}

export interface Sources {
  /** The outlets that reported, each once, in the order of their first report. */
  outlets: string[];
  /** The reports that are nobody's copy, each with the outlets that reprinted it: how many sources a story has. */
  independent: { source: string; reprints: string[] }[];
}

/** Two reports as alike as this are one agency's text, edited. */
const copyLikeness = 0.8;
/** Later reports than these are counted as outlets only: the comparison is of each with each. */
const comparedMax = 200;

/**
 * Who reported a story, from its items in the order of their sight: three outlets that print one agency's text are three outlets and one
 * independent source. An outlet's own follow-up makes no further source of it.
 */
export function independentSources(reports: readonly Report[]): Sources {
  const outlets = [...new Set(reports.map(({ source }) => source))];
  const origins: { source: string; reprints: string[]; report: Report }[] = [];
  for (const report of reports.slice(0, comparedMax)) {
    const origin = origins.find((candidate) => areCopies(candidate.report, report));
    if (origin) {
      if (origin.source !== report.source && !origin.reprints.includes(report.source))
        origin.reprints.push(report.source);
    } else if (!origins.some(({ source }) => source === report.source)) {
      origins.push({ source: report.source, reprints: [], report });
    }
  }
  return { outlets, independent: origins.map(({ source, reprints }) => ({ source, reprints })) };
}

function areCopies(a: Report, b: Report): boolean {
  const keys = copyKeys(a.title, a.summary);
  if (copyKeys(b.title, b.summary).some((key) => keys.includes(key))) return true;
  return similarity(signature(a.title, a.summary, a.lang), signature(b.title, b.summary, b.lang)) >= copyLikeness;
}
