import { afterAll, beforeAll, expect, test } from "vitest";
import { signingSecret } from "../../functions/aws/signing-secret.ts";
import { type LocalTables, startTables } from "../support/local-aws.ts";

let local: LocalTables;
beforeAll(async () => {
  local = await startTables();
});
afterAll(() => local.stop());

test("all who ask for the signing secret get the same, those too who ask first and at once", async () => {
  const { Catalog } = local.tables;
  const first = await Promise.all([1, 2, 3, 4].map(() => signingSecret(Catalog)));
  expect(new Set([...first, await signingSecret(Catalog)]).size).toBe(1);
  expect(first[0]).toMatch(/^[\w-]{43}$/);
});
