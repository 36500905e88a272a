import type { Facts, LogWriter } from "../functions/log.ts";

/** What the functions log, said to a person: feeds that brought something or can't be read, and faults. */
export const terminalLog =
  (say: (sentence: string) => void): LogWriter =>
  (level, sentence, facts) => {
    const { title, reason, warnings = [] } = facts as { title?: string; reason?: string; warnings?: string[] };
    if (level === "WARN" && reason) say(`${title} can't be read: ${reason}${wayOut(reason)}`);
    else if (level !== "INFO") say(`${sentence}: ${JSON.stringify(facts)}`);
    else if (counted(facts)) say(`${title}: ${counted(facts)}`);
    for (const warning of warnings) say(`${title}: ${warning}`);
  };

/** An address that is refused on a machine of one's own is mostly one's own. */
const wayOut = (reason: string): string =>
  /^refused: .* (a loopback|a private) address/.test(reason) ? "; --allow-private polls it" : "";

function counted({ newItems, editedItems, rememberedItems }: Facts): string {
  const some = (count: unknown, words: (count: number) => string): string[] => (count ? [words(Number(count))] : []);
  return [
    ...some(newItems, (count) => `${count} new ${count === 1 ? "item" : "items"}`),
    ...some(editedItems, (count) => `${count} edited`),
    ...some(rememberedItems, (count) => `${count} only remembered (older than the lookback, or without a date)`),
  ].join(", ");
}
