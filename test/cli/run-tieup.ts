import { Readable, Writable } from "node:stream";
import { tieup } from "../../cli/tieup.ts";

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Either of them makes the streams those of a terminal. */
export interface Terminal {
  columns?: number;
  /** What is typed. */
  answers?: string;
}

/** One command in this process, with what it wrote. */
export async function runTieup(argv: string[], { columns, answers }: Terminal = {}, input = ""): Promise<Ran> {
  const written = { stdout: "", stderr: "" };
  const terminal = columns !== undefined || answers !== undefined ? { isTTY: true, columns: columns ?? 80 } : {};
  const sink = (name: "stdout" | "stderr") => {
    const stream = new Writable({
      write(chunk, _encoding, done) {
        written[name] += chunk;
        done();
      },
    });
    return Object.assign(stream, terminal);
  };
  const stdin = Object.assign(Readable.from([answers ?? input]), answers === undefined ? {} : { isTTY: true });
  const code = await tieup(argv, { stdin, stdout: sink("stdout"), stderr: sink("stderr") });
  return { code, ...written };
}
