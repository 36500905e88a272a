import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as dynamoDb from "@aws-sdk/client-dynamodb";
import * as simpleQueues from "@aws-sdk/client-sqs";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as parser from "../../lib/polling/parse-feed.ts";
import { feedsOfPieces, fixtureFeeds, mutatedFeeds } from "../support/broken-feeds.ts";
import { hostileDocuments } from "../support/hostile-documents.ts";
import * as whole from "./bundled-clients.ts";

const folder = mkdtempSync(join(tmpdir(), "tieup-left-out-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The module as `infra/bundle.ts` makes a function of it, without what it takes for never used. */
async function bundled<Module>(entry: string): Promise<Module> {
  const made = join(folder, basename(entry, ".ts"));
  const bundle = ["--import", "tsx", "infra/bundle.ts", resolve(entry), join(made, "index.mjs")];
  expect(spawnSync(process.execPath, bundle, { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  rmSync(join(made, "index.mjs.map"));
  return import(pathToFileURL(join(made, "index.mjs")).href);
}

describe("the clients of the SDK", () => {
  /** What the service refuses each request with. */
  let refusal = { status: 400, error: "" };
  let server: Server;
  let clients: typeof whole;

  beforeAll(async () => {
    // The pause before another try is a random part of a second: none at all.
    vi.spyOn(Math, "random").mockReturnValue(0);
    server = createServer((request, response) => {
      const { status, error } = refusal;
      const xml = `<ErrorResponse><Error><Type>Sender</Type><Code>${error}</Code><Message>No.</Message></Error></ErrorResponse>`;
      const json = JSON.stringify({ __type: `com.amazonaws#${error}`, message: "No." });
      const isJson = "x-amz-target" in request.headers;
      request.resume().on("end", () => response.writeHead(status).end(isJson ? json : xml));
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
    clients = await bundled("test/infra/bundled-clients.ts");
  });
  afterAll(() => {
    vi.restoreAllMocks();
    server.close();
  });

  const errorsOf = (client: object): string[] =>
    Object.entries(client).flatMap(([name, value]) => (value?.prototype instanceof Error ? [name] : []));
  const errors = [
    ...new Set([dynamoDb, simpleQueues].flatMap(errorsOf)),
    "InvalidParameter",
    "NotFound",
    "EndpointDisabled",
  ];

  test.each(errors)("throw for %s what those of the whole SDK throw", async (error) => {
    refusal = { status: error === "InternalServerError" ? 500 : 400, error };
    expect(await clients.refusedRequests()).toEqual(await whole.refusedRequests());
  });

  test("a condition that failed is told by its class", async () => {
    refusal = { status: 400, error: "ConditionalCheckFailedException" };
    expect((await clients.refusedRequests()).dynamo).toMatchObject({ isFailedCondition: true, requests: 1 });
  });

  test.each(["ProvisionedThroughputExceededException", "ThrottlingException", "ReplicatedWriteConflictException"])(
    "%s is asked again",
    async (error) => {
      refusal = { status: 400, error };
      expect((await clients.refusedRequests()).dynamo).toMatchObject({ name: error, requests: 4 });
    },
  );

  test.each(["eu-central-1", "us-east-1", "us-gov-west-1", "cn-north-1", "eusc-de-east-1", "mars-north-1"])(
    "ask in %s where those of the whole SDK ask",
    (region) => {
      expect(clients.addressesIn(region)).toEqual(whole.addressesIn(region));
    },
  );
});

describe("the parser of feeds", () => {
  let parseFeed: typeof parser.parseFeed;
  beforeAll(async () => {
    ({ parseFeed } = await bundled<typeof parser>("lib/polling/parse-feed.ts"));
  });

  async function expectSame(bytes: Uint8Array): Promise<void> {
    const input = {
      bytes,
      contentType: null,
      url: "https://feeds.example/wire",
      now: new Date("2026-02-01T00:00:00Z"),
    };
    expect(await parseFeed(input)).toEqual(await parser.parseFeed(input));
  }

  test("reads the documents of the goldens as the whole packages do", async () => {
    for (const bytes of fixtureFeeds) await expectSame(bytes);
  });

  test("reads hostile documents as they do", async () => {
    for (const document of Object.values(hostileDocuments)) await expectSame(Buffer.from(document().slice(0, 20_000)));
  });

  test("reads broken feeds as they do", async () => {
    const broken = fc.oneof(feedsOfPieces, mutatedFeeds);
    await fc.assert(fc.asyncProperty(broken, expectSame), { numRuns: 200 });
  });
});
