import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { Hono } from "hono";

interface MediaType {
  schema: object;
}
interface Operation {
  responses: Record<string, { content?: Record<string, MediaType> }>;
}
interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

export interface Answered {
  method: string;
  path: string;
  status: number;
  type: string | null;
  body: unknown;
}

/** What the API's own OpenAPI document promises, as a check of its answers. */
export async function promisesOf(app: Hono) {
  const document = (await (await app.request("/openapi.json")).json()) as OpenApi;
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: "openapi", ...document });
  const compiled = new Map<object, ValidateFunction>();
  const check = (schema: object, body: unknown): string[] => {
    const reference = "$ref" in schema ? { $ref: `openapi${schema.$ref}` } : schema;
    const validate = compiled.get(schema) ?? ajv.compile(reference);
    compiled.set(schema, validate);
    return validate(body) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  };
  return {
    document,
    /** How the answer breaks what is promised; empty: it doesn't. */
    brokenBy({ method, path, status, type, body }: Answered): string[] {
      const said = `${method} ${path} answered ${status} as ${type}`;
      const operation = operationAt(document, method, path);
      const responses = operation?.responses ?? problemsOnly(document);
      const promised = responses[String(status)] ?? (status >= 400 ? responses.default : undefined);
      if (promised === undefined) return [`${said}, which isn't promised`];
      if (promised.content === undefined) return type === null ? [] : [`${said}, where nothing is promised`];
      const media = promised.content[type ?? ""];
      if (media === undefined) return [`${said}, where ${Object.keys(promised.content)} is promised`];
      if (method === "HEAD") return body === null ? [] : [`${said} with a body`];
      return check(media.schema, body).map((broken) => `${said}: ${broken}`);
    },
  };
}

/** What isn't in the document is answered with problems, but for the document itself and its page. */
const problemsOnly = ({ paths }: OpenApi): Operation["responses"] => ({
  200: { content: { "application/json": { schema: {} }, "text/html; charset=UTF-8": { schema: {} } } },
  default: Object.values(Object.values(paths)[0] ?? {})[0]?.responses.default ?? {},
});

function operationAt({ paths }: OpenApi, method: string, path: string): Operation | undefined {
  const asked = path.split("?")[0] ?? "";
  // A fixed address comes before one with a parameter in its place.
  const templates = Object.keys(paths).sort((a, b) => a.split("{").length - b.split("{").length);
  const template = templates.find((one) => new RegExp(`^${pattern(one)}$`).test(asked));
  return template === undefined ? undefined : paths[template]?.[method === "HEAD" ? "get" : method.toLowerCase()];
}

const pattern = (template: string): string =>
  template
    .split(/\{\w+\}/)
    .map((part) => part.replaceAll(".", "\\."))
    .join("[^/]+");
