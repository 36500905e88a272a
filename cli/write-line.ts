import type { Writable } from "node:stream";

/** Writes a line and waits until the stream has taken it. Throws what the stream fails with: see `isReaderGone`. */
export function writeLine(stream: Writable, line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(`${line}\n`, (fault) => (fault ? reject(fault) : resolve()));
  });
}

/** Whoever reads the output has seen enough (`| head`) and closed it: no fault. */
export function isReaderGone(fault: unknown): boolean {
  const { code } = (fault ?? {}) as { code?: unknown };
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED";
}
