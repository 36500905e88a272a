import { readFile } from "node:fs/promises";
import { UsageError } from "./command.ts";

/**
 * Tieup's HTTP API as a command uses it. What isn't a 2xx is thrown, with a message for people: as `UsageError` where the API takes
 * what was written for wrong (422), else as `ApiRefusal`.
 */
export interface ApiClient {
  /** The JSON of the answer, with its status and version. With `ifMatch` it is refused (412) where the version is another by now. */
  send<T>(method: string, path: string, body?: unknown, ifMatch?: string | null): Promise<Sent<T>>;
  /** Sends a document that is no JSON. */
  sendDocument<T>(path: string, document: string, type: string): Promise<T>;
  /** A document that is no JSON. */
  text(path: string): Promise<string>;
  /** The same, and where the next page is, by its header Link. */
  document(path: string): Promise<{ text: string; next: string | null }>;
  /** The pages of a list, one after the other. */
  pages<T>(path: string, limit: number): AsyncGenerator<T[]>;
  /** All entries of a list, whichever pages they are on. */
  all<T>(path: string): Promise<T[]>;
}

export interface Sent<T> {
  status: number;
  body: T;
  /** The ETag of what was answered; null for what has none. */
  etag: string | null;
}

/** The API's answer where it isn't the one asked for. */
export class ApiRefusal extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** Where the embedded default serves its API, and where it keeps the token for it. */
const localApi = "http://127.0.0.1:8787";
const localTokenFile = ".tieup/token";
/** API Gateway gives up after 30 seconds. */
const timeoutMs = 35_000;
const pageLimit = 100;

/** What every command that talks to the API takes, and what it says of it in its help. */
export const apiOptions = { api: { type: "string" }, token: { type: "string" } } as const;
export const apiHelp = `  --api URL     Tieup's API; else TIEUP_API, else ${localApi}
  --token T     a token for it; else TIEUP_TOKEN, else for an API on this machine the one in ${localTokenFile}`;

/** Where the API is. Throws `UsageError` for what is no address. */
export function apiUrlOf({ api }: { api?: string | undefined }): string {
  const written = api ?? (process.env.TIEUP_API || localApi);
  if (!URL.canParse(written) || !/^https?:$/.test(new URL(written).protocol))
    throw new UsageError(`expected --api to be an address such as https://api.example.org, got "${written}"`);
  return written.replace(/\/+$/, "");
}

/** The client for these options. Throws `UsageError` where they make no sense together. */
export async function apiClient(options: { api?: string | undefined; token?: string | undefined }): Promise<ApiClient> {
  const base = apiUrlOf(options);
  const isLocal = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(new URL(base).hostname);
  // The token of this machine is never sent to another.
  const named = options.token ?? (process.env.TIEUP_TOKEN || null);
  const given = named ?? (isLocal ? await localToken(base) : null);
  if (given === null) throw new UsageError(`expected --token T with --api ${base}, got none`);
  const token = given.trim();
  if (!/^[\x21-\x7e]+$/.test(token)) throw new UsageError(`expected --token to be a token, got ${nothingOr(token)}`);
  return clientOf({ base, token, isLocal, isFromFile: named === null });
}

/** A secret isn't shown, whatever it looks like. */
const nothingOr = (token: string): string => (token === "" ? "nothing" : "other characters than a token has");

async function localToken(base: string): Promise<string> {
  try {
    return await readFile(localTokenFile, "utf8");
  } catch {
    throw new Error(`expected Tieup's API on ${base} and its token in ${localTokenFile}, got no such file: ${startIt}`);
  }
}

const startIt = "npm start starts it";

const anotherStart = (base: string): string =>
  `the API on ${base} doesn't know the token in ${localTokenFile}: a start with --state FOLDER has its own, in FOLDER/token`;

interface Server {
  base: string;
  token: string;
  isLocal: boolean;
  /** Nobody named the token: it is the one of a start in this folder. */
  isFromFile: boolean;
}

function clientOf(server: Server): ApiClient {
  const json = async <T>(response: Response): Promise<T> => (await response.json()) as T;
  async function* pages<T>(path: string, limit: number): AsyncGenerator<T[]> {
    const list = `${path}${path.includes("?") ? "&" : "?"}limit=${limit}`;
    let cursor: string | null = null;
    do {
      const asked: string = cursor === null ? list : `${list}&cursor=${encodeURIComponent(cursor)}`;
      const page = await json<{ items: T[]; nextCursor: string | null }>(await request(server, "GET", asked, {}));
      yield page.items;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
  return {
    async send<T>(method: string, path: string, body?: unknown, ifMatch: string | null = null) {
      const sent = body === undefined ? {} : { body: JSON.stringify(body), type: "application/json" };
      const response = await request(server, method, path, { ...sent, ...(ifMatch === null ? {} : { ifMatch }) });
      const { status, headers } = response;
      return { status, body: status === 204 ? (null as T) : await json<T>(response), etag: headers.get("etag") };
    },
    sendDocument: async (path, document, type) => json(await request(server, "POST", path, { body: document, type })),
    text: async (path) => (await request(server, "GET", path, {})).text(),
    async document(path) {
      const response = await request(server, "GET", path, {});
      const next = /<([^>]*)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1] ?? null;
      return { text: await response.text(), next };
    },
    pages,
    async all<T>(path: string) {
      const items: T[] = [];
      for await (const page of pages<T>(path, pageLimit)) items.push(...page);
      return items;
    },
  };
}

async function request(
  { base, token, isLocal, isFromFile }: Server,
  method: string,
  path: string,
  { body, type, ifMatch }: { body?: string; type?: string; ifMatch?: string },
): Promise<Response> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(type ? { "content-type": type } : {}),
    ...(ifMatch ? { "if-match": ifMatch } : {}),
  };
  const once = () => {
    const signal = AbortSignal.timeout(timeoutMs);
    return fetch(`${base}${path}`, { method, headers, signal, redirect: "error", ...(body ? { body } : {}) });
  };
  let response: Response;
  try {
    response = await inTurn(once);
  } catch (fault) {
    throw new Error(`expected Tieup's API on ${base}, got ${reasonOf(fault)}${isLocal ? `: ${startIt}` : ""}`);
  }
  if (response.status === 401 && isFromFile) throw new ApiRefusal(anotherStart(base), 401);
  if (!response.ok) throw await refusalOf(response, base);
  const isTieups = /^(application\/json|text\/(x-opml|csv))\b/.test(response.headers.get("content-type") ?? "");
  if (response.status !== 204 && !isTieups) throw new Error(notTieup(response, base));
  return response;
}

/** A command that asks often waits its turn, so often; longer waits are its user's to know of. */
const turnSecondsMax = 5;
const turnsMax = 20;

/** The answer to the request; where the API takes no more of them just now, to its repeat a moment later. */
async function inTurn(once: () => Promise<Response>): Promise<Response> {
  for (let turn = 1; ; turn++) {
    const response = await once();
    const seconds = Number(response.headers.get("retry-after") ?? Number.POSITIVE_INFINITY);
    if (response.status !== 429 || !(seconds <= turnSecondsMax) || turn > turnsMax) return response;
    await response.body?.cancel();
    await new Promise((done) => setTimeout(done, seconds * 1000));
  }
}

function reasonOf(fault: unknown): string {
  const { name, message, cause } = fault as Error & { cause?: { code?: string; message?: string } };
  if (name === "TimeoutError") return `no answer within ${timeoutMs / 1000} s`;
  if (cause?.code === "ECONNREFUSED") return "connection refused";
  return cause?.code ?? cause?.message ?? message;
}

/** A problem (RFC 9457) in its own words; who else answers on that port is told by type. */
async function refusalOf(response: Response, base: string): Promise<Error> {
  const { status } = response;
  if (!/json/.test(response.headers.get("content-type") ?? "")) return new ApiRefusal(notTieup(response, base), status);
  const { detail, message, errors = [] } = (await response.json()) as Problem;
  const all = errors.map(({ field, expected, got }) => `${field ? `${field}: ` : ""}expected ${expected}, got ${got}`);
  const words = all.join("\n") || detail || message || `HTTP ${status}`;
  return status === 422 ? new UsageError(words) : new ApiRefusal(words, status);
}

interface Problem {
  detail?: string;
  message?: string;
  errors?: { field: string; expected: string; got: string }[];
}

const notTieup = ({ status, headers }: Response, base: string): string =>
  `expected Tieup's API on ${base}, got HTTP ${status} with ${headers.get("content-type") ?? "no content type"}`;
