import { type Found, groupOf, place, whole } from "./found.ts";
import { isNamed, type SentenceView, type Span } from "./spans.ts";

/** The words between a name and its verb of saying, at most: "wie A am Montag in Ulm mitteilte". */
const saidTokensMax = 7;

/** "Die Zellen liefert B, wie A mitteilte", "… nicht die Rede sein, sagte A-Vorstand Meyer": who tells it in a clause of its own; null where nobody does. */
export function findTeller(view: SentenceView, at: number, taken: Span[]): Found | null {
  const { clause } = place(view, at);
  const teller = view.spans.find(
    (span) =>
      span.clause !== clause &&
      isNamed(span) &&
      span.role === "self" &&
      !span.possessive &&
      !taken.includes(span) &&
      tells(view, span),
  );
  return teller === undefined ? null : whole(groupOf(view, teller));
}

function tells(
  { tokens, clauses, from, to, lexicon }: SentenceView,
  { from: first, to: end, clause, prep }: Span,
): boolean {
  const said = (at: number) =>
    at >= from && at < to && clauses[at - from] === clause && lexicon.saying.has(tokens[at]?.lower ?? "");
  if (prep === null && said(first - 1)) return true;
  if (prep !== null && prep !== "wie") return false;
  for (let at = end; at < Math.min(to, end + saidTokensMax); at++) if (said(at)) return true;
  return false;
}
