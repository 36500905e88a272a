import { createReadStream } from "node:fs";
import { type CommandIo, UsageError } from "./command.ts";

/** A file, or standard input, that can't be read (to its end); the message says which, and why. */
export class UnreadableInput extends Error {}

/** The name that stands for standard input, for every command and every kind of file. */
export const stdinName = "-";

/** The files that a command reads: standard input where none is named. `others` are read by the same command for another use. */
export function inputsOf(files: string[], others: string[] = []): string[] {
  const inputs = files.length > 0 ? files : [stdinName];
  const uses = [...inputs, ...others].filter((file) => file === stdinName).length;
  if (uses > 1)
    throw new UsageError(`expected standard input ("-", or no FILE) to be read once, got ${uses} uses of it`);
  return inputs;
}

/** The file's bytes, or those of standard input for "-", as they come. Throws `UnreadableInput`, also in the middle. */
export async function* bytesOf(file: string, io: Pick<CommandIo, "stdin">): AsyncGenerator<Uint8Array> {
  const source = file === stdinName ? io.stdin : createReadStream(file);
  try {
    for await (const chunk of source) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
  } catch (fault) {
    throw new UnreadableInput(`expected ${nameOf(file)} to be a file that can be read: ${reasonOf(fault)}`);
  }
}

/** The whole text, as UTF-8 without its byte order mark. Throws `UnreadableInput`. */
export async function textOf(file: string, io: Pick<CommandIo, "stdin">): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytesOf(file, io)) chunks.push(chunk);
  return new TextDecoder().decode(Buffer.concat(chunks));
}

const nameOf = (file: string): string => (file === stdinName ? "standard input" : file);

/** "ENOENT: no such file or directory, open '/x'" in the words of it: the file is named already. */
const reasonOf = (fault: unknown): string =>
  (fault instanceof Error ? fault.message : String(fault)).replace(/^E[A-Z0-9]+: |, [a-z]+(?: '.*')?$/gs, "");
