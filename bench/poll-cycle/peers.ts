import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TimedRun, timedRun } from "./timed-run.ts";

/** A feed reader that is measured beside us: each `cycle` polls all feeds once, with what it kept of the cycles before. */
export interface Peer {
  name: string;
  cycle(): Promise<TimedRun>;
}

/** newsboat into its SQLite cache, with so many threads (its default is 1). */
export function newsboat(folder: string, urls: readonly string[], threads: number): Peer {
  const home = made(join(folder, `newsboat-${threads}`));
  writeFileSync(join(home, "urls"), `${urls.join("\n")}\n`);
  writeFileSync(join(home, "config"), `reload-threads ${threads}\n`);
  const files = ["-u", join(home, "urls"), "-c", join(home, "cache.db"), "-C", join(home, "config")];
  const command = ["newsboat", ...files, "-x", "reload"];
  return {
    name: `newsboat, ${threads} thread${threads > 1 ? "s" : ""}`,
    cycle: () => timedRun(command, { folder: home, env: { HOME: home } }),
  };
}

/** rss2email into a local maildir, which is less work than any mail server. */
export function rss2email(folder: string, urls: readonly string[]): Peer {
  const home = made(join(folder, "rss2email"));
  for (const part of ["cur", "new", "tmp"]) mkdirSync(join(home, "mail", part), { recursive: true });
  const settings = [
    "[DEFAULT]",
    "from = news@example.org",
    "to = reader@example.org",
    "email-protocol = maildir",
    `maildir-path = ${home}`,
    "maildir-mailbox = mail",
    "verbose = error",
  ];
  const feeds = urls.map((url, n) => `[feed.f${n}]\nurl = ${url}\n`);
  writeFileSync(join(home, "config"), `${settings.join("\n")}\n\n${feeds.join("\n")}`);
  const command = ["r2e", "-c", join(home, "config"), "-d", join(home, "data.json"), "run"];
  return { name: "rss2email", cycle: () => timedRun(command, { folder: home, env: { HOME: home } }) };
}

/** The first line that a program says of its version; null where it isn't installed. */
export function versionOf(program: string): string | null {
  const { stdout, status } = spawnSync(program, ["--version"], { encoding: "utf8" });
  return status === 0 ? (stdout.split("\n")[0] ?? "") : null;
}

function made(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}
