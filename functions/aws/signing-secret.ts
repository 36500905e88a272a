import { randomBytes } from "node:crypto";
import type { Table } from "./table.ts";

/**
 * The secret that signs cursors and links in mails, the same for all functions: row `SECRET / SIGNING` of the Catalog, made
 * up by whoever first asks for it. It lasts as long as the people do who got links signed with it.
 */
export async function signingSecret(catalog: Table): Promise<string> {
  const [pk, sk] = ["SECRET", "SIGNING"];
  const row = await catalog.get(pk, sk);
  if (row) return row.secret as string;
  // Of two who ask at once the first one's stays.
  await catalog.create({ pk, sk, secret: randomBytes(32).toString("base64url") });
  return signingSecret(catalog);
}
