import { existsSync, readFileSync } from "node:fs";
import { expect, it, test } from "vitest";

const root = new URL("../../", import.meta.url);
const rows = readFileSync(new URL("docs/security.md", root), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| input "))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, input = "", , proof = ""]) => ({
    input,
    file: proof.split(": ")[0] ?? "",
    words: /"(.+)"/.exec(proof)?.[1] ?? "",
  }));

it("has rows", () => {
  expect(rows.length).toBeGreaterThan(40);
});

test.each(rows)("$input is tested", ({ file, words }) => {
  const path = new URL(`test/polling/${file}.test.ts`, root);
  expect(existsSync(path), `expected test/polling/${file}.test.ts`).toBe(true);
  expect(words).not.toBe("");
  expect(readFileSync(path, "utf8")).toContain(words);
});
