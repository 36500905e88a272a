/** Who reported a story, as the API counts it. */
export interface Sourced {
  independentSources: number;
  reprints: { agency: string | null; outlets: number }[];
}

/** "3 sources, 11 reprints of dpa". */
export function sourcesOf({ independentSources: sources, reprints }: Sourced): string {
  const counted = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;
  const copies = reprints.map(
    ({ agency, outlets }) => `${counted(outlets, "reprint")}${agency === null ? "" : ` of ${agency}`}`,
  );
  return [counted(sources, "source"), ...copies].join(", ");
}
