import net from "node:net";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Does as it likes with a connection after the request's headers have come. */
export type Hostility = (socket: net.Socket) => void;

export interface HostileServer {
  url: string;
  port: number;
  /** How many connections are open now. */
  open(): number;
  /** How many bytes have left in all. */
  sentBytes(): number;
  stop(): Promise<void>;
}

/** A raw TCP server on a free loopback port that behaves as badly as the path of the request says. */
export async function startHostileServer(paths: Record<string, Hostility> = hostilities): Promise<HostileServer> {
  const sockets = new Set<net.Socket>();
  let sentBytes = 0;
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}); // the client hanging up is what the tests are for
    socket.on("close", () => {
      sentBytes += socket.bytesWritten;
      sockets.delete(socket);
    });
    socket.on("data", (request) => {
      const path = request.toString("latin1").split(" ")[1] ?? "/";
      (paths[path] ?? paths["/"])?.(socket);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as net.AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    open: () => sockets.size,
    sentBytes: () => [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, sentBytes),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

/** A whole answer at once. */
export const answer =
  (head: string, body: string | Uint8Array = ""): Hostility =>
  (socket) => {
    socket.write(`HTTP/1.1 ${head}\r\n\r\n`);
    socket.write(body);
  };

/** The same bytes again and again, `everyMs` apart, until the client hangs up; as fast as it reads where 0. */
export const forever =
  (head: string, piece: string | Uint8Array, everyMs = 0): Hostility =>
  (socket) => {
    socket.write(head);
    const timer = setInterval(() => {
      if (everyMs > 0) socket.write(piece);
      else while (!socket.destroyed && socket.write(piece));
    }, everyMs);
    socket.on("close", () => clearInterval(timer));
  };

const feedHead = "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n";
const sized = (encoding: string, body: Uint8Array) =>
  answer(`200 OK\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${body.length}`, body);

/** Made at load, not in a request: that would block the client's clock, too. */
const zeros = Buffer.alloc(32 * 1024 * 1024);
const gzipBomb = gzipSync(zeros, { level: 1 });
/** 192 MB in as many gzip members as fit below the tests' limit for wire bytes. */
const memberBomb = Buffer.concat(Array(6).fill(gzipSync(zeros, { level: 9 })));
const brBomb = brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });

/** The paths of the hostile server. Each is a row of docs/security.md. */
export const hostilities: Record<string, Hostility> = {
  "/silent": () => {},
  "/trickled-headers": forever("HTTP/1.1 200 OK\r\n", "X-More: 1\r\n", 20),
  "/trickled-body": forever(`${feedHead}\r\n`, "<", 20),
  "/stalled-body": answer("200 OK\r\nContent-Length: 1000", "<rss>"),
  "/endless-headers": forever("HTTP/1.1 200 OK\r\n", `X-More: ${"x".repeat(1000)}\r\n`),
  "/endless-informational": forever("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
  "/endless-body": forever(`${feedHead}\r\n`, "<item>".repeat(10_000)),
  "/endless-chunks": forever(`${feedHead}Transfer-Encoding: chunked\r\n\r\n`, `2710\r\n${"x".repeat(10_000)}\r\n`),
  "/endless-chunk-extension": forever(`${feedHead}Transfer-Encoding: chunked\r\n\r\n1`, ";x".repeat(10_000)),
  "/endless-trailers": forever(
    `${feedHead}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n`,
    `X-More: ${"x".repeat(1000)}\r\n`,
  ),
  "/announced-too-long": answer("200 OK\r\nContent-Length: 99999999999", "<rss>"),
  "/gzip-bomb": sized("gzip", gzipBomb),
  "/gzip-bomb-in-gzip": sized("gzip, gzip", gzipSync(gzipBomb)),
  "/gzip-bomb-in-members": sized("gzip", memberBomb),
  "/br-bomb": sized("br", brBomb),
  "/encoded-nine-times": answer(
    `200 OK\r\nContent-Encoding: ${Array(9).fill("gzip").join(", ")}\r\nContent-Length: 1`,
    "x",
  ),
  "/not-gzip": answer("200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5", "<rss>"),
  "/cut-gzip": sized("gzip", gzipSync("<rss>".repeat(500)).subarray(0, 20)),
  "/cut-body": (socket) => {
    answer("200 OK\r\nContent-Length: 1000", "<rss>")(socket);
    socket.end();
  },
  "/cut-chunks": (socket) => {
    answer("200 OK\r\nTransfer-Encoding: chunked", "5\r\n<rss>\r\n")(socket);
    socket.end();
  },
  "/longer-than-announced": answer(
    "200 OK\r\nContent-Length: 6",
    "<rss/>HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
  ),
  "/two-lengths": answer("200 OK\r\nContent-Length: 5\r\nContent-Length: 6", "<rss/>"),
  "/length-and-chunks": answer("200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked", "5\r\n<rss>\r\n0\r\n\r\n"),
  "/reset": (socket) => void socket.resetAndDestroy(),
  "/reset-in-body": (socket) => {
    answer("200 OK\r\nContent-Length: 1000", "<rss>")(socket);
    setTimeout(() => socket.resetAndDestroy(), 20);
  },
  "/hangs-up": (socket) => void socket.end(),
  "/not-http": (socket) => void socket.write("220 mail.example ESMTP ready\r\n"),
  "/switches-protocols": answer(
    "101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade",
    "\x81\x05hello",
  ),
  "/redirect-circle": answer("302 Found\r\nLocation: /redirect-circle-2\r\nContent-Length: 0"),
  "/redirect-circle-2": answer("302 Found\r\nLocation: /redirect-circle\r\nContent-Length: 0"),
  "/redirect-with-endless-body": forever("HTTP/1.1 302 Found\r\nLocation: /silent\r\n\r\n", "x".repeat(10_000)),
  "/error-with-endless-body": forever("HTTP/1.1 404 Not Found\r\n\r\n", "x".repeat(10_000)),
};
