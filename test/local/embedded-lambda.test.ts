import { afterAll, beforeAll, expect, test } from "vitest";
import { dynamo } from "../../functions/aws/clients.ts";
import { InvocationError, invocable } from "../../functions/aws/invoke.ts";
import type { EmbeddedServer } from "../../local/embedded-aws.ts";
import { startLambda } from "../../local/embedded-lambda.ts";

let lambda: EmbeddedServer;
beforeAll(async () => {
  lambda = await startLambda({
    echo: async (event) => event,
    nothing: async () => undefined,
    fails: () => Promise.reject(new RangeError("expected less")),
    hangs: () => new Promise(() => {}),
  });
});
afterAll(() => lambda.stop());

const credentials = async () => ({ accessKeyId: "local", secretAccessKey: "local" });
const signing = { ...dynamo().config, credentials, region: async () => "eu-central-1" };
const call = (name: string, event: unknown, timeoutMs = 10_000) =>
  invocable(signing, { name, endpoint: lambda.url, timeoutMs })(event);

test("what a function returns comes back as it is, umlauts and all", async () => {
  const event = { text: "Lürssen – 造船 \u2028", list: [1, null, { deep: true }] };
  expect(await call("echo", event)).toEqual(event);
  expect(await call("nothing", {})).toBeNull();
});

test.each<[sentence: string, name: string, message: RegExp]>([
  ["it throws", "fails", /expected fails to answer, got its error: .*RangeError.*expected less/],
  ["there is none", "absent", /expected absent to answer, got HTTP 404: .*Function not found/],
])("the call fails with the reason where %s", async (_, name, message) => {
  await expect(call(name, {})).rejects.toThrow(InvocationError);
  await expect(call(name, {})).rejects.toThrow(message);
});

test("it is not waited for longer than was said", async () => {
  await expect(call("hangs", {}, 50)).rejects.toThrow(/timeout/i);
});
