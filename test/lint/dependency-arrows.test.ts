import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

/** What is written, in which folder, the code, and the message that must come (null: none may). */
type Case = [sentence: string, folder: string, code: string, message: RegExp | null];

const aws = /lib\/ knows no AWS/;
const connection = /lib\/ opens no connection/;
const machine = /lib\/ touches no files, processes or clocks/;
const clock = /lib\/ reads no clock/;
const random = /andom/;
const outward = /Dependencies point at lib\//;
const upward = /points up the rows/;
const typesOnly = /takes only types from another row/;
const onePlace = /the one place that knows the SDK/;

// biome-ignore format: a table, one case a line
const cases: Case[] = [
  ["lib takes the SDK", "lib/polling", `import { SNSClient } from "@aws-sdk/client-sns"; new SNSClient();`, aws],
  ["lib takes a type of the SDK", "lib/alerting", `import type { A } from "@aws-sdk/client-sns"; export const a: A = 1;`, aws],
  ["lib takes Lambda's event types", "lib/api", `import type { SQSEvent } from "aws-lambda"; export const a: SQSEvent = 1;`, aws],
  ["a function takes Lambda's event types", "functions", `import type { SQSEvent } from "aws-lambda"; export const a: SQSEvent = 1;`, null],
  ["lib takes http", "lib/polling", `import { get } from "node:http"; get("");`, connection],
  ["lib takes https as a re-export", "lib/polling", `export { get } from "node:https";`, connection],
  ["lib takes net when called", "lib/polling", `export const net = () => import("node:net");`, connection],
  ["lib takes DNS promises", "lib/polling", `import { lookup } from "node:dns/promises"; await lookup("");`, connection],
  ["lib takes files", "lib/matching", `import { readFileSync } from "node:fs"; readFileSync("");`, machine],
  ["lib takes files as promises", "lib/text", `import { readFile } from "node:fs/promises"; await readFile("");`, machine],
  ["lib takes processes", "lib/pipeline", `import { spawn } from "node:child_process"; spawn("");`, machine],
  ["lib takes hashes and decompression", "lib/polling", `import { createHash } from "node:crypto"; import { gunzipSync } from "node:zlib"; createHash("md5"); gunzipSync("");`, null],
  ["lib takes random bytes", "lib/alerting", `import { randomBytes } from "node:crypto"; randomBytes(1);`, random],
  ["lib takes the environment", "lib/api", `export const home = process.env.HOME;`, /process|environment/],
  ["a field is called process", "lib/api", `export const first = (steps: { process: string }) => steps.process;`, null],
  ["lib fetches", "lib/polling", `await fetch("https://example.org");`, /global variable fetch|network as an argument/],
  ["fetch is an argument", "lib/polling", `export const poll = (fetch: (url: string) => Promise<string>) => fetch("https://example.org");`, null],
  ["lib asks the time", "lib/stories", `export const now = Date.now();`, clock],
  ["lib takes the clock as a value", "lib/stories", `export const poll = (now = Date.now) => now();`, clock],
  ["lib makes a date of now", "lib/stories", `export const now = new Date();`, clock],
  ["lib makes a date of now without brackets", "lib/stories", `export const now = new Date;`, clock],
  ["lib calls Date without new", "lib/stories", `export const now = Date();`, clock],
  ["lib makes a date of a given time", "lib/stories", `export const past = new Date(0).toISOString() + Date.parse("2024") + Date.UTC(2024);`, null],
  ["lib draws a random number", "lib/alerting", `export const jitter = Math.random();`, random],
  ["lib rounds", "lib/alerting", `export const round = Math.round(1.5);`, null],
  ["a function asks the time", "functions", `export const now = Date.now(); export const later = new Date(); export const draw = Math.random();`, null],
  ["lib logs", "lib/polling", `console.log("polled");`, /console/],
  ["lib takes a function", "lib/alerting", `import { a } from "../../functions/environment.ts"; a();`, outward],
  ["lib takes the command", "lib/alerting", `import type { A } from "../../cli/command.ts"; export const a: A = 1;`, outward],
  ["lib takes the infrastructure", "lib/alerting", `import { a } from "../../infra/tables.ts"; a();`, outward],
  ["lib takes the embedded default", "lib/alerting", `import { a } from "../../local/start.ts"; a();`, outward],
  ["a row takes a value of the row below", "lib/alerting", `import { a } from "../stories/story.ts"; a();`, typesOnly],
  ["a row takes the type of the row below", "lib/alerting", `import type { A } from "../stories/story.ts"; export const a: A = 1;`, null],
  ["a row takes a type of the lowest row", "lib/alerting", `import type { A } from "../polling/item.ts"; export const a: A = 1;`, null],
  ["a row takes a type and a value at once", "lib/stories", `import { type A, b } from "../tieups/tie-up.ts"; export const a: A = b();`, typesOnly],
  ["a row re-exports a row", "lib/stories", `export * from "../tieups/tie-up.ts";`, typesOnly],
  ["a row re-exports a value", "lib/stories", `export { a } from "../tieups/tie-up.ts";`, typesOnly],
  ["a row re-exports a type", "lib/stories", `export type { A } from "../tieups/tie-up.ts";`, null],
  ["a row takes a row when called", "lib/stories", `export const a = () => import("../tieups/tie-up.ts");`, typesOnly],
  ["a row takes a row for its effects", "lib/stories", `import "../tieups/tie-up.ts";`, typesOnly],
  ["a file of a deeper folder takes a value of another row", "lib/tieups/lexicon", `import { a } from "../../matching/mention.ts"; a();`, typesOnly],
  ["a file of a deeper folder takes a value of its own row", "lib/tieups/lexicon", `import { a } from "../tie-up.ts"; a();`, null],
  ["a row takes a value of itself", "lib/stories", `import { a } from "./story.ts"; a();`, null],
  ["a row takes a value of the common base", "lib/stories", `import { a } from "../text/fold.ts"; a();`, null],
  ["a row takes a package", "lib/stories", `import { a } from "stories/polling"; a();`, null],
  ["polling points at matching", "lib/polling", `import type { A } from "../matching/mention.ts"; export const a: A = 1;`, upward],
  ["matching points at tie-ups", "lib/matching", `import type { A } from "../tieups/tie-up.ts"; export const a: A = 1;`, upward],
  ["tie-ups point at stories, in a type", "lib/tieups", `export type A = import("../stories/story.ts").Story;`, upward],
  ["stories point at alerting", "lib/stories", `export type { A } from "../alerting/subscriber.ts";`, upward],
  ["alerting points at the pipeline", "lib/alerting", `import { a } from "../pipeline/pipeline.ts"; a();`, upward],
  ["the common base points at a row", "lib/text", `import type { A } from "../polling/item.ts"; export const a: A = 1;`, upward],
  ["the pipeline takes values of every row", "lib/pipeline", `import { a } from "../alerting/summary.ts"; import { b } from "../polling/item.ts"; a(b);`, null],
  ["the pipeline points at the API", "lib/pipeline", `import { a } from "../api/app.ts"; a();`, upward],
  ["the API takes values of the pipeline", "lib/api", `import { a } from "../pipeline/pipeline.ts"; a();`, null],
  ["a function takes the SDK", "functions", `import { SNSClient } from "@aws-sdk/client-sns"; new SNSClient();`, onePlace],
  ["the network takes the SDK", "functions/net", `import { SNSClient } from "@aws-sdk/client-sns"; new SNSClient();`, onePlace],
  ["an adapter takes the SDK", "functions/aws", `import { SNSClient } from "@aws-sdk/client-sns"; new SNSClient();`, null],
  ["the embedded default takes the SDK", "local", `import { SNSClient } from "@aws-sdk/client-sns"; new SNSClient();`, null],
  ["a function takes lib", "functions", `import { a } from "../lib/polling/item.ts"; a();`, null],
  ["a function takes the embedded default", "functions", `import { a } from "../local/start.ts"; a();`, /functions → lib/],
  ["an adapter takes the command", "functions/aws", `import { a } from "../../cli/command.ts"; a();`, /functions → lib/],
  ["the embedded default takes a function", "local", `import { a } from "../functions/poll-feeds.ts"; a();`, null],
  ["the command takes lib and the network", "cli", `import { a } from "../lib/polling/item.ts"; import { b } from "../functions/net/fetch.ts"; a(b);`, null],
  ["the command takes a function", "cli", `import { a } from "../functions/poll-feeds.ts"; a();`, /cli → lib/],
  ["the command takes an adapter", "cli", `import { a } from "../functions/aws/table.ts"; a();`, /cli → lib/],
  ["the command takes the SDK", "cli", `import { SNSClient } from "@aws-sdk/client-sns"; new SNSClient();`, /talks to the API/],
  ["infra takes a function", "infra", `import { a } from "../functions/aws/table-shapes.ts"; a();`, /imports neither functions nor lib/],
  ["infra takes lib", "infra", `import { a } from "../lib/polling/item.ts"; a();`, /imports neither functions nor lib/],
  ["infra takes the CDK", "infra", `import { Stack } from "aws-cdk-lib"; import { Table } from "aws-cdk-lib/aws-dynamodb"; import { a } from "./tables.ts"; a(Stack, Table);`, null],
  ["a promise is left floating", "functions", `async function send(): Promise<void> {} send();`, /promise/i],
  ["a promise is awaited", "functions", `async function send(): Promise<void> {} await send();`, null],
  ["a test is skipped", "test/polling", `import { test } from "vitest"; test.skip("later", () => {});`, /disable tests/],
];

const found = new Map<string, string[]>();
let folder: string;

const fileOf = (row: number) => `${cases[row]?.[1]}/case-${row}.ts`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tieup-lint-"));
  await cp("biome.json", join(folder, "biome.json"));
  await cp("lint", join(folder, "lint"), { recursive: true });
  for (const [row, [, , code]] of cases.entries()) {
    const file = join(folder, fileOf(row));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, code);
  }
  for (const { path, message } of await lint(folder)) found.set(path, [...(found.get(path) ?? []), message]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(cases.map(([sentence, path, , message], row) => [sentence, path, message, row] as const))(
  "%s (%s)",
  (_sentence, _path, message, row) => {
    const messages = found.get(fileOf(row)) ?? [];
    if (message) expect(messages).toContainEqual(expect.stringMatching(message));
    else expect(messages).toEqual([]);
  },
);

/** The errors (no warnings, no formatting) that Biome reports on the folder with the configuration in it. */
async function lint(cwd: string): Promise<{ path: string; message: string }[]> {
  const biome = join(process.cwd(), "node_modules/@biomejs/biome/bin/biome");
  const options = ["lint", "--reporter=json", "--max-diagnostics=none", "--diagnostic-level=error", "."];
  const run = promisify(execFile)(process.execPath, [biome, ...options], { cwd });
  const { stdout } = await run.catch((fault: { stdout: string }) => fault);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { location: { path: string }; message: string }[] };
  return diagnostics.map(({ location, message }) => ({ path: location.path, message }));
}
