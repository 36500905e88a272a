/**
 * Runs what concerns the same key one after the other and the rest at once. Two records of a batch that wake one endpoint
 * would else meet at its claims, and one of them would have to come again.
 */
export function inTurn() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(key: string, act: () => Promise<T>): Promise<T> => {
    const turn = (last.get(key) ?? Promise.resolve()).then(act, act);
    last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (last.get(key) === turn) last.delete(key);
    }
  };
}
