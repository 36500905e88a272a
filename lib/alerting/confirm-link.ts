import { aboutOfKey, keyFor } from "./link-key.ts";

/** Makes the link by which whoever reads an address's mail agrees to alerts there. `nowMs` in epoch milliseconds. */
export type ConfirmLink = (endpointId: string, nowMs: number) => string;

const purpose = "confirm";
/** As long as SNS's own links are good. */
export const confirmDays = 3;
const validMs = confirmDays * 24 * 60 * 60 * 1000;

/** The links of an installation whose API is at `publicUrl`, signed with `secret`; each is good for three days. */
export function confirmLinks(publicUrl: string, secret: string): ConfirmLink {
  const base = publicUrl.replace(/\/+$/, "");
  return (endpointId, nowMs) => {
    const until = Math.floor((nowMs + validMs) / 1000);
    return `${base}/confirm?key=${keyFor(purpose, `${until} ${endpointId}`, secret)}`;
  };
}

/** The id of the endpoint that a link's key was made for; null for a key that wasn't made with `secret`, or whose time is over. */
export function endpointToConfirm(key: string, secret: string, nowMs: number): string | null {
  const [, until, endpointId] = /^(\d{1,12}) (.+)$/s.exec(aboutOfKey(purpose, key, secret) ?? "") ?? [];
  return endpointId !== undefined && Number(until) * 1000 > nowMs ? endpointId : null;
}
