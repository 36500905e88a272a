import { createHash } from "node:crypto";
import { giveUpTopic } from "./give-up-topic.ts";
import { type CodeCheck, type CodePorts, checkCode, sendCode } from "./phone-code.ts";
import { type Allowance, type Quota, type Spent, spend } from "./quota.ts";
import type { EndpointStates, OwnMails } from "./reconcile-endpoint.ts";
import type { Channel, Endpoint, Language } from "./subscriber.ts";

const hour = 60 * 60;
const day = 24 * hour;

/**
 * How often a person is written to before they have agreed, whoever asks for it and under however many names: by their
 * address. Addresses are counted by a hash; they stand in the catalog only.
 */
const perTarget: Omit<Allowance, "counter">[] = [
  { max: 3, windowSeconds: hour },
  { max: 5, windowSeconds: day },
  { max: 10, windowSeconds: 30 * day },
];
/** How many people a caller can have us write to. */
const perCaller: Omit<Allowance, "counter">[] = [
  { max: 30, windowSeconds: hour },
  { max: 100, windowSeconds: day },
];
/** Test messages go to those who have agreed. */
const testsPerTarget: Omit<Allowance, "counter">[] = [
  { max: 3, windowSeconds: hour },
  { max: 10, windowSeconds: day },
];

export type Subscribed =
  | { kind: "subscribed"; topicArn: string }
  /** The channel doesn't take this address. */
  | { kind: "refused" };

export interface ConsentPorts extends CodePorts {
  states: EndpointStates;
  /** Absent where SNS makes the mails. */
  ownMails?: OwnMails | undefined;
  topics: {
    /** Makes the endpoint's topic and subscribes its address; SNS then asks an email address to confirm, every time. */
    ensure(endpointId: string, channel: Channel, address: string): Promise<Subscribed>;
  };
}

type Target = Pick<Endpoint, "channel" | "address">;

/** Asks whether the person at the address may be asked once more, and counts it: before anything is made or sent. */
export const spendInvitation = (target: Target, owner: string, quota: Quota, nowMs: number): Promise<Spent> =>
  spend(
    [
      ...perCaller.map((one) => ({ ...one, counter: `invitations by ${owner}` })),
      ...perTarget.map((one) => ({ ...one, counter: `invitations of ${hashOf(target)}` })),
    ],
    quota,
    nowMs,
  );

/** The same for a test message to an address that is confirmed. */
export const spendTest = (target: Target, quota: Quota, nowMs: number): Promise<Spent> =>
  spend(
    testsPerTarget.map((one) => ({ ...one, counter: `tests of ${hashOf(target)}` })),
    quota,
    nowMs,
  );

const hashOf = ({ channel, address }: Target): string =>
  createHash("sha256").update(`${channel} ${address}`).digest("base64url");

/**
 * Asks the person at an address to agree: an email has SNS's link, or ours, an SMS our code. The invitation must have been
 * counted (`spendInvitation`). One who had left is pending again. Repeated after a crash it asks again.
 */
export async function askConsent(
  endpoint: Endpoint,
  language: Language,
  ports: ConsentPorts,
): Promise<{ kind: Subscribed["kind"] }> {
  const { id, channel, address, state } = endpoint;
  if (ports.ownMails && channel === "email") return askByMail(endpoint, ports, ports.ownMails);
  const subscribed = await ports.topics.ensure(id, channel, address);
  if (subscribed.kind === "refused") return subscribed;
  if (subscribed.topicArn !== endpoint.topicArn) await ports.states.setTopic(id, subscribed.topicArn);
  if (state === "unsubscribed") await ports.states.setState(id, "pending");
  if (channel === "sms") await sendCode({ id, topicArn: subscribed.topicArn }, language, ports);
  return subscribed;
}

/** A topic from when SNS made the mails is given up: what it asked for is asked for anew. */
async function askByMail(
  endpoint: Endpoint,
  { states }: ConsentPorts,
  ownMails: OwnMails,
): Promise<{ kind: "subscribed" }> {
  const { id, state } = endpoint;
  const invitedAt = new Date(ownMails.now()).toISOString();
  if (state === "unsubscribed") await states.setState(id, "pending");
  await giveUpTopic(endpoint, states, ownMails);
  await ownMails.invite(id);
  await states.setInvited(id, invitedAt);
  return { kind: "subscribed" };
}

/** Confirms a phone by the code that it was sent. */
export async function confirmPhone(
  { id }: Pick<Endpoint, "id">,
  code: string,
  ports: Omit<CodePorts, "publisher" | "newCode"> & { states: EndpointStates },
): Promise<CodeCheck> {
  const check = await checkCode(id, code, ports);
  if (check.kind === "right") await ports.states.setState(id, "confirmed");
  return check;
}

/** All of it on one set of ports, as the API has it. */
export const consentDesk = (ports: ConsentPorts) => ({
  spendInvitation: (target: Target, owner: string) => spendInvitation(target, owner, ports.quota, ports.now()),
  spendTest: (target: Target) => spendTest(target, ports.quota, ports.now()),
  ask: (endpoint: Endpoint, language: Language) => askConsent(endpoint, language, ports),
  confirm: (endpoint: Pick<Endpoint, "id">, code: string) => confirmPhone(endpoint, code, ports),
});

export type ConsentDesk = ReturnType<typeof consentDesk>;
