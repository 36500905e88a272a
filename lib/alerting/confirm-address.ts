import { confirmDays, endpointToConfirm } from "./confirm-link.ts";
import { fill, frames } from "./frame.ts";
import { linkPage, pageButton, pageParagraph } from "./link-page.ts";
import type { EndpointStates } from "./reconcile-endpoint.ts";
import type { Endpoint, EndpointState, Language, Subscriber } from "./subscriber.ts";

export interface ConfirmingPorts {
  audience: Pick<EndpointStates, "setState"> & {
    endpointById(id: string): Promise<Endpoint | null>;
    subscriberById(id: string): Promise<Subscriber | null>;
  };
  /** Has what waited for the confirmation told. */
  wake(endpointId: string): Promise<void>;
  secret: string;
  /** Epoch milliseconds. */
  now(): number;
}

/** What whoever holds a link is told: nothing but where it stands. */
export interface Asked {
  language: Language;
  state: EndpointState;
}

/** Where the endpoint of a link's key stands; null where the key is forged or too old, or its endpoint is gone. Changes nothing. */
export async function askedBy(key: string, ports: ConfirmingPorts): Promise<Asked | null> {
  const endpoint = await endpointBehind(key, ports);
  return endpoint && askedAt(endpoint, ports);
}

/**
 * Confirms the endpoint of a link's key; null as above. Repeated, it changes nothing. One that was unsubscribed meanwhile stays
 * so: an older mail is no answer to whoever has said no since.
 */
export async function agree(key: string, ports: ConfirmingPorts): Promise<Asked | null> {
  const endpoint = await endpointBehind(key, ports);
  if (!endpoint) return null;
  if (endpoint.state !== "pending") return askedAt(endpoint, ports);
  await ports.audience.setState(endpoint.id, "confirmed");
  await ports.wake(endpoint.id);
  return askedAt({ ...endpoint, state: "confirmed" }, ports);
}

async function endpointBehind(key: string, { audience, secret, now }: ConfirmingPorts): Promise<Endpoint | null> {
  const id = endpointToConfirm(key, secret, now());
  return id === null ? null : audience.endpointById(id);
}

async function askedAt({ subscriberId, state }: Endpoint, { audience }: ConfirmingPorts): Promise<Asked> {
  return { language: (await audience.subscriberById(subscriberId))?.language ?? "en", state };
}

/** The page behind the link, in its reader's language. */
function composeConfirmPage({ language, state }: Asked): string {
  const { confirm, invitation } = frames[language];
  const lines = {
    pending: [pageParagraph(confirm.asked), pageButton("confirm", "yes", invitation.button)],
    confirmed: [pageParagraph(confirm.confirmed)],
    unsubscribed: [pageParagraph(confirm.ended)],
  };
  return linkPage(language, confirm.title, lines[state]);
}

/** The page for a link that leads nowhere: in both languages, as nobody knows the reader's. */
function composeUnknownPage(): string {
  const said = (language: Language) => fill(frames[language].confirm.unknown, { days: confirmDays });
  const lines = (["en", "de"] as const).map((language) => `<p lang="${language}">${said(language)}</p>`);
  return linkPage("en", frames.en.confirm.title, lines);
}

/** All of it on one set of ports, as the API has it. */
export const confirmDesk = (ports: ConfirmingPorts) => ({
  askedBy: (key: string) => askedBy(key, ports),
  agree: (key: string) => agree(key, ports),
  page: composeConfirmPage,
  unknownLinkPage: composeUnknownPage,
});

export type ConfirmDesk = ReturnType<typeof confirmDesk>;
