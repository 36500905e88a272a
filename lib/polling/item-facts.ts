import type { Item, ItemLife, Wire } from "./item.ts";
import { itemLife, type LifeEvent } from "./item-life.ts";
import { type WireFacts, wireFacts } from "./wire-facts.ts";

/** An item as far as its wire's own words about it go. */
export interface Worded {
  title: string;
  text: string;
  lang: string | null;
  /** When it was published, or first seen. ISO 8601; null where nobody knows. */
  at: string | null;
}

/** What the words say of agency, place and the life of the item, with where they say it. Pure. */
export function readFacts({ title, text, lang, at }: Worded): { wire: WireFacts; life: LifeEvent[] } {
  const wire = wireFacts(title, text);
  return { wire, life: itemLife(title, text, { at, timeZone: wireClock(lang) }) };
}

/** The facts as they are stored with an item's current wording; without what the words don't say. */
export function itemFacts(item: Pick<Item, "title" | "summary" | "lang" | "publishedAt" | "firstSeenAt">): Facts {
  const { title, summary: text, lang, publishedAt, firstSeenAt } = item;
  return storedFacts(readFacts({ title, text, lang, at: publishedAt ?? firstSeenAt }));
}

export interface Facts {
  wire?: Wire;
  life?: ItemLife[];
}

export function storedFacts({ wire: { agency, place }, life }: { wire: WireFacts; life: LifeEvent[] }): Facts {
  return {
    ...(agency !== null || place !== null ? { wire: { agency, place } } : {}),
    ...(life.length > 0 ? { life: life.map(({ marker: _, ...event }) => event) } : {}),
  };
}

/** The clock that wires of the language write by where they name no zone: German ones Berlin's, others UTC. */
const wireClock = (lang: string | null): string => (lang === "de" ? "Europe/Berlin" : "UTC");
