import { resolveName } from "../matching/catalogue.ts";
import { entityId } from "../matching/entity-id.ts";

/** The id that a company of this name has where its watchlist gives it none. */
export const entityIdOf = (name: string): string => resolveName(name) ?? entityId(name);
