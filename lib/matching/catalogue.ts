import { entityId } from "./entity-id.ts";

/** The id of the catalogue's company that goes by this name, or null. */
export function resolveName(name: string): string | null {
  return firstNames.get(entityId(name)) ?? null;
}

/** Whether the catalogue knows that this name also means something else, so that the item must show which is meant. */
export const isAmbiguous = (alias: string): boolean => strictAliases.has(alias);

const firstNames = new Map([
  ["gm", "general-motors"],
  ["vw", "volkswagen"],
]);
const strictAliases = new Set(["GM", "MAN"]);
