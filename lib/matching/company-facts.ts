import referenceWords from "./catalogue/reference-words.json" with { type: "json" };
import { catalogueCompany } from "./catalogue.ts";
import { entityId } from "./entity-id.ts";

/** What is known of a company that texts call it by: keys of `catalogue/reference-words.json`; null where it is not known. */
export interface CompanyFacts {
  /** The town of its seat ("München"). */
  seat: string | null;
  /** The country of its seat ("de"). */
  nation: string | null;
  /** Its branch ("cars"). */
  branch: string | null;
}

/** What the catalogue knows of the company with this id; all null if it doesn't know the company. */
export const factsOf = (id: string): CompanyFacts => ({
  seat: seats.get(id) ?? null,
  nation: nations.get(id) ?? null,
  branch: catalogueCompany(id)?.branch ?? null,
});

const seats = keysByCompany(referenceWords.seats);
const nations = keysByCompany(referenceWords.nations);

function keysByCompany(lists: Record<string, { companies: string[] }>): Map<string, string> {
  return new Map(
    Object.entries(lists).flatMap(([key, { companies }]) => companies.map((name) => [entityId(name), key])),
  );
}
