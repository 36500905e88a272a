import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { compileDictionary, type Dictionary } from "../lib/matching/dictionary.ts";
import { readWatchlist } from "../lib/matching/read-watchlist.ts";

/** The rows of a file of JSON lines. */
export function readRows<Of>(file: string): Of[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Of);
}

/** Whether a row belongs to half "a" or "b" of its set, by its id; all rows do where no half is asked for. */
export function inHalf(id: string, half: string | undefined): boolean {
  const bit = Number.parseInt(createHash("md5").update(id).digest("hex").slice(-1), 16) % 2;
  return half === undefined || bit === (half === "a" ? 0 : 1);
}

/** A dictionary that watches these names. */
export function dictionaryOf(names: string[]): Dictionary {
  const usable = [...new Set(names)].filter((name) => /[\p{L}\p{N}]{2}/u.test(name));
  return compileDictionary(readWatchlist({ name: "eval", entities: usable.length > 0 ? usable : ["Nokia"] }).entities);
}
