import { afterAll, beforeAll, expect, test } from "vitest";
import { dynamo } from "../../functions/aws/clients.ts";
import { bucketObjects, type Objects } from "../../functions/aws/objects.ts";
import { startObjectServer } from "../support/object-server.ts";
import { startMoto } from "../support/other-servers.ts";

/** By itself on our S3, which checks signatures; on moto, which somebody else wrote, with `npm run test:servers`. */
let server: { url: string; stop(): Promise<void> };
let objects: Objects;
const secret = "local";

beforeAll(async () => {
  server = await (process.env.TIEUP_TEST_MESSAGING === "moto" ? startMoto() : startObjectServer(secret));
  const bucket = { bucket: "dictionaries", endpoint: server.url };
  if (process.env.TIEUP_TEST_MESSAGING === "moto") await fetch(`${server.url}/${bucket.bucket}`, { method: "PUT" });
  const credentials = async () => ({ accessKeyId: "local", secretAccessKey: secret });
  objects = bucketObjects({ ...dynamo().config, credentials, region: async () => "us-east-1" }, bucket);
});

afterAll(() => server.stop());

test("an object comes back as it was put, with its notes, and the later one instead of the earlier", async () => {
  const body = Uint8Array.from({ length: 100_000 }, (_, nth) => (nth * 7) % 256);
  for (const version of ["1", "2"]) {
    await objects.put("one.gz", { body: body.subarray(Number(version)), notes: { version, "built-at": "17" } });
    expect(await objects.notesOf("one.gz")).toEqual({ version, "built-at": "17" });
    const found = await objects.get("one.gz");
    expect(found?.notes).toEqual({ version, "built-at": "17" });
    expect(Buffer.compare(found?.body ?? Buffer.of(), body.subarray(Number(version)))).toBe(0);
  }
});

test("of an object that isn't there comes null", async () => {
  expect([await objects.get("none.gz"), await objects.notesOf("none.gz")]).toEqual([null, null]);
});
