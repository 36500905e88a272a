import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, type ZlibOptions } from "node:zlib";
import type { HopResponse } from "./hop.ts";

export type FeedBody =
  | { kind: "bytes"; bytes: Uint8Array }
  | { kind: "over"; bytesMax: number; when: "" | " when decompressed" }
  | { kind: "broken"; reason: string; retryable: boolean };

export interface BodyLimits {
  wireBytesMax: number;
  bodyBytesMax: number;
}

/**
 * The whole body, decompressed; or what kept it from us. Wire bytes are counted as they come and the response is closed with the first one too
 * many; decompression stops at its own limit, so that a bomb costs no more memory than an honest feed. Throws what the body throws.
 */
export async function readBody(
  response: HopResponse,
  encoding: string | null,
  announcedBytes: number,
  limits: BodyLimits,
): Promise<FeedBody> {
  const wire = announcedBytes > limits.wireBytesMax ? null : await readWire(response.body, limits.wireBytesMax);
  if (!wire) {
    response.close();
    return { kind: "over", bytesMax: limits.wireBytesMax, when: "" };
  }
  if (wire.length === 0) return { kind: "broken", reason: "empty body", retryable: true };
  const body = decoded(wire, encoding, limits.bodyBytesMax);
  return body.kind === "bytes" && body.bytes.length === 0
    ? { kind: "broken", reason: "empty body", retryable: true }
    : body;
}

/** The limit in words for people: "8 MB", "64 KB", "100 bytes". */
export function bytesInWords(bytes: number): string {
  const units: [number, string][] = [
    [1024 * 1024, "MB"],
    [1024, "KB"],
  ];
  const [size, name] = units.find(([unit]) => bytes >= unit) ?? [1, "bytes"];
  return `${Math.round((bytes / size) * 10) / 10} ${name}`;
}

async function readWire(body: AsyncIterable<Uint8Array>, bytesMax: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > bytesMax) return null;
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks, bytes);
}

type Decoder = (bytes: Uint8Array, options: ZlibOptions) => Uint8Array;

const decoders: Record<string, Decoder> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  br: (bytes, { maxOutputLength }) =>
    brotliDecompressSync(bytes, maxOutputLength === undefined ? {} : { maxOutputLength }),
  // RFC 9110 §8.4.1.2 means zlib's format; some servers send the bare stream. The first byte of zlib's names method 8.
  deflate: (bytes, options) => (((bytes[0] ?? 0) & 0x0f) === 8 ? inflateSync : inflateRawSync)(bytes, options),
};

/** No honest server encodes more often than this. */
const encodingsMax = 2;

/** The codings were applied in the order in which they are listed (RFC 9110 §8.4), so the last is undone first. */
function decoded(wire: Uint8Array, encoding: string | null, bytesMax: number): FeedBody {
  const codings = (encoding ?? "")
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "identity");
  let bytes = wire;
  if (codings.length > encodingsMax)
    return broken(`expected at most ${encodingsMax} content encodings, got ${codings.length}`);
  for (const coding of codings.reverse()) {
    const decode = decoders[coding];
    if (!decode) return broken(`expected Content-Encoding gzip, br or deflate, got ${coding.slice(0, 40)}`);
    try {
      bytes = decode(bytes, { maxOutputLength: bytesMax });
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE")
        return { kind: "over", bytesMax, when: " when decompressed" };
      return broken(`${coding} body is broken: ${(fault as Error).message}`);
    }
  }
  return bytes.length > bytesMax ? { kind: "over", bytesMax, when: " when decompressed" } : { kind: "bytes", bytes };
}

const broken = (reason: string): FeedBody => ({ kind: "broken", reason, retryable: true });
