import { fetchLimits } from "../lib/polling/fetch-feed.ts";
import type { ParsedFeed } from "../lib/polling/item.ts";
import { parseFeed } from "../lib/polling/parse-feed.ts";
import { type Command, type CommandIo, UsageError } from "./command.ts";
import { bytesOf, inputsOf, UnreadableInput } from "./input.ts";
import { anyFiles, readWords } from "./words.ts";
import { writeLine } from "./write-line.ts";

/** `tieup parse`: feeds' bytes to their items, one JSON line a file. */
export const parse: Command = {
  name: "parse",
  summary: "feed documents → their items as JSON",
  help: `Usage: tieup parse [FILE…] [--url URL] [--content-type CT]

Prints one JSON line for each file, standard input ("-") where none is named:
{file, format, title, link, items: [{key, guid, title, link, publishedAt, updatedAt, summary, lang}], warnings, error?}
A file that is no feed gets a line with "error", and the exit code is 1 at the end. Nothing is fetched.

  --url URL           where the documents came from: the base of relative links
  --content-type CT   the Content-Type that they were sent with

Example: tieup parse news.xml --url https://example.org/news.xml`,
  async run(argv, io) {
    const { files, url, contentType } = options(argv);
    let exitCode = 0;
    for (const file of files) {
      const line = await parsedFile(file, url, contentType, io);
      if ("error" in line) exitCode = 1;
      await writeLine(io.stdout, JSON.stringify(line));
    }
    return exitCode;
  },
};

function options(argv: string[]): { files: string[]; url: string | null; contentType: string | null } {
  const own = { url: { type: "string" }, "content-type": { type: "string" } } as const;
  const { values, words } = readWords(argv, own, anyFiles);
  const { url = null, "content-type": contentType = null } = values;
  if (url !== null && !/^https?:\/\//i.test(url))
    throw new UsageError(`expected --url to be an http(s) address, got "${url}"`);
  return { files: inputsOf(words), url, contentType };
}

type ParsedFile =
  | ({ file: string } & Omit<ParsedFeed, "lang">)
  | { file: string; format: null; title: null; link: null; items: []; warnings: []; error: string };

async function parsedFile(
  file: string,
  url: string | null,
  contentType: string | null,
  io: CommandIo,
): Promise<ParsedFile> {
  const bytes = await documentOf(file, io);
  const failed = (error: string): ParsedFile => ({
    file,
    format: null,
    title: null,
    link: null,
    items: [],
    warnings: [],
    error,
  });
  if ("fault" in bytes) return failed(bytes.fault);
  const outcome = await parseFeed({ bytes, contentType, url, now: new Date() });
  if (outcome.kind === "unreadable") return failed(outcome.reason);
  const { format, title, link, items, warnings } = outcome.feed;
  return { file, format, title, link, items, warnings };
}

/** What a poll would take, so that an endless document ends here, too. */
const documentBytesMax = fetchLimits.bodyBytesMax;

async function documentOf(file: string, io: CommandIo): Promise<Uint8Array | { fault: string }> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of bytesOf(file, io)) {
      bytes += chunk.byteLength;
      if (bytes > documentBytesMax) return { fault: `expected at most ${documentBytesMax} bytes, got more` };
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (fault) {
    if (fault instanceof UnreadableInput) return { fault: fault.message };
    throw fault;
  }
}
