import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where a start leaves what the next one goes on with. */
export interface StateFolder {
  database: string;
  outbox: string;
  /** When the sample wire's clock stood at zero. */
  wireEpoch: Date;
  /** Signs the API's cursors. */
  cursorSecret: string;
  /** The bearer token of the API on this machine. */
  token: string;
}

/** Makes the folder where it is missing. */
export function openStateFolder(folder: string): StateFolder {
  mkdirSync(folder, { recursive: true });
  return {
    database: join(folder, "database"),
    outbox: join(folder, "outbox"),
    wireEpoch: new Date(kept(join(folder, "wire-epoch"), () => new Date().toISOString())),
    cursorSecret: kept(join(folder, "cursor-secret"), secret),
    token: kept(join(folder, "token"), () => `tieup_${secret()}`),
  };
}

const secret = (): string => randomBytes(32).toString("base64url");

/** The file's text; written by the first start, for nobody else to read. */
function kept(file: string, make: () => string): string {
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600 });
  return readFileSync(file, "utf8");
}
