import type { CommandIo } from "./command.ts";
import { UnreadableInput } from "./input.ts";
import { lineCharsMax, linesOf } from "./lines.ts";
import { writeLine } from "./write-line.ts";

/** What is printed for an item: its id as it came, then the fields; or what is wrong with its line. */
export type Answer = { idJson: string; fields: object } | { error: string };

/**
 * Prints the answer to each line of the files, in their order; empty lines have none. A line that can't be read gives
 * {line, error}, counted by file, with {file} where several are named; a file that can't be read gives a message on stderr.
 * The others go on. Comes back with the exit code: 1 where anything could not be read, else 0.
 */
export async function answerLines(
  command: string,
  files: string[],
  io: CommandIo,
  answer: (line: string) => Answer,
): Promise<number> {
  let failures = 0;
  for (const file of files) {
    const place = files.length > 1 ? { file } : {};
    let number = 0;
    try {
      for await (const line of linesOf(file, io)) {
        number++;
        if (line?.trim() === "") continue;
        const answered = line === null ? tooLong : answer(line);
        if ("error" in answered) failures++;
        await writeLine(io.stdout, jsonOf(answered, { ...place, line: number }));
      }
    } catch (fault) {
      if (!(fault instanceof UnreadableInput)) throw fault;
      io.stderr.write(`tieup ${command}: ${fault.message}\n`);
      failures++;
    }
  }
  return failures > 0 ? 1 : 0;
}

const tooLong = { error: `expected a line of at most ${lineCharsMax} characters, got a longer one` };

/** The id goes in as JSON: `JSON.stringify` would round a large number, and knows no raw JSON before Node 22. */
const jsonOf = (answer: Answer, place: object): string =>
  "error" in answer
    ? JSON.stringify({ ...place, error: answer.error })
    : `{"id":${answer.idJson},${JSON.stringify(answer.fields).slice(1)}`;
