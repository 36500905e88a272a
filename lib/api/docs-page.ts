import { escapeMarkup } from "../text/escape-markup.ts";

interface Schema {
  [keyword: string]: unknown;
}
interface Operation {
  summary: string;
  security?: { token?: string[] }[];
  parameters: { name: string; in: string; required?: boolean; description?: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>;
}
interface Document {
  info: { title: string; description: string };
  paths: Record<string, Record<string, Operation>>;
}

/** Nothing is loaded from anywhere: what the page needs is in it. */
export const docsPolicy = "default-src 'none'; style-src 'unsafe-inline'";

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
code,pre{font:14px/1.4 ui-monospace,monospace}pre{overflow:auto;background:#f4f4f4;padding:.75rem;border-radius:4px}
h2{font-size:1rem;margin:2.5rem 0 .25rem;border-top:1px solid #ddd;padding-top:1rem}b{text-transform:uppercase}
table{border-collapse:collapse;width:100%}td{vertical-align:top;padding:.2rem .75rem .2rem 0}nav a{display:inline-block;margin-right:1rem}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}pre{background:#242424}a{color:#8ab4f8}h2{border-color:#444}}`;

/** The OpenAPI document as a page for people, without scripts. */
export function docsPage(document: object): string {
  const { info, paths } = document as Document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const links = operations.map(
    ({ path, method }) => `<a href="#${anchor(method, path)}"><code>${title(method, path)}</code></a>`,
  );
  const sections = operations.map(({ path, method, operation }) => section(path, method, operation));
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeMarkup(info.title)}: the API</title><style>${style}</style>
<h1>${escapeMarkup(info.title)}: the API</h1>
<p>${escapeMarkup(info.description)} A request carries its token in the header <code>Authorization: Bearer …</code>. The same as
<a href="/openapi.json">OpenAPI 3.1</a>. Errors are problem details (RFC 9457) with <code>errors: [{field, expected, got}]</code>.</p>
<nav>${links.join("\n")}</nav>
${sections.join("\n")}
</html>
`;
}

function section(
  path: string,
  method: string,
  { summary, security, parameters, requestBody, responses }: Operation,
): string {
  const scope = security?.[0]?.token?.[0];
  const rows = parameters.map(
    ({ name, in: place, required, description = "" }) =>
      `<tr><td><code>${escapeMarkup(name)}</code><td>${place}${required ? ", required" : ""}<td>${escapeMarkup(description)}`,
  );
  return [
    `<h2 id="${anchor(method, path)}"><b>${method}</b> <code>${escapeMarkup(path)}</code></h2>`,
    `<p>${escapeMarkup(summary)}. ${scope ? `Scope <code>${scope}</code>.` : "No token."}</p>`,
    rows.length > 0 ? `<table>${rows.join("\n")}</table>` : "",
    ...contents("Body", requestBody?.content),
    ...Object.entries(responses)
      .filter(([status]) => status !== "default")
      .flatMap(([status, { description, content }]) => [
        `<p><code>${status}</code> ${escapeMarkup(description)}</p>`,
        ...contents("Answer", content),
      ]),
  ].join("\n");
}

const contents = (what: string, content: Record<string, { schema: Schema }> = {}): string[] =>
  Object.entries(content).map(
    ([type, { schema }]) =>
      `<details><summary>${what}: <code>${escapeMarkup(type)}</code></summary><pre>${escapeMarkup(JSON.stringify(schema, null, 2))}</pre></details>`,
  );

const title = (method: string, path: string): string => escapeMarkup(`${method.toUpperCase()} ${path}`);
const anchor = (method: string, path: string): string => escapeMarkup(`${method}${path}`);
