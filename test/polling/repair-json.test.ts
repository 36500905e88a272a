import fc from "fast-check";
import { expect, it } from "vitest";
import { repairJson } from "../../lib/polling/repair-json.ts";

it.each([
  ["a line break in a string", '{"a":"x\n\ty"}', '{"a":"x y"}'],
  ["a line break between values", '{\n"a":\t1}', '{\n"a":\t1}'],
  ["an escape that JSON does not have", String.raw`{"a":"Ford\'s"}`, `{"a":"Ford's"}`],
  ["escapes that it has", String.raw`{"a":"\"\\\u00e4\/"}`, String.raw`{"a":"\"\\\u00e4\/"}`],
  ["commas at the end", '{"a":[1,2, ],}', '{"a":[1,2 ]}'],
  ["a comma in a string before a bracket", '{"a":"x,"}', '{"a":"x,"}'],
  ["a bracket in a string behind a comma", '{"a":1,"]":2}', '{"a":1,"]":2}'],
  ["a string that never ends", '{"a":"x,}', '{"a":"x,}'],
])("%s", (_, text, repaired) => {
  expect(repairJson(text)).toBe(repaired);
});

it("leaves JSON as it is", () => {
  fc.assert(fc.property(fc.json(), (text) => repairJson(text) === text));
});
