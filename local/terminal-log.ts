import type { LogWriter } from "../functions/log.ts";

/** What the functions log, said to a person: feeds that brought something or can't be read, and faults. */
export const terminalLog =
  (say: (sentence: string) => void): LogWriter =>
  (level, sentence, facts) => {
    const { title, reason, newItems, editedItems, warnings } = facts as Record<string, string & number & string[]>;
    if (level === "WARN" && reason) say(`${title} can't be read: ${reason}`);
    else if (level !== "INFO") say(`${sentence}: ${JSON.stringify(facts)}`);
    else if (newItems || editedItems) say(`${title}: ${counted(Number(newItems), Number(editedItems))}`);
    for (const warning of warnings ?? []) say(`${title}: ${warning}`);
  };

function counted(newItems: number, editedItems: number): string {
  const parts = [
    ...(newItems > 0 ? [`${newItems} new ${newItems === 1 ? "item" : "items"}`] : []),
    ...(editedItems > 0 ? [`${editedItems} edited`] : []),
  ];
  return parts.join(", ");
}
