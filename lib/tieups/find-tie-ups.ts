import type { Mention } from "../matching/mention.ts";
import type { DroppedTieUp, TieUp } from "./tie-up.ts";

export interface FoundTieUps {
  tieUps: TieUp[];
  dropped: DroppedTieUp[];
}

export function findTieUps(
  _item: { title: string; text: string; lang: string },
  _mentions: readonly Mention[],
): FoundTieUps {
  return { tieUps: [], dropped: [] };
}
