/** Tokens give owners any name, "#" included. */
const ofOwner = (owner: string): string => `OWNER#${encodeURIComponent(owner)}`;

/** The partition of what an owner's entity is in. */
export const ofEntity = (owner: string, entityId: string): string => `${ofOwner(owner)}#ENTITY#${entityId}`;

/** The partition of what two of an owner's parties are in together, in whichever order. */
export const ofPair = (owner: string, parties: readonly [string, string]): string =>
  `${ofOwner(owner)}#PAIR#${[...parties].sort().join("#")}`;

/** The partition of all that an owner has. */
export const ofAll = ofOwner;

/** More parties than this in one item are a list of companies, not a pair's story. */
const pairedPartiesMax = 6;

/** The partitions that news of these parties is listed under: the owner's, each party's, each pair's. */
export function newsLists(owner: string, parties: readonly string[]): string[] {
  const pairs = pairsOf(parties).map((pair) => ofPair(owner, pair));
  return [ofAll(owner), ...[...parties].sort().map((id) => ofEntity(owner, id)), ...pairs];
}

/** Each party with each of the others. */
export const partnersOf = (parties: readonly string[]): [party: string, partner: string][] =>
  pairsOf(parties).flatMap(([a, b]): [string, string][] => [
    [a, b],
    [b, a],
  ]);

function pairsOf(parties: readonly string[]): [string, string][] {
  const paired = [...parties].sort().slice(0, pairedPartiesMax);
  return paired.flatMap((a, at) => paired.slice(at + 1).map((b): [string, string] => [a, b]));
}
