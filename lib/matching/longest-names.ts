import type { FoundName } from "./scan-names.ts";

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
    const cluster = byStart.slice(from, to);
    for (const place of cluster.length === 1 ? cluster : longestOfCluster(cluster, rank)) kept.push(place);
    from = to;
  }
  return kept;
}

/** Of places that hang together by overlaps. Linear in the cluster's letters, but for the sorting. */
function longestOfCluster(cluster: FoundName[], rank: (place: FoundName) => number): FoundName[] {
  const from = cluster[0]?.start ?? 0;
  const taken = new Uint8Array(cluster.reduce((end, place) => Math.max(end, place.end), from) - from);
  const length = (place: FoundName): number => place.end - place.start;
  cluster.sort((a, b) => length(b) - length(a) || a.start - b.start || rank(a) - rank(b) || a.name - b.name);
  const kept: FoundName[] = [];
  for (const place of cluster) {
    // What is kept so far is as long or longer, so an overlap covers an end.
    if (taken[place.start - from] === 1 || taken[place.end - 1 - from] === 1) continue;
    taken.fill(1, place.start - from, place.end - from);
    kept.push(place);
  }
  return kept.sort((a, b) => a.start - b.start);
}
