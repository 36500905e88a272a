import http from "node:http";
import https from "node:https";
import { type Hop, HopFault, type HopResponse, type Request } from "../../lib/polling/hop.ts";
import { faultOf, StaleConnection } from "./network-fault.ts";

/** How long an unused connection is kept for the next feed of the same host in this cycle. */
const keptAliveMs = 4_000;
const keptPerHost = 4;

/**
 * `Request` over node:http and node:https. Connections are kept alive and used again for the same host at the same address. `close` ends
 * every connection, those in use too. `ca` adds a certificate authority (PEM), for tests and private networks. Proxy variables are not read:
 * behind a proxy nobody could check the address.
 */
export function httpRequest(options: { ca?: string } = {}): { request: Request; close(): void } {
  const kept = agents({ ...options, keepAlive: true, timeout: keptAliveMs, maxFreeSockets: keptPerHost });
  const fresh = agents(options);
  return {
    async request(hop) {
      try {
        return await send(hop, kept(hop));
      } catch (fault) {
        if (!(fault instanceof StaleConnection) || hop.signal.aborted) throw fault;
        return send(hop, fresh(hop));
      }
    },
    close() {
      kept.destroy();
      fresh.destroy();
    },
  };
}

function agents(options: https.AgentOptions) {
  const plain = perHost(new http.Agent(options));
  const secure = perHost(new https.Agent(options));
  const destroy = () => [plain, secure].forEach((agent) => void agent.destroy());
  return Object.assign((hop: Hop) => (isSecure(hop) ? secure : plain), { destroy });
}

const isSecure = ({ url }: Hop) => url.protocol === "https:";

/** Two hosts never share a connection, even at one address: a broken answer of the one could be read as the other's. */
function perHost<A extends http.Agent>(agent: A): A {
  const nameOf = agent.getName.bind(agent);
  agent.getName = (options) => `${nameOf(options)}:${(options?.headers as http.OutgoingHttpHeaders | undefined)?.host}`;
  return agent;
}

/** The response as soon as its headers are complete. The request holds nothing (timer, listener, connection) beyond its own end. */
function send(hop: Hop, agent: http.Agent): Promise<HopResponse> {
  return new Promise((resolve, reject) => {
    const request = start(hop, agent);
    let response: http.IncomingMessage | undefined;
    const end = (fault: Error) => void (response ?? request).destroy(fault);
    const idle = idleTimer(request, hop, end);
    const abort = () => end(hop.signal.reason);
    hop.signal.addEventListener("abort", abort, { once: true });
    request.on("error", (error) => {
      const fault = faultOf(error, hop.limits, request.reusedSocket && !response);
      response?.destroy(fault);
      reject(fault);
    });
    request.once("response", (message) => {
      response = message;
      idle.refresh();
      resolve(hopResponse(message, hop, idle));
    });
    request.once("close", () => {
      clearTimeout(idle.timer);
      hop.signal.removeEventListener("abort", abort);
      reject(new HopFault("connection closed without an answer", true));
    });
    if (hop.signal.aborted) abort();
  });
}

function start(hop: Hop, agent: http.Agent): http.ClientRequest {
  const { url, address, headers, limits } = hop;
  const request = (isSecure(hop) ? https : http).request({
    agent,
    host: address, // the Host header says which host it is, and from it Node takes SNI and the name that the certificate must bear
    port: url.port || (isSecure(hop) ? 443 : 80),
    path: url.pathname + url.search,
    headers: { host: url.host, ...headers },
    maxHeaderSize: limits.headerBytesMax,
  });
  request.end();
  return request;
}

/** Ends the request when it takes too long to connect, then when nothing complete (the headers, a chunk) comes for too long. */
function idleTimer(request: http.ClientRequest, hop: Hop, end: (fault: Error) => void) {
  const { connectMs, idleMs } = hop.limits;
  const silent = () => end(new HopFault(`nothing came for ${idleMs / 1000} s`, true));
  const idle = {
    timer: setTimeout(() => end(new HopFault(`no connection within ${connectMs / 1000} s`, true, true)), connectMs),
    refresh() {
      idle.timer.refresh();
    },
  };
  const connected = () => {
    clearTimeout(idle.timer);
    idle.timer = setTimeout(silent, idleMs);
  };
  request.once("socket", (socket) => {
    if (request.reusedSocket || !socket.connecting) connected();
    else socket.once(isSecure(hop) ? "secureConnect" : "connect", () => request.destroyed || connected());
  });
  return idle;
}

function hopResponse(message: http.IncomingMessage, hop: Hop, idle: { refresh(): void }): HopResponse {
  message.on("error", () => {}); // it is thrown to whoever reads the body; where nobody does, nobody minds
  if (endsByItself(message)) message.resume(); // at once, so that the connection is free when the caller goes on
  return {
    status: message.statusCode ?? 0,
    headers: message.headers,
    body: chunks(message, hop, idle),
    close: () => void (endsByItself(message) || message.destroy()),
  };
}

async function* chunks(message: http.IncomingMessage, hop: Hop, idle: { refresh(): void }): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of message) {
      idle.refresh();
      yield chunk;
    }
  } catch (error) {
    throw faultOf(error as Error, hop.limits, false);
  }
}

/** No body can follow, so the connection may be kept. */
const endsByItself = ({ statusCode, headers }: http.IncomingMessage) =>
  statusCode === 304 || statusCode === 204 || headers["content-length"] === "0";
