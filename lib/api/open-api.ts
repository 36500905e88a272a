import * as z from "zod";
import { idempotencyWords } from "./idempotency.ts";
import type { Route } from "./route.ts";

const problemShape = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  errors: z.array(z.strictObject({ field: z.string(), expected: z.string(), got: z.string() })).optional(),
});

/** The OpenAPI 3.1 document of these routes, made from the schemas that check the requests. */
export function openApi(routes: Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operation(route) };
  return {
    openapi: "3.1.0",
    info: { title: "Tieup", version: "1", description: "Watchlists, feeds, subscribers and the history of alerts." },
    paths,
    components: {
      schemas: { Problem: jsonSchema(problemShape, "output") },
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
    },
  };
}

const operation = (route: Route): object => ({
  operationId: operationId(route),
  summary: route.summary,
  ...(route.scope ? { security: [{ token: [route.scope] }] } : {}),
  parameters: [...pathParameters(route), ...queryParameters(route), ...headerParameters(route)],
  ...requestBody(route),
  responses: { ...answers(route), default: { description: "Problem details (RFC 9457)", content: problemContent } },
});

const problemContent = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };

/** "get /feeds/{id}" → "getFeedsById". */
function operationId({ method, path }: Route): string {
  const words = path.split("/").filter(Boolean);
  return method + words.map((word) => capital(word.replace(/^\{(\w+)\}$/, (_, name) => `By${capital(name)}`))).join("");
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).replace(/\W/g, "");

const pathParameters = ({ path }: Route) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));

function queryParameters({ query }: Route) {
  if (!query) return [];
  const { properties = {}, required = [] } = jsonSchema(query, "input") as {
    properties?: Record<string, { description?: string }>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(description ? { description } : {}),
    schema,
  }));
}

function headerParameters({ isVersioned, makesOnce }: Route) {
  return [
    ...(isVersioned
      ? [header("If-Match", "The ETag that the change is meant for; without it, whichever is there")]
      : []),
    ...(makesOnce ? [header("Idempotency-Key", idempotencyWords)] : []),
  ];
}

const header = (name: string, description: string) => ({ name, in: "header", description, schema: { type: "string" } });

function requestBody({ body, bodyInWords, documentTypes }: Route): object {
  if (documentTypes) {
    const content = Object.fromEntries(documentTypes.map((type) => [type, { schema: { type: "string" } }]));
    return { requestBody: { required: true, content } };
  }
  const described = bodyInWords ?? body;
  if (!described) return {};
  const content = { "application/json": { schema: jsonSchema(described, "input") } };
  return { requestBody: { required: true, content } };
}

function answers(route: Route): Record<string, object> {
  const entries = Object.entries(route.answers).map(([status, { description, schema, type, also = [] }]) => {
    const main = schema ? { [type ?? "application/json"]: { schema: jsonSchema(schema, "output") } } : {};
    const others = Object.fromEntries(also.map((other) => [other, { schema: { type: "string" } }]));
    return [status, { description, ...(schema ? { content: { ...main, ...others } } : {}) }];
  });
  return Object.fromEntries(entries);
}

/** As it stands in an OpenAPI 3.1 document, whose dialect is that of JSON Schema 2020-12. */
function jsonSchema(schema: z.ZodType, io: "input" | "output"): object {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { target: "draft-2020-12", io });
  return described;
}
