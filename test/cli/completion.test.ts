import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { runTieup } from "./run-tieup.ts";

const folder = mkdtempSync(join(tmpdir(), "tieup-completion-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("completion", () => {
  test("bash completes commands, actions and options", async () => {
    const { stdout } = await runTieup(["completion", "bash"]);
    const script = join(folder, "completion.sh");
    writeFileSync(script, stdout);
    const complete = async (...words: string[]) => {
      const given = words.map((word) => `"${word}"`).join(" ");
      const line = `source ${script}; COMP_WORDS=(${given}); COMP_CWORD=${words.length - 1}; _tieup; echo "\${COMPREPLY[@]}"`;
      return (await promisify(execFile)("bash", ["-c", line])).stdout.trim().split(" ");
    };
    expect(await complete("tieup", "wa")).toEqual(["watchlists"]);
    expect(await complete("tieup", "feeds", "re")).toEqual(["resume", "remove"]);
    expect(await complete("tieup", "history", "--st")).toEqual(expect.arrayContaining(["--stage", "--stories"]));
  });

  test("zsh's names every command", async () => {
    const { stdout } = await runTieup(["completion", "zsh"]);
    expect(stdout).toMatch(/^#compdef tieup\n/);
    for (const name of ["parse", "history", "apply", "export"]) expect(stdout).toContain(`'${name}:`);
  });
});

test("bash takes the completion, and offers files where nothing else is meant", async () => {
  const { stdout } = await runTieup(["completion", "bash"]);
  const asked = `${stdout}
complete -p tieup
ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tieup; echo "$*: \${COMPREPLY[*]}"; }
ask tieup subscribers sub; ask tieup subscribers subscribe --ever; ask tieup apply wat; ask tieup help hist; ask tieup apply --sk`;
  const ran = await promisify(execFile)("bash", ["-uc", asked]);
  expect(ran.stdout.trim().split("\n")).toEqual([
    "complete -o default -F _tieup tieup",
    "tieup subscribers sub: subscribe",
    "tieup subscribers subscribe --ever: --every",
    "tieup apply wat: ",
    "tieup help hist: history",
    "tieup apply --sk: --skip-feeds",
  ]);
});
