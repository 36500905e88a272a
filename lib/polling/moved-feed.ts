/** A permanent redirect (301, 308) that a feed answered with at every poll of late. */
export interface Move {
  url: string;
  /** Polls in a row. */
  times: number;
}

/** A server that is badly set up says "permanently" by mistake, and for some minutes only: so often we want to hear it. */
export const movesUntilBelieved = 3;

/**
 * The move after a poll that could read the feed, and null after one that came without a permanent redirect. Another
 * address than last time begins anew.
 */
export function nextMove(before: Move | null, feedUrl: string, permanentUrl: string | null): Move | null {
  if (permanentUrl === null || permanentUrl === feedUrl) return null;
  return { url: permanentUrl, times: before?.url === permanentUrl ? before.times + 1 : 1 };
}

export const isBelieved = (move: Move | null): move is Move => (move?.times ?? 0) >= movesUntilBelieved;

/**
 * What of the move is to be remembered after a poll without news, so that such polls write nothing for a feed that is
 * where it was and little for one that moves: `renewable` says whether the state may be saved for this alone. An address
 * that is another one at every poll would else cost a write at every poll.
 */
export function rememberedMove(before: Move | null, after: Move | null, renewable: boolean): Move | null {
  if (after === null || after.times > 1) return after;
  return before === null && renewable ? after : null;
}
