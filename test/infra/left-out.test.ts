import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as dynamoDb from "@aws-sdk/client-dynamodb";
import * as simpleQueues from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as whole from "./refused-requests.ts";

/** What the service refuses each request with. */
let refusal = { status: 400, error: "" };
let server: Server;
let bundled: typeof whole;
const folder = mkdtempSync(join(tmpdir(), "tieup-left-out-"));

beforeAll(async () => {
  // The pause before another try is a random part of a second: none at all.
  vi.spyOn(Math, "random").mockReturnValue(0);
  server = createServer((request, response) => {
    request.resume().on("end", () => {
      const { status, error } = refusal;
      const isQuery = !request.headers["x-amz-target"];
      const xml = `<ErrorResponse><Error><Type>Sender</Type><Code>${error}</Code><Message>No.</Message></Error></ErrorResponse>`;
      response
        .writeHead(status)
        .end(isQuery ? xml : JSON.stringify({ __type: `com.amazonaws#${error}`, message: "No." }));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ENDPOINT_URL_SQS: endpoint,
    AWS_ENDPOINT_URL_SNS: endpoint,
  });
  const outfile = join(folder, "index.mjs");
  const bundle = ["--import", "tsx", "infra/bundle.ts", resolve("test/infra/refused-requests.ts"), outfile];
  expect(spawnSync(process.execPath, bundle, { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  bundled = (await import(pathToFileURL(outfile).href)) as typeof whole;
});
afterAll(() => {
  vi.restoreAllMocks();
  server.close();
  rmSync(folder, { recursive: true });
});

const errorsOf = (client: object): string[] =>
  Object.entries(client).flatMap(([name, value]) => (value?.prototype instanceof Error ? [name] : []));
const errors = [
  ...new Set([dynamoDb, simpleQueues].flatMap(errorsOf)),
  "InvalidParameter",
  "NotFound",
  "EndpointDisabled",
];

test.each(errors)("a bundle's clients throw for %s what those of the whole SDK do", async (error) => {
  refusal = { status: error === "InternalServerError" ? 500 : 400, error };
  expect(await bundled.refusedRequests()).toEqual(await whole.refusedRequests());
});

test("a condition that failed is told by its class", async () => {
  refusal = { status: 400, error: "ConditionalCheckFailedException" };
  expect((await bundled.refusedRequests()).dynamo).toMatchObject({ isFailedCondition: true, requests: 1 });
});

test.each(["ProvisionedThroughputExceededException", "ThrottlingException", "ReplicatedWriteConflictException"])(
  "%s is asked again",
  async (error) => {
    refusal = { status: 400, error };
    expect((await bundled.refusedRequests()).dynamo).toMatchObject({ name: error, requests: 4 });
  },
);
