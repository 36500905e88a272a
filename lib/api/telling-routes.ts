import * as z from "zod";
import type { Claim, Claims, Deliveries } from "../alerting/delivery.ts";
import { type EndpointStore, ownedEndpoint } from "./endpoint-routes.ts";
import { type Route, route } from "./route.ts";

export interface TellingPorts {
  subscribers: Pick<EndpointStore, "endpointById" | "readSubscriber">;
  /** The ledger, to read. */
  tellings: Pick<Claims, "claimsOf"> & Pick<Deliveries, "find">;
}

const telling = z.strictObject({
  what: z.enum(["news", "correction", "withdrawal"]),
  revision: z.number(),
  outcome: z.enum(["being-told", "told", "unknown"]).meta({
    description: "`unknown`: it may or may not have arrived, and is not repeated",
  }),
  attempts: z.number().meta({ description: "2: it may have come twice" }),
  at: z.string(),
  deliveryId: z.string(),
  subject: z.string().nullable(),
  text: z.string().nullable().meta({ description: "The words; null where none were written" }),
});

const outcomes = { claimed: "being-told", sent: "told", unknown: "unknown" } as const;
/** In the ledger what a wire did to a story is a story of its own. */
const ledgerIds = [
  ["news", ""],
  ["correction", " correction"],
  ["withdrawal", " withdrawal"],
] as const;

/** Was X told about Y, when, and with which words? */
export const tellingRoutes = ({ subscribers, tellings }: TellingPorts): Route[] => [
  route({
    method: "get",
    path: "/endpoints/{id}/stories/{storyId}",
    summary: "Whether an endpoint was told of a story, when, and in which words",
    scope: "read",
    answers: {
      200: {
        description: "A line for each revision; none: not told",
        schema: z.strictObject({ items: z.array(telling) }),
      },
    },
    handle: async ({ params, caller }) => {
      const { id } = await ownedEndpoint(params.id ?? "", caller, subscribers);
      const found = await Promise.all(
        ledgerIds.map(async ([what, ending]) => {
          const claims = await tellings.claimsOf(id, `${params.storyId}${ending}`);
          return Promise.all(claims.map((claim) => tellingOf(what, claim, tellings)));
        }),
      );
      return { status: 200, body: { items: found.flat() } };
    },
  }),
];

async function tellingOf(
  what: (typeof ledgerIds)[number][0],
  { endpointId, revision, state, attempts, startedAt, deliveryId }: Claim,
  { find }: TellingPorts["tellings"],
): Promise<z.infer<typeof telling>> {
  const delivery = await find(endpointId, startedAt, deliveryId);
  const { subject = null, text = null } = delivery ?? {};
  return { what, revision, outcome: outcomes[state], attempts, at: startedAt, deliveryId, subject, text };
}
