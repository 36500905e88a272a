import { compileDictionary, type Dictionary } from "../lib/matching/dictionary.ts";
import type { Watchlist } from "../lib/matching/watchlist.ts";
import { analyseItem } from "../lib/pipeline/analyse-item.ts";
import { allEntities } from "../lib/pipeline/current-dictionary.ts";
import { judgeHit } from "../lib/pipeline/judge-hit.ts";

/**
 * The headlines that are judged otherwise than their watchlist says, each with why: as items are judged when `after` is what is
 * watched, with the names, contexts and exclusions of all of it. Those of the watchlists that `isAsked` leaves out count only if they
 * come out otherwise than they did before: what a file doesn't name it may break, but needn't mend.
 */
export function failingHeadlines(
  before: readonly Watchlist[],
  after: readonly Watchlist[],
  isAsked: (watchlist: Watchlist) => boolean,
): string[] {
  const withHeadlines = after.filter(
    ({ mustMatch = [], mustNotMatch = [] }) => mustMatch.length + mustNotMatch.length > 0,
  );
  if (withHeadlines.length === 0) return [];
  const dictionary = compileDictionary(allEntities(after));
  const failures = withHeadlines.flatMap((watchlist) => failing(watchlist, dictionary));
  const others = failures.filter(({ watchlist }) => !isAsked(watchlist));
  const old = others.length === 0 ? null : compileDictionary(allEntities(before));
  const isNew = ({ watchlist, title }: Failure) => {
    const was = before.find(({ id }) => id === watchlist.id);
    return old !== null && was !== undefined && !failing(was, old).some((one) => one.title === title);
  };
  return failures.filter((failure) => isAsked(failure.watchlist) || isNew(failure)).map(({ told }) => told);
}

interface Failure {
  watchlist: Watchlist;
  title: string;
  told: string;
}

function failing(watchlist: Watchlist, dictionary: Dictionary): Failure[] {
  const among = (headlines: string[], hit: boolean, list: string) =>
    headlines.flatMap((title): Failure[] => {
      const item = { id: "headline", title, text: "", lang: null, publishedAt: null };
      const judgement = judgeHit(watchlist, analyseItem(item, dictionary));
      if (judgement.hit === hit) return [];
      const told = `${watchlist.name}: ${list} fails: “${title}”: ${judgement.reasons.join("; ")}`;
      return [{ watchlist, title, told }];
    });
  return [
    ...among(watchlist.mustMatch ?? [], true, "must_match"),
    ...among(watchlist.mustNotMatch ?? [], false, "must_not_match"),
  ];
}
