/** Runs a claim when those before it have come to an end, and gives what it gives. */
export type InTurn = <T>(claim: () => Promise<T>) => Promise<T>;

/**
 * Turns for the claims of each owner in one process: they would meet at the list of claims, where all but one have to try again. Nothing
 * depends on them: other processes claim as well.
 */
export function claimTurns(): (owner: string) => InTurn {
  const last = new Map<string, Promise<unknown>>();
  return (owner) => (claim) => {
    const turn = (last.get(owner) ?? Promise.resolve()).then(claim, claim);
    last.set(owner, turn);
    return turn;
  };
}
