import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { bundleSeeds } from "./bundle-seeds.ts";
import * as light from "./light-sdk.ts";
import { type SimulationResult, simulate } from "./simulation.ts";

const plain = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.uint8Array(),
);
/** The SDK takes a row with an attribute "constructor" for an instance of a class, and refuses it. */
const name = fc.string({ minLength: 1 }).filter((text) => text !== "__proto__" && text !== "constructor");
const row = fc.dictionary(
  name,
  fc.oneof(plain, fc.array(plain), fc.dictionary(name, plain, { noNullPrototype: true })),
  {
    noNullPrototype: true,
  },
);

test("rows become the attributes that the SDK makes of them, and come back", () => {
  void fc.assert(
    fc.property(row, (given) => {
      const attributes = marshall(given, { removeUndefinedValues: true });
      expect(light.marshall(given, { removeUndefinedValues: true })).toEqual(attributes);
      expect(light.unmarshall(attributes as never)).toEqual(unmarshall(attributes));
    }),
  );
});

test.each([Number.NaN, undefined, new Date(0), new Set(["a"])])("what rows have not is refused: %s", (value) => {
  expect(() => light.marshall({ value })).toThrow(TypeError);
});

test("a seed does the same as on the SDK, to the last effect", async () => {
  const folder = await mkdtemp(join(tmpdir(), "simulation-"));
  try {
    const bundled = await import(pathToFileURL(await bundleSeeds("simulation.ts", folder)).href);
    // The fourth has mails of our own.
    for (const seed of [1, 2, 4]) {
      const traceOf = async (run: typeof simulate): Promise<[string[], SimulationResult]> => {
        const lines: string[] = [];
        const result = await run(seed, { trace: (line) => lines.push(line) });
        return [lines, result];
      };
      const [lines, result] = await traceOf(simulate);
      expect(lines.length).toBeGreaterThan(500);
      expect(await traceOf(bundled.simulate)).toEqual([lines, result]);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
