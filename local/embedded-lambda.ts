import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { EmbeddedServer } from "./embedded-aws.ts";

export type EmbeddedFunctions = Record<string, (event: unknown) => Promise<unknown>>;

const invocation = /^\/2015-03-31\/functions\/([\w-]+)\/invocations$/;

/**
 * As much of Lambda as we use, on a free loopback port: `Invoke` of these functions, that waits for what they return. What a
 * function throws comes back as Lambda has it. *Instead of* a package: those that there are start containers.
 */
export async function startLambda(functions: EmbeddedFunctions): Promise<EmbeddedServer> {
  const server = createServer((request, response) => {
    answer(request, response, functions).catch((fault: unknown) => say(response, 500, { Message: String(fault) }));
  });
  await new Promise<void>((ready, failed) => server.once("error", failed).listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, functions: EmbeddedFunctions) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const name = invocation.exec(request.url ?? "")?.[1] ?? "";
  const called = functions[name];
  if (request.method !== "POST" || !called) return say(response, 404, { Message: `Function not found: ${name}` });
  try {
    say(response, 200, (await called(JSON.parse(Buffer.concat(chunks).toString()))) ?? null);
  } catch (fault) {
    const { name: errorType, message: errorMessage } = fault as Error;
    say(response, 200, { errorType, errorMessage }, { "x-amz-function-error": "Unhandled" });
  }
}

function say(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}
