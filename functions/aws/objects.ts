import { domainOf, type Signing, signedFetch } from "./signed-fetch.ts";

/** An object's bytes, and what was noted beside it. */
export interface StoredObject {
  body: Uint8Array;
  notes: Record<string, string>;
}

/** Objects of one bucket. Each call is one request, tried once: who calls has another way, or is called again. */
export interface Objects {
  /** Strongly consistent; null where there is none. */
  get(key: string): Promise<StoredObject | null>;
  /** Only the notes; null where there is none. */
  notesOf(key: string): Promise<Record<string, string> | null>;
  /** Atomic: readers get what was there before or all of this. */
  put(key: string, object: StoredObject): Promise<void>;
}

export interface BucketSettings {
  bucket: string;
  /** `AWS_ENDPOINT_URL_S3`, as the SDK has it; the bucket is then the first part of the path. Absent: S3's own. */
  endpoint?: string | undefined;
}

const timeoutMs = 15_000;
const noted = "x-amz-meta-";

type Asked = { method: "GET" | "HEAD" | "PUT"; key: string; body?: Uint8Array; headers?: Record<string, string> };

/**
 * A bucket of S3 by three signed requests. `@aws-sdk/client-s3` would be 168 KB more, in a bundle that has not 46 KB left (decision 34).
 * Throws an error with status and S3's code for every answer but success and 404.
 */
export function bucketObjects(signing: Signing, { bucket, endpoint }: BucketSettings): Objects {
  const fetchSigned = signedFetch(signing, { service: "s3", timeoutMs });
  const ask = async ({ key, ...request }: Asked): Promise<Response | null> => {
    const url = await urlOf({ bucket, endpoint, region: signing.region, key });
    const answer = await fetchSigned({ ...request, url });
    if (answer.ok) return answer;
    const said = await answer.text();
    if (answer.status === 404) return null;
    const code = /<Code>(\w+)<\/Code>/.exec(said)?.[1] ?? "without a code";
    throw new Error(`expected S3 to take ${request.method} ${key}, got ${answer.status} ${code}`);
  };
  return {
    async get(key) {
      const answer = await ask({ method: "GET", key });
      return answer && { body: new Uint8Array(await answer.arrayBuffer()), notes: notesIn(answer) };
    },
    async notesOf(key) {
      const answer = await ask({ method: "HEAD", key });
      return answer && notesIn(answer);
    },
    async put(key, { body, notes }) {
      const headers = Object.fromEntries(Object.entries(notes).map(([name, value]) => [`${noted}${name}`, value]));
      if (!(await ask({ method: "PUT", key, body, headers })))
        throw new Error(`expected the bucket ${bucket}, got 404`);
    },
  };
}

async function urlOf(from: BucketSettings & Pick<Signing, "region"> & { key: string }): Promise<URL> {
  const { bucket, endpoint, key } = from;
  if (endpoint) return new URL(`${endpoint.replace(/\/$/, "")}/${bucket}/${key}`);
  return new URL(`https://${bucket}.s3.${domainOf(await from.region())}/${key}`);
}

const notesIn = ({ headers }: Response): Record<string, string> =>
  Object.fromEntries(
    [...headers].filter(([name]) => name.startsWith(noted)).map(([name, value]) => [name.slice(noted.length), value]),
  );
