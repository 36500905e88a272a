import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { type OpmlFeed, readOpmlDocument } from "../lib/polling/opml.ts";
import { writeOpml } from "../lib/polling/write-opml.ts";
import type { ApiClient } from "./api-client.ts";
import { type CommandIo, UsageError } from "./command.ts";
import { onOneLine } from "./terminal-text.ts";

/** What the API says of an import. */
interface Imported {
  added: number;
  there: number;
  refused: number;
  feeds: {
    url: string;
    title: string;
    outcome: "added" | "there" | "refused";
    id: string | null;
    reason: string | null;
  }[];
  warnings: string[];
}

/** The API takes more feeds, but no more bytes than this, at a time. */
const feedsAtOnce = 500;
const charsAtOnce = 250_000;

/** Adds the feeds of an OPML file, however many; says of each what became of it. 1 where one of them was refused. */
export async function importFeeds(
  file: string,
  json: boolean,
  connect: () => Promise<ApiClient>,
  io: CommandIo,
): Promise<number> {
  const { feeds, warnings } = readOpmlDocument({ bytes: await bytesOf(file, io), contentType: null });
  for (const warning of warnings) io.stderr.write(`${file}: ${onOneLine(warning)}\n`);
  if (feeds.length === 0) throw new Error(`expected ${file} to list feeds as OPML does, got none`);
  const api = await connect();
  const total: Imported = { added: 0, there: 0, refused: 0, feeds: [], warnings };
  for (let at = 0; at < feeds.length; at += feedsAtOnce) await send(feeds.slice(at, at + feedsAtOnce), api, total);
  if (json) io.stdout.write(`${JSON.stringify(total, null, 2)}\n`);
  else for (const feed of total.feeds) io.stdout.write(line(feed));
  io.stderr.write(`${total.added} added, ${total.there} there already, ${total.refused} refused\n`);
  return total.refused > 0 ? 1 : 0;
}

async function bytesOf(file: string, io: CommandIo): Promise<Uint8Array> {
  if (file === "-") return buffer(io.stdin);
  try {
    return await readFile(file);
  } catch (fault) {
    throw new UsageError(`expected an OPML file to read, got ${(fault as Error).message}`);
  }
}

async function send(feeds: OpmlFeed[], api: ApiClient, total: Imported): Promise<void> {
  const document = writeOpml(feeds);
  if (document.length > charsAtOnce && feeds.length > 1) {
    const half = Math.ceil(feeds.length / 2);
    await send(feeds.slice(0, half), api, total);
    return send(feeds.slice(half), api, total);
  }
  const part = await api.sendDocument<Imported>("/feeds/import", document, "text/x-opml");
  total.added += part.added;
  total.there += part.there;
  total.refused += part.refused;
  total.feeds.push(...part.feeds);
}

function line({ outcome, title, url, reason }: Imported["feeds"][number]): string {
  const why = reason ? `: ${onOneLine(reason)}` : "";
  return `${outcome.padEnd(8)}${onOneLine(title)}  ${url}${why}\n`;
}
