import type { FoundName } from "./name-table.ts";

/**
 * The places that are left when of any that overlap the longest stays, of equally long ones the first; sorted by start. Of
 * several names for one place the one with the lowest rank stays, then the first of the table.
 */
export function longestNames(found: FoundName[], rank: (place: FoundName) => number = () => 0): FoundName[] {
  const byStart = found.toSorted((a, b) => a.start - b.start);
  const kept: FoundName[] = [];
  for (let from = 0; from < byStart.length; ) {
    let to = from + 1;
    let end = byStart[from]?.end ?? 0;
    while ((byStart[to]?.start ?? Number.POSITIVE_INFINITY) < end) {
      end = Math.max(end, byStart[to]?.end ?? 0);
      to += 1;
    }
    kept.push(...(to - from === 1 ? byStart.slice(from, to) : longestOfCluster(byStart.slice(from, to), rank)));
    from = to;
  }
  return kept;
}

/** Of places that hang together by overlaps. */
function longestOfCluster(cluster: FoundName[], rank: (place: FoundName) => number): FoundName[] {
  const length = (place: FoundName): number => place.end - place.start;
  cluster.sort((a, b) => length(b) - length(a) || a.start - b.start || rank(a) - rank(b) || a.name - b.name);
  const kept: FoundName[] = [];
  for (const place of cluster) {
    if (kept.every((other) => place.end <= other.start || place.start >= other.end)) kept.push(place);
  }
  return kept.sort((a, b) => a.start - b.start);
}
