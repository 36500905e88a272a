import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

type ApiHandler = (event: APIGatewayProxyEventV2) => Promise<unknown>;

export interface ApiServer {
  url: string;
  stop(): Promise<void>;
}

/** API Gateway's own limit on a request. */
const bodyBytesMax = 10 * 1024 * 1024;

/** Serves the api function on a loopback port: each request becomes the event that an HTTP API would send (format 2.0). */
export async function startApiServer(port: number, handler: ApiHandler): Promise<ApiServer> {
  const server = createServer((request, response) => {
    answer(request, response, handler).catch((fault: unknown) => {
      process.stderr.write(`The api function failed: ${String(fault)}\n`);
      response.writeHead(500, { "content-type": "application/json" }).end('{"message":"Internal Server Error"}');
    });
  });
  await new Promise<void>((ready, failed) => server.once("error", failed).listen(port, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, handler: ApiHandler): Promise<void> {
  const body = await readBody(request);
  if (body === null) {
    response.writeHead(413, { "content-type": "application/json" }).end('{"message":"Request Too Long"}');
    return;
  }
  // The gateway takes no such host either.
  if (!URL.canParse(request.url ?? "/", `http://${request.headers.host}`)) {
    response.writeHead(400, { "content-type": "application/json" }).end('{"message":"Bad Request"}');
    return;
  }
  const result = (await handler(eventFrom(request, body))) as APIGatewayProxyStructuredResultV2;
  const headers = { ...result.headers } as Record<string, string | string[]>;
  if (result.cookies) headers["set-cookie"] = result.cookies;
  response.writeHead(result.statusCode ?? 200, headers);
  response.end(Buffer.from(result.body ?? "", result.isBase64Encoded ? "base64" : "utf8"));
}

/** The body, or null for one that is too large. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function eventFrom(request: IncomingMessage, body: Buffer): APIGatewayProxyEventV2 {
  const { pathname, searchParams, search, host } = new URL(request.url ?? "/", `http://${request.headers.host}`);
  const method = request.method ?? "GET";
  const headers = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(",")]);
  const now = Date.now();
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: { ...(Object.fromEntries(headers) as Record<string, string>), "x-forwarded-proto": "http" },
    queryStringParameters: Object.fromEntries(searchParams),
    requestContext: {
      accountId: "000000000000",
      apiId: "local",
      domainName: host,
      domainPrefix: "local",
      http: {
        method,
        path: pathname,
        protocol: "HTTP/1.1",
        sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
        userAgent: request.headers["user-agent"] ?? "",
      },
      requestId: String(now),
      routeKey: "$default",
      stage: "$default",
      time: new Date(now).toISOString(),
      timeEpoch: now,
    },
    ...(body.length > 0 ? { body: body.toString("base64") } : {}),
    isBase64Encoded: body.length > 0,
  };
}
