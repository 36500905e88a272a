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
  /** The agency that it credits, or is; absent or null where none is known. */
  agency?: string | null;
}

export interface Sources {
  /** The outlets that reported, each once, in the order of their first report. */
  outlets: string[];
  /** How many sources a story has. */
  independent: IndependentSource[];
}

/** A report that is nobody's copy. */
export interface IndependentSource {
  /** The outlet that had it first. */
  source: string;
  /** Who wrote it, where one of its printers says that it was an agency. */
  agency: string | null;
  /** The other outlets that printed it. */
  reprints: string[];
}

/** Who reported a story, counted. */
export interface Sourcing {
  outlets: number;
  independent: number;
  /** Outlets that print what others wrote, by whose text it is (null: nobody says), those of most outlets first. */
  reprints: { agency: string | null; outlets: number }[];
}

/** Two reports as alike as this are one agency's text, edited. */
const copyLikeness = 0.8;
/** Later reports than these are counted as outlets only: the comparison is of each with each. */
const comparedMax = 200;

/** What a report is compared by. */
interface Compared {
  copies: number[];
  features: number[];
}

/** The wordings of all its printers, as one shortens what another has whole; the words of the first. */
type Origin = IndependentSource & Compared;

/**
 * Who reported a story, from its items in the order of their sight: three outlets that print one agency's text, or two versions of it,
 * are three outlets and one independent source. An outlet's own follow-up makes no further source of it.
 */
export function independentSources(reports: readonly Report[]): Sources {
  const outlets = [...new Set(reports.map(({ source }) => source))];
  const origins: Origin[] = [];
  for (const report of reports.slice(0, comparedMax)) {
    const compared = comparedBy(report);
    const { source, agency = null } = report;
    const origin = origins.find((one) => isOf(agency, one) || areCopies(one, compared));
    if (origin) {
      origin.agency ??= agency;
      origin.copies.push(...compared.copies);
      if (origin.source !== source && !origin.reprints.includes(source)) origin.reprints.push(source);
    } else if (agency !== null || !origins.some((one) => one.source === source)) {
      origins.push({ source, agency, reprints: [], copies: [...compared.copies], features: compared.features });
    }
  }
  return { outlets, independent: onePerAgency(origins) };
}

const isOf = (agency: string | null, origin: IndependentSource): boolean => agency !== null && origin.agency === agency;

/** Two texts can turn out to be one agency's only when a later printer credits it. */
function onePerAgency(origins: readonly IndependentSource[]): IndependentSource[] {
  const merged: IndependentSource[] = [];
  for (const { source, agency, reprints } of origins) {
    const known = merged.find((one) => isOf(agency, one));
    if (!known) merged.push({ source, agency, reprints });
    else known.reprints = [...new Set([...known.reprints, source, ...reprints])].filter((one) => one !== known.source);
  }
  return merged;
}

const comparedBy = ({ title, summary, lang }: Report): Compared => ({
  copies: copyKeys(title, summary),
  features: signature(title, summary, lang),
});

const areCopies = (a: Compared, b: Compared): boolean =>
  b.copies.some((key) => a.copies.includes(key)) || similarity(a.features, b.features) >= copyLikeness;
