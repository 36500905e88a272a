import { createHash } from "node:crypto";
import http from "node:http";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";

/** What the server answers on one path. Everything may be left out: then it is an empty 200. */
export interface FeedRoute {
  status?: number;
  headers?: http.OutgoingHttpHeaders;
  body?: string | Uint8Array;
  /** Instead of `body`: sent one by one, `chunkDelayMs` apart. */
  chunks?: (string | Uint8Array)[];
  chunkDelayMs?: number;
  /** Before the status line. */
  delayMs?: number;
  /** Sends an ETag made from the body, and 304 to whoever returns it. */
  etag?: boolean;
  /** An HTTP date; sent, and 304 to whoever returns it and no ETag (RFC 9110 §13.2.2). */
  lastModified?: string;
  /** Compresses the body, whether or not the client asked for it. */
  encoding?: "gzip" | "br" | "deflate";
}

export interface RecordedRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: http.IncomingHttpHeaders;
  /** Which connection it came on, counted from 1: shows what was kept alive. */
  connection: number;
}

export interface FeedServer {
  /** "http://127.0.0.1:PORT", which is also the origin; append a path. */
  url: string;
  port: number;
  /** All requests so far, oldest first. */
  requests: RecordedRequest[];
  /** Sets or replaces what a path (with its query, if it has one) answers. */
  route(path: string, answer: FeedRoute | ((request: RecordedRequest) => FeedRoute)): void;
  stop(): Promise<void>;
}

/** A feed server on a free loopback port. A path without a route answers 404. */
export async function startFeedServer(
  routes: Record<string, FeedRoute | ((request: RecordedRequest) => FeedRoute)> = {},
): Promise<FeedServer> {
  const answers = new Map(Object.entries(routes));
  const requests: RecordedRequest[] = [];
  let connections = 0;
  const numbers = new WeakMap<object, number>();
  const server = http.createServer((request, response) => {
    const recorded = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      connection: numbers.get(request.socket) ?? 0,
    };
    requests.push(recorded);
    const answer = answers.get(recorded.path) ?? { status: 404, body: "no such feed" };
    void send(typeof answer === "function" ? answer(recorded) : answer, request, response);
  });
  server.on("connection", (socket) => numbers.set(socket, ++connections));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    route: (path, answer) => void answers.set(path, answer),
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

const compress = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync };

async function send(route: FeedRoute, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  if (route.delayMs) await pause(route.delayMs);
  const plain = Buffer.from(route.body ?? "");
  const etag = route.etag ? `"${createHash("sha256").update(plain).digest("hex").slice(0, 16)}"` : undefined;
  const headers = {
    ...(etag ? { etag } : {}),
    ...(route.lastModified ? { "last-modified": route.lastModified } : {}),
    ...(route.encoding ? { "content-encoding": route.encoding } : {}),
    ...route.headers,
  };
  if (isUnchanged(request.headers, etag, route.lastModified)) return void response.writeHead(304, headers).end();
  response.writeHead(route.status ?? 200, headers);
  for (const chunk of route.chunks ?? []) {
    if (response.destroyed) return;
    response.write(chunk);
    await pause(route.chunkDelayMs ?? 0);
  }
  response.end(route.encoding ? compress[route.encoding](plain) : plain);
}

function isUnchanged(
  headers: http.IncomingHttpHeaders,
  etag: string | undefined,
  lastModified: string | undefined,
): boolean {
  if (headers["if-none-match"] !== undefined) return etag !== undefined && headers["if-none-match"] === etag;
  return lastModified !== undefined && headers["if-modified-since"] === lastModified;
}

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
