import { domainOf, type Signing, signedFetch } from "./signed-fetch.ts";

/** A function was called and failed, or could not be called. */
export class InvocationError extends Error {}

export interface InvokedFunction {
  name: string;
  /** `AWS_ENDPOINT_URL_LAMBDA`, as the SDK has it. Absent: Lambda's own. */
  endpoint?: string | undefined;
  timeoutMs: number;
}

/**
 * Calls one of our functions and waits for what it returns, once. `@aws-sdk/client-lambda` would be 84 KB more, nearly all
 * that is left of the limit of the api's bundle. Lambda takes 6 MB each way. Throws `InvocationError` for every answer but a returned value.
 */
export function invocable(signing: Signing, { name, endpoint, timeoutMs }: InvokedFunction) {
  const fetchSigned = signedFetch(signing, { service: "lambda", timeoutMs });
  return async (event: unknown): Promise<unknown> => {
    const base = endpoint ?? `https://lambda.${domainOf(await signing.region())}`;
    const url = new URL(`${base.replace(/\/$/, "")}/2015-03-31/functions/${name}/invocations`);
    const headers = { "content-type": "application/json" };
    const answer = await fetchSigned({ method: "POST", url, headers, body: Buffer.from(JSON.stringify(event)) });
    const said = await answer.text();
    if (answer.ok && !answer.headers.has("x-amz-function-error")) return JSON.parse(said);
    const why = answer.ok ? "its error" : `HTTP ${answer.status}`;
    throw new InvocationError(`expected ${name} to answer, got ${why}: ${said.slice(0, 500)}`);
  };
}
