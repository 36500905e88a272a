import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SignatureV4 } from "@smithy/signature-v4";

/** Credentials, region and hash of a client that is there anyway. */
export type Signing = Pick<DynamoDBClient["config"], "credentials" | "region" | "sha256">;

export interface SignedRequest {
  method: "GET" | "HEAD" | "PUT" | "POST";
  url: URL;
  headers?: Record<string, string>;
  body?: Uint8Array | undefined;
}

export interface SignedService {
  service: "s3" | "lambda";
  timeoutMs: number;
}

/** One request to a service whose SDK client would be more of a bundle than there is room for, tried once, whatever comes back. */
export function signedFetch(signing: Signing, { service, timeoutMs }: SignedService) {
  const signer = new SignatureV4({ ...signing, service, uriEscapePath: service !== "s3" });
  return async ({ method, url, headers = {}, body }: SignedRequest): Promise<Response> => {
    const { protocol, hostname, pathname: path, host, port } = url;
    const signed = await signer.sign({
      ...{ method, protocol, hostname, path, query: {}, body },
      ...(port === "" ? {} : { port: Number(port) }),
      headers: { host, ...headers },
    });
    const { host: _, ...sent } = signed.headers;
    const signal = AbortSignal.timeout(timeoutMs);
    return fetch(url, { method, headers: sent, signal, ...(body ? { body: Buffer.from(body) } : {}) });
  };
}

/** Where a service is reached in a region. */
export const domainOf = (region: string): string =>
  `${region}.${region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com"}`;
