import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "./options.ts";

/** Where a start leaves what the next one goes on with. */
export interface StateFolder {
  database: string;
  outbox: string;
  /** When the sample wire's clock stood at zero. */
  wireEpoch: Date;
  /** The bearer token of the API on this machine. */
  token: string;
  /** Lets the next start have the folder. */
  stop(): void;
}

/**
 * Makes the folder where it is missing, and takes it for this process. Throws `UsageError` where it can't be written or
 * another Tieup holds it.
 */
export function openStateFolder(folder: string): StateFolder {
  const release = openedOrExplained(folder, () => {
    mkdirSync(folder, { recursive: true });
    return takeFolder(folder);
  });
  const isDate = (text: string): boolean => !Number.isNaN(Date.parse(text));
  return {
    database: join(folder, "database"),
    outbox: join(folder, "outbox"),
    wireEpoch: new Date(kept(join(folder, "wire-epoch"), isDate, () => new Date().toISOString())),
    token: kept(join(folder, "token"), isSecret, () => `tieup_${secret()}`),
    stop: release,
  };
}

function openedOrExplained<T>(folder: string, open: () => T): T {
  try {
    return open();
  } catch (fault) {
    if (fault instanceof UsageError) throw fault;
    throw new UsageError(
      `expected --state to be a folder that can be written, got ${folder}: ${(fault as Error).message}`,
    );
  }
}

/** A file with our process id; one whose process has gone is left from a crash. */
function takeFolder(folder: string): () => void {
  const file = join(folder, "process-id");
  const holder = Number(read(file));
  if (holder && holder !== process.pid && isRunning(holder)) {
    throw new UsageError(
      `expected ${folder} for this start alone, but process ${holder} runs in it; --state takes another`,
    );
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (fault) {
    // Another user's process may not be signalled, but is there.
    return (fault as NodeJS.ErrnoException).code === "EPERM";
  }
}

const secret = (): string => randomBytes(32).toString("base64url");
const isSecret = (text: string): boolean => text.length >= 32;

/** The file's text; where it is missing, or isn't what it should be, made anew for nobody else to read. */
function kept(file: string, isGood: (text: string) => boolean, make: () => string): string {
  const text = read(file);
  if (isGood(text)) return text;
  const made = make();
  // Renamed into place: a crash leaves the file whole or not at all.
  writeFileSync(`${file}.new`, made, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return made;
}

/** The file's text, "" where there is none. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw fault;
  }
}
