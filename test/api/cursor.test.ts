import fc from "fast-check";
import { expect, test } from "vitest";
import { readCursor, signCursor } from "../../lib/api/cursor.ts";

const position = { pk: "WATCHLIST#cars", sk: "HIT#2026-03-01T12:00:00.000Z#item" };

test("a cursor comes back as the position it was made of", () => {
  const anyPosition = fc.dictionary(fc.string({ minLength: 1 }), fc.string({ unit: "binary" }), { maxKeys: 3 });
  fc.assert(
    fc.property(anyPosition, fc.string(), fc.string({ minLength: 1 }), (given, list, secret) => {
      const plain = JSON.parse(JSON.stringify(given));
      expect(readCursor(signCursor(given, list, secret), list, secret)).toEqual(plain);
    }),
  );
});

test.each<[string, (cursor: string) => [cursor: string, list: string, secret: string]]>([
  ["of another list", (cursor) => [cursor, "other", "secret"]],
  ["signed with another secret", (cursor) => [cursor, "list", "other"]],
  ["without signature", (cursor) => [cursor.split(".")[0] ?? "", "list", "secret"]],
  ["with an empty signature", (cursor) => [`${cursor.split(".")[0]}.`, "list", "secret"]],
  ["with a shortened signature", (cursor) => [cursor.slice(0, -4), "list", "secret"]],
  ["with something behind it", (cursor) => [`${cursor}.x`, "list", "secret"]],
  ["with another payload", (cursor) => [`e30.${cursor.split(".")[1]}`, "list", "secret"]],
  ["empty", () => ["", "list", "secret"]],
])("a cursor %s is none", (_, change) => {
  expect(readCursor(...change(signCursor(position, "list", "secret")))).toBeNull();
});

test("no text that was not signed here is a cursor", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => readCursor(text, "list", "secret") === null));
});
