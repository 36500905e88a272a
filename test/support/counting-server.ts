import http from "node:http";
import type { AddressInfo } from "node:net";

/** A server between the handlers and the embedded AWS that passes everything on and counts what was asked for. */
export interface CountingServer {
  url: string;
  /** Requests since the last call, by what they ask for: "PutItem", "SendMessage", "Publish". */
  take(): Record<string, number>;
  stop(): Promise<void>;
}

export async function startCountingServer(target: string): Promise<CountingServer> {
  let counts: Record<string, number> = {};
  const { hostname, port } = new URL(target);
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const name = operationOf(request.headers["x-amz-target"], body);
      counts[name] = (counts[name] ?? 0) + 1;
      const { method, url: path, headers } = request;
      const passed = http.request({ hostname, port, method, path, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      passed.on("error", () => response.destroy());
      passed.end(body);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = counts;
      counts = {};
      return taken;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

/** "DynamoDB_20120810.PutItem" in a header, or "Action=Publish" in a form. */
function operationOf(header: string | string[] | undefined, body: Buffer): string {
  if (header) return String(header).split(".").at(-1) ?? "";
  return new URLSearchParams(body.toString()).get("Action") ?? "other";
}
