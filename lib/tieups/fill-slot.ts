import type { Occurrence } from "./fill-frame.ts";
import { following, openTopic, otherSegment, titlePair, topic } from "./find-elsewhere.ts";
import { findGoverned } from "./find-governed.ts";
import { findMaker } from "./find-maker.ts";
import { findNeighbour, hyphened, rightBefore } from "./find-neighbour.ts";
import { findObject } from "./find-object.ts";
import { findPossessor, ownedFrames, owners } from "./find-possessor.ts";
import { findSubject } from "./find-subject.ts";
import { findTeller } from "./find-teller.ts";
import { type Found, isHead, whole } from "./found.ts";
import type { Slot } from "./frame.ts";
import { isNamed, type SentenceView, type Span } from "./spans.ts";

/** Who fills one slot of a frame, not counting those who are `taken`; null where nobody stands there. */
export function fillSlot(view: SentenceView, occurrence: Occurrence, slot: Slot, taken: Span[]): Found | null {
  switch (slot.place) {
    case "S":
      return findSubject(view, occurrence, taken);
    case "O":
      return findObject(view, occurrence, taken);
    case "C":
      return (
        whole(view.spans.filter(({ role, headAt }) => isCompound(occurrence, role) && isHead(occurrence, headAt))) ??
        (slot.several ? hyphened(view, occurrence) : null)
      );
    case "P":
      return slot.several && ownedFrames.has(occurrence.trigger.frameName)
        ? owners(view, occurrence)
        : findPossessor(view, occurrence, taken);
    case "Y":
      return findNeighbour(view, occurrence);
    case "D":
      return findMaker(view, occurrence, taken);
    case "B":
      return rightBefore(view, occurrence, taken);
    case "K":
      return otherSegment(view, occurrence, taken, slot.several);
    case "F":
      return following(view, occurrence, taken, slot.several);
    case "U":
      return whole(view.spans.filter((span) => span.to === occurrence.from - 1 && isOfCustomers(view, span)));
    case "V":
      return affected(view, occurrence, taken);
    case "W":
      return findTeller(view, occurrence.from, taken);
    case "T":
      return slot.several ? titlePair(view, occurrence) : topic(view, taken);
    case "Q":
      return openTopic(view, taken);
    case "@":
      return findGoverned(view, occurrence, slot, taken);
  }
}

/** A headline has few words and no full stop; what it says of two companies is its news. */
const headlineTokensMax = 24;

/** Whether a sentence is written as headlines are. */
export function isHeadline({ tokens, from, to }: SentenceView): boolean {
  return to - from <= headlineTokensMax && tokens[to - 1]?.text !== ".";
}

/** "Kauft Intel-Aktien", "Siemens-Züge für …": a phrase may hold a compound's head that is no trigger alone. */
const isCompound = ({ trigger }: Occurrence, role: Span["role"]) =>
  role === "trigger" || (trigger.word === "phrase" && (role === "other" || role === "product"));

/** Words like "on" between a verb of impact and whom it hits. */
const impactTokensMax = 3;

/** "The deal with Sharp lifts Bosch", "weighs on Bosch's shares". */
function affected({ tokens, spans, to, lexicon }: SentenceView, occurrence: Occurrence, taken: Span[]): Found | null {
  const last = Math.max(occurrence.to, ...taken.map((span) => span.to));
  const next = spans.find((span) => span.from >= last && !taken.includes(span) && isNamed(span));
  if (next === undefined || next.from >= to) return null;
  const verb = tokens.findLastIndex(({ lower }, at) => at >= last && at < next.from && lexicon.impacts.has(lower));
  return verb >= 0 && next.from - verb <= impactTokensMax ? whole([next]) : null;
}

/** "Bosch customers". */
const isOfCustomers = ({ tokens, lexicon }: SentenceView, { to, prep, possessive }: Span) =>
  prep === null && !possessive && lexicon.customers.has(tokens[to]?.lower ?? "");
