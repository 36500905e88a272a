import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hostileDocuments } from "../test/support/hostile-documents.ts";
import { bundled } from "./bundled.ts";
import type { Measured } from "./parse-limits/parser.ts";

// npx tsx bench/parse-limits.ts
// How long hostile documents of 5 MB take to parse, and the most memory that the process held (its resident set), each in a
// fresh process, bundled and with a heap limited as the function's.

const heapLimit = "--max-old-space-size=448";

const folder = mkdtempSync(join(tmpdir(), "tieup-parse-limits-"));
try {
  const parser = await bundled(fileURLToPath(new URL("./parse-limits/parser.ts", import.meta.url)), folder);
  const rows: Record<string, Measured> = {};
  for (const document of Object.keys(hostileDocuments)) {
    if (process.stderr.isTTY) process.stderr.write(`\r${document}\x1b[K`);
    rows[document] = await parsed(document, parser);
  }
  console.table(rows);
} finally {
  rmSync(folder, { recursive: true });
}

function parsed(document: string, parser: string): Promise<Measured> {
  const child = fork(parser, [document], { execArgv: [heapLimit] });
  return new Promise((done, failed) => {
    child.once("message", (message) => done(message as Measured));
    child.once(
      "exit",
      (code) => code && failed(new Error(`expected "${document}" to be parsed, its process ended with ${code}`)),
    );
  });
}
