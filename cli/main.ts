import { tieup } from "./tieup.ts";
import { isReaderGone } from "./write-line.ts";

for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (fault) => {
    if (isReaderGone(fault)) process.exit(0);
    if (stream === process.stdout) process.stderr.write(`tieup: expected to write to stdout: ${fault.message}\n`);
    process.exit(1);
  });
}

process.exitCode = await tieup(process.argv.slice(2), process);
