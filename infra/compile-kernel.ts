// tsx infra/compile-kernel.ts: compiles lib/matching/kernel/tokens.ts and what it imports, which is AssemblyScript, into the tokens.json beside it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "..");
const compiler = join(root, "node_modules/assemblyscript/bin/asc.js");

/** "stub": the kernel allocates nothing. */
const options = ["--optimizeLevel", "3", "--noAssert", "--enable", "simd", "--runtime", "stub", "--use", "abort="];

/** The text of tokens.json: the same bytes for the same source and version of the compiler. Throws what the compiler says. */
export function compiledKernel(): string {
  const folder = mkdtempSync(join(tmpdir(), "tieup-kernel-"));
  const outFile = join(folder, "tokens.wasm");
  try {
    execFileSync(process.execPath, [compiler, "lib/matching/kernel/tokens.ts", "--outFile", outFile, ...options], {
      cwd: root,
    });
    return `${JSON.stringify({ wasm: readFileSync(outFile).toString("base64") })}\n`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  writeFileSync(join(root, "lib/matching/kernel/tokens.json"), compiledKernel());
