import { createHash } from "node:crypto";
import { deriveId } from "./derive-id.ts";
import { Refusal } from "./refusal.ts";
import type { Answer, Call } from "./route.ts";

/** What a key was first sent with, and what that made: null while it is being made. */
export interface KeyRecord {
  id: string;
  /** Of the request's body. */
  fingerprint: string;
  made: string | null;
  /** ISO 8601 UTC: as if it weren't there from then on. */
  expiresAt: string;
}

export interface KeyStore {
  /** Keeps the record and returns null, or returns the one with its id that is there and has not expired by `now` (ISO 8601 UTC). */
  begin(record: KeyRecord, now: string): Promise<KeyRecord | null>;
  /** In place of the one with its id. */
  put(record: KeyRecord): Promise<void>;
}

export interface IdempotencyPorts {
  keys: KeyStore;
  now(): Date;
  newId(): string;
}

/** A process that died leaves its key taken for so long. No request takes longer. */
const leaseMs = 60 * 1000;
const keptHours = 24;

export const idempotencyWords = `Repeated with the same key within ${keptHours} hours, the request makes nothing new; with another body it is refused`;

/** What making something needs to know. */
export interface Making {
  /** An id for it: the same whenever this request is repeated with its key, so that what a crash left is found. */
  make(id: string): Promise<{ id: string; answer: Answer }>;
  /** The answer to a repetition; null where what was made is gone. */
  again(id: string): Promise<Answer | null>;
}

/**
 * Makes something once for each value of the header Idempotency-Key (IETF draft httpapi-idempotency-key-header): a repeated
 * request is answered by `again`. Refuses another body with 422, and a repetition while the first is being handled with 409.
 * A request that fails leaves its key to be used again.
 */
export async function once(
  call: Call<unknown, unknown>,
  what: string,
  deps: IdempotencyPorts,
  { make, again }: Making,
): Promise<Answer> {
  const { idempotencyKey, caller, body } = call;
  if (idempotencyKey === null) return (await make(deps.newId())).answer;
  const fingerprint = createHash("sha256").update(JSON.stringify(body)).digest("base64url");
  const keyId = deriveId(caller.owner, what, idempotencyKey);
  const record = { id: keyId, fingerprint, made: null, expiresAt: later(deps.now(), leaseMs) };
  const before = await deps.keys.begin(record, deps.now().toISOString());
  if (before) return repeated(before, fingerprint, again);
  try {
    const { id, answer } = await make(deriveId(keyId, fingerprint));
    await deps.keys.put({ ...record, made: id, expiresAt: later(deps.now(), keptHours * 60 * 60 * 1000) });
    return answer;
  } catch (fault) {
    await deps.keys.put({ ...record, expiresAt: deps.now().toISOString() });
    throw fault;
  }
}

async function repeated(before: KeyRecord, fingerprint: string, again: Making["again"]): Promise<Answer> {
  if (before.fingerprint !== fingerprint) {
    const expected = "another key for another request: this one was first sent with another body";
    const errors = [{ field: "Idempotency-Key", expected, got: "a key that was used" }];
    throw new Refusal("invalid-input", `Idempotency-Key: expected ${expected}, got a key that was used`, { errors });
  }
  if (before.made === null)
    throw new Refusal("conflict", "the first request with this Idempotency-Key is still being handled; try again", {
      headers: { "retry-after": "1" },
    });
  const answer = await again(before.made);
  if (answer) return answer;
  throw new Refusal("conflict", "what this Idempotency-Key made is gone; expected another key to make it anew");
}

const later = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString();
