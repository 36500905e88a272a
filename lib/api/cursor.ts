import { createHmac, timingSafeEqual } from "node:crypto";
import type { Position } from "./page.ts";

/** So much of the HMAC-SHA256 is enough against guessing and keeps cursors short. */
const signatureBytes = 16;

/**
 * The position as a client holds it: base64url, signed for one `list` (whose, which, with which filters), so that it can't
 * be made up, altered, or used on another list. What it says is not secret.
 */
export function signCursor(position: Position, list: string, secret: string): string {
  const payload = Buffer.from(JSON.stringify(position)).toString("base64url");
  return `${payload}.${signature(payload, list, secret).toString("base64url")}`;
}

/** The position that `signCursor` was given for the same list, or null for anything else. */
export function readCursor(cursor: string, list: string, secret: string): Position | null {
  const [payload, given, ...more] = cursor.split(".");
  if (!payload || !given || more.length > 0) return null;
  const signed = Buffer.from(given, "base64url");
  if (signed.length !== signatureBytes || !timingSafeEqual(signed, signature(payload, list, secret))) return null;
  return JSON.parse(Buffer.from(payload, "base64url").toString()) as Position;
}

const signature = (payload: string, list: string, secret: string): Buffer =>
  createHmac("sha256", secret).update(`${list}\n${payload}`).digest().subarray(0, signatureBytes);
