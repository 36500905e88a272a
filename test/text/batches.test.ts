import fc from "fast-check";
import { expect, test } from "vitest";
import { batchesOf } from "../../lib/text/batches.ts";

test.each<[sentence: string, texts: string[], batches: string[][]]>([
  ["nothing is no batch", [], []],
  ["as many as are allowed are one", ["a", "b", "c"], [["a", "b", "c"]]],
  ["one more begins another", ["a", "b", "c", "d"], [["a", "b", "c"], ["d"]]],
  ["as many bytes as are allowed are one", ["aaaaa", "bbbbb"], [["aaaaa", "bbbbb"]]],
  ["one byte more begins another", ["aaaaa", "bbbbbb"], [["aaaaa"], ["bbbbbb"]]],
  ["bytes count, and not letters", ["ääääa", "b", "c"], [["ääääa", "b"], ["c"]]],
  ["what is too long by itself is alone", ["a", "b".repeat(11), "c"], [["a"], ["b".repeat(11)], ["c"]]],
])("%s", (_, texts, batches) => {
  expect(batchesOf(texts, String, { max: 3, bytesMax: 10 })).toEqual(batches);
});

test("nothing is lost or reordered, and nothing that fits is put apart", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 12 })), (texts) => {
      const batches = batchesOf(texts, String, { max: 3, bytesMax: 10 });
      expect(batches.flat()).toEqual(texts);
      const bytes = (batch: string[]) => Buffer.byteLength(batch.join(""));
      for (const [n, batch] of batches.entries()) {
        expect(batch.length === 1 || (batch.length <= 3 && bytes(batch) <= 10)).toBe(true);
        const next = batches[n + 1]?.[0];
        if (next !== undefined) expect(batch.length === 3 || bytes([...batch, next]) > 10).toBe(true);
      }
    }),
  );
});
