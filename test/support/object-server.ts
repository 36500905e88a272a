import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** Objects by "/bucket/key", as S3 keeps them. */
export interface ObjectServer {
  url: string;
  objects: Map<string, { body: Buffer; notes: Record<string, string> }>;
  /** "GET /bucket/key", each request since it was emptied. */
  asked: string[];
  /** The methods that are answered by an error of S3's. */
  broken: string[];
  stop(): Promise<void>;
}

const notesPrefix = "x-amz-meta-";

/**
 * S3 as far as Tieup uses it, on loopback: GET, HEAD and PUT of whole objects, 403 where the signature isn't that of `secret` by AWS's
 * description ("Signature Version 4 for API requests"), computed here anew; no upload in parts, no versions.
 */
export async function startObjectServer(secret: string): Promise<ObjectServer> {
  const state: Omit<ObjectServer, "stop"> = { url: "", objects: new Map(), asked: [], broken: [] };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [body, path] = [Buffer.concat(chunks), request.url ?? ""];
    state.asked.push(`${request.method} ${path}`);
    const refuse = (status: number, code: string) =>
      response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`);
    if (!isSigned(request, body, secret)) return refuse(403, "SignatureDoesNotMatch");
    if (state.broken.includes(request.method ?? "")) return refuse(503, "SlowDown");
    if (request.method === "PUT") {
      const notes = Object.entries(request.headers).filter(([name]) => name.startsWith(notesPrefix));
      state.objects.set(path, { body, notes: Object.fromEntries(notes) as Record<string, string> });
      return response.writeHead(200).end();
    }
    const found = state.objects.get(path);
    if (!found) return refuse(404, "NoSuchKey");
    response.writeHead(200, { ...found.notes, "content-length": found.body.length });
    return response.end(request.method === "HEAD" ? undefined : found.body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  });
}

const sha256 = (data: Buffer | string): string => createHash("sha256").update(data).digest("hex");
const hmac = (key: Buffer | string, data: string): Buffer => createHmac("sha256", key).update(data).digest();

function isSigned({ method, url, headers }: IncomingMessage, body: Buffer, secret: string): boolean {
  const given = /Credential=[^/]+\/(?<scope>[^,]+), SignedHeaders=(?<names>[^,]+), Signature=(?<signature>\w+)/.exec(
    headers.authorization ?? "",
  )?.groups;
  const hash = headers["x-amz-content-sha256"];
  if (!given || hash !== sha256(body)) return false;
  const { scope = "", names = "", signature } = given;
  if (!["host", "x-amz-content-sha256", "x-amz-date"].every((name) => names.split(";").includes(name))) return false;
  const signed = names.split(";").map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = [method, url, "", signed.join(""), names, hash].join("\n");
  const text = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, sha256(canonical)].join("\n");
  const key = scope.split("/").reduce((part: Buffer | string, each) => hmac(part, each), `AWS4${secret}`);
  return hmac(key, text).toString("hex") === signature;
}
