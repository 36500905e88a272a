import { readFile } from "node:fs/promises";
import { UsageError } from "./command.ts";

/** Tieup's HTTP API as a command uses it. Everything but a 2xx is thrown as an `Error` whose message is for people. */
export interface ApiClient {
  /** The JSON of the answer, with its status. */
  send<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
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
  const written = api ?? process.env.TIEUP_API ?? localApi;
  if (!URL.canParse(written) || !/^https?:$/.test(new URL(written).protocol))
    throw new UsageError(`expected --api to be an address such as https://api.example.org, got "${written}"`);
  return written.replace(/\/+$/, "");
}

/** The client for these options. Throws `UsageError` where they make no sense together. */
export async function apiClient(options: { api?: string | undefined; token?: string | undefined }): Promise<ApiClient> {
  const base = apiUrlOf(options);
  const isLocal = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(new URL(base).hostname);
  const token = options.token ?? process.env.TIEUP_TOKEN ?? (isLocal ? await localToken(base) : null);
  // The token of this machine is never sent to another.
  if (token === null) throw new UsageError(`expected --token T with --api ${base}, got none`);
  return clientOf({ base, token: token.trim(), isLocal });
}

async function localToken(base: string): Promise<string> {
  try {
    return await readFile(localTokenFile, "utf8");
  } catch {
    throw new Error(`expected Tieup's API on ${base} and its token in ${localTokenFile}, got no such file: ${startIt}`);
  }
}

const startIt = "npm start starts it";

interface Server {
  base: string;
  token: string;
  isLocal: boolean;
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
    async send<T>(method: string, path: string, body?: unknown) {
      const sent = body === undefined ? {} : { body: JSON.stringify(body), type: "application/json" };
      const response = await request(server, method, path, sent);
      return { status: response.status, body: response.status === 204 ? (null as T) : await json<T>(response) };
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
  { base, token, isLocal }: Server,
  method: string,
  path: string,
  { body, type }: { body?: string; type?: string },
): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, ...(type ? { "content-type": type } : {}) };
  let response: Response;
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    response = await fetch(`${base}${path}`, { method, headers, signal, redirect: "error", ...(body ? { body } : {}) });
  } catch (fault) {
    throw new Error(`expected Tieup's API on ${base}, got ${reasonOf(fault)}${isLocal ? `: ${startIt}` : ""}`);
  }
  if (!response.ok) throw new Error(await problemOf(response, base));
  const isTieups = /^(application\/json|text\/(x-opml|csv))\b/.test(response.headers.get("content-type") ?? "");
  if (response.status !== 204 && !isTieups) throw new Error(notTieup(response, base));
  return response;
}

function reasonOf(fault: unknown): string {
  const { name, message, cause } = fault as Error & { cause?: { code?: string; message?: string } };
  if (name === "TimeoutError") return `no answer within ${timeoutMs / 1000} s`;
  if (cause?.code === "ECONNREFUSED") return "connection refused";
  return cause?.code ?? cause?.message ?? message;
}

/** The sentence of a problem (RFC 9457); who else answers on that port is told by type. */
async function problemOf(response: Response, base: string): Promise<string> {
  if (!/json/.test(response.headers.get("content-type") ?? "")) return notTieup(response, base);
  const { detail, message } = (await response.json()) as { detail?: string; message?: string };
  return detail ?? message ?? `HTTP ${response.status}`;
}

const notTieup = ({ status, headers }: Response, base: string): string =>
  `expected Tieup's API on ${base}, got HTTP ${status} with ${headers.get("content-type") ?? "no content type"}`;
