import type { CommandIo } from "./command.ts";
import { bytesOf } from "./input.ts";

/** A longer line is not kept: it would fill the memory. */
export const lineCharsMax = 64 * 1024 * 1024;

/** One line of a file; null for one of more than `lineCharsMax`. */
export type Line = string | null;

/**
 * The lines of a UTF-8 file (standard input for "-"), without their ends (LF or CRLF) and without a byte order mark. Only
 * these end a line: JSON may hold U+2028 as it is, at which node:readline would cut. Throws `UnreadableInput`.
 */
export async function* linesOf(file: string, io: Pick<CommandIo, "stdin">): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  const open = openLine();
  for await (const chunk of bytesOf(file, io)) {
    const [first = "", ...others] = decoder.decode(chunk, { stream: true }).split("\n");
    open.add(first);
    for (const text of others) {
      yield open.end();
      open.add(text);
    }
  }
  open.add(decoder.decode());
  if (!open.isEmpty()) yield open.end();
}

/** The line that is being read, in pieces: joined once, so that a line of many chunks costs no more than its length. */
function openLine() {
  let pieces: string[] = [];
  let chars = 0;
  return {
    add(text: string): void {
      chars += text.length;
      if (chars > lineCharsMax) pieces = [];
      else pieces.push(text);
    },
    isEmpty: () => chars === 0,
    end(): Line {
      const line = chars > lineCharsMax ? null : pieces.join("").replace(/\r$/, "");
      [pieces, chars] = [[], 0];
      return line;
    },
  };
}
