/** One thing that is wrong with a request. */
export interface FieldProblem {
  /** Where: "cadence.at", "entities[3].aliases", "limit", "If-Match"; "" for the whole body. */
  field: string;
  expected: string;
  /** What came, in words; of an address or a number only what is wrong with it. */
  got: string;
}

/** Every answer that isn't the one asked for, with its HTTP status. The keys are the last part of the problem's `type`. */
const kinds = {
  "malformed-body": { status: 400, title: "The body can't be read" },
  unauthorized: { status: 401, title: "No valid token" },
  forbidden: { status: 403, title: "The token doesn't allow this" },
  "not-found": { status: 404, title: "Not found" },
  "method-not-allowed": { status: 405, title: "Not a method of this address" },
  conflict: { status: 409, title: "It is there already, or was changed meanwhile" },
  "precondition-failed": { status: 412, title: "It was changed meanwhile" },
  "too-large": { status: 413, title: "The body is too large" },
  "unsupported-media-type": { status: 415, title: "The body is of another type" },
  "invalid-input": { status: 422, title: "Some fields are not as expected" },
  "too-many-requests": { status: 429, title: "Too often" },
  fault: { status: 500, title: "A fault on our side" },
} as const;

export type RefusalKind = keyof typeof kinds;

/** Ends the handling of a request: `createApi` answers it as problem details. The message is the problem's `detail`. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly kind: RefusalKind;
  readonly errors: FieldProblem[];
  readonly headers: Record<string, string>;
  constructor(
    kind: RefusalKind,
    detail: string,
    more: { errors?: FieldProblem[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.kind = kind;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }
}

/** The refusal of a request whose fields are wrong; its detail names the first of them. */
export function invalidInput(errors: FieldProblem[]): Refusal {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  const place = first?.field ? `${first.field}: ` : "";
  const detail = first ? `${place}expected ${first.expected}, got ${first.got}${more}` : "expected other fields";
  return new Refusal("invalid-input", detail, { errors });
}

/** The refusal as an HTTP response: problem details for HTTP APIs (RFC 9457). */
export function problemResponse(refusal: Refusal): Response {
  const { status, title } = kinds[refusal.kind];
  const problem = {
    type: `urn:tieup:problem:${refusal.kind}`,
    title,
    status,
    detail: refusal.message,
    ...(refusal.errors.length > 0 ? { errors: refusal.errors } : {}),
  };
  const headers = { "content-type": "application/problem+json", "cache-control": "no-store", ...refusal.headers };
  return new Response(JSON.stringify(problem), { status, headers });
}

/** The HTTP status of a kind of refusal. */
export const statusOf = (kind: RefusalKind): number => kinds[kind].status;
