import { describe, expect, test } from "vitest";
import { ArtefactError, readNameList, writeNameList } from "../../lib/matching/dictionary-artefact.ts";
import { compileNames, matchNames } from "../../lib/matching/match-names.ts";

const list = compileNames(["BMW", "Deutsche Bank AG", "Lürssen", "トヨタ自動車", "K+S"]);
const text = "BMWs bei der Deutschen Bank, Luerssen, トヨタ自動車が K+S";

describe("the artefact of compiled names", () => {
  test("finds after reading what was found before writing", () => {
    expect(matchNames(readNameList(writeNameList(list)), text)).toEqual(matchNames(list, text));
    expect(matchNames(list, text)).toHaveLength(5);
  });

  test("is the same bytes for the same names", () => {
    expect(writeNameList(list)).toEqual(writeNameList(list));
  });

  test("may begin anywhere in a buffer", () => {
    const bytes = writeNameList(list);
    for (const shift of [1, 2, 3, 4]) {
      const shifted = new Uint8Array(bytes.byteLength + shift);
      shifted.set(bytes, shift);
      expect(matchNames(readNameList(shifted.subarray(shift)), text)).toEqual(matchNames(list, text));
    }
  });

  test("holds an empty list", () => {
    expect(matchNames(readNameList(writeNameList(compileNames([]))), text)).toEqual([]);
  });

  test("any changed byte is refused", () => {
    const bytes = writeNameList(compileNames(["BMW"]));
    for (let at = 0; at < bytes.byteLength; at += Math.max(1, Math.floor(bytes.byteLength / 200))) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      expect(() => readNameList(damaged), `byte ${at}`).toThrow(ArtefactError);
    }
  });

  test.each([
    ["nothing", new Uint8Array(0), "expected at least 60 bytes in words of four, got 0"],
    ["something else", new Uint8Array(100), "expected compiled names, got bytes of something else"],
    ["half of it", writeNameList(list).slice(0, 4000), "the artefact is cut off or damaged"],
    ["another version", otherVersion(), "expected compiled names of version 3, got version 7; compile them anew"],
    ["a changed letter", damagedAt(2000), "the bytes are damaged"],
  ])("%s is refused with what was expected", (_, bytes, message) => {
    expect(() => readNameList(bytes)).toThrow(ArtefactError);
    expect(() => readNameList(bytes)).toThrow(message);
  });
});

function otherVersion(): Uint8Array {
  const bytes = writeNameList(list);
  new DataView(bytes.buffer).setInt32(8, 7, true);
  return bytes;
}

function damagedAt(at: number): Uint8Array {
  const bytes = writeNameList(list);
  bytes[at] = 0xff ^ (bytes[at] ?? 0);
  return bytes;
}
