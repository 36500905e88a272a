import * as z from "zod";
import type { FieldProblem } from "./refusal.ts";

type Issue = z.core.$ZodIssue;

/** How a schema has to be asked, so that what is wrong can be told. */
export const tellingProblems = {
  reportInput: true,
  error: (issue) => (issue.code === "unrecognized_keys" ? fieldsOf(issue.inst) : undefined),
} satisfies z.core.ParseContext<Issue>;

/** What could stand where an unknown field does. zod tells the schema to whoever words its message, and to nobody later. */
function fieldsOf(schema: unknown): string | undefined {
  if (!(schema instanceof z.ZodObject)) return undefined;
  const known = Object.keys(schema.shape);
  return known.length > 1 ? `one of ${known.join(", ")}` : `${known[0] ?? "no field here"}`;
}

/** Of a hopeless input the first problems are enough. */
const problemsMax = 20;

/**
 * What zod found, asked with `tellingProblems`, each with the field, what was expected and what came. Schemas say what they expect in their own error
 * messages ("a time such as 08:00") where zod couldn't; an issue with `params.got` says what came, too.
 */
export function fieldProblems(error: z.ZodError): FieldProblem[] {
  return error.issues.flatMap((issue) => problemsOf(issue)).slice(0, problemsMax);
}

function problemsOf(issue: Issue, above: PropertyKey[] = []): FieldProblem[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      field: dotted([...path, key]),
      expected: expectation(issue),
      got: "an unknown field",
    }));
  if (issue.code === "invalid_union" && issue.errors.length > 0 && zodsOwn.test(issue.message))
    return nearestBranch(issue.errors, path);
  return [{ field: dotted(path), expected: expectation(issue), got: arrival(issue) }];
}

/** Of the alternatives the one that got furthest: its first problem lies deepest. */
function nearestBranch(branches: Issue[][], path: PropertyKey[]): FieldProblem[] {
  const depth = (branch: Issue[]) => branch[0]?.path.length ?? 0;
  const deepest = branches.reduce((a, b) => (depth(b) > depth(a) ? b : a));
  if (depth(deepest) > 0) return deepest.flatMap((issue) => problemsOf(issue, path));
  const expected = [...new Set(branches.flatMap((branch) => branch.slice(0, 1).map(expectation)))].join(" or ");
  return [{ field: dotted(path), expected, got: branches[0]?.[0] ? arrival(branches[0][0]) : "something else" }];
}

/** As zod begins its own messages, in English and not in our form. */
const zodsOwn = /^(Invalid|Too|Unrecognized)\b/;

/** What zod calls otherwise than people who write JSON. */
const typeNames: Record<string, string> = { int: "a whole number", array: "a list", record: "an object" };

function expectation(issue: Issue): string {
  if (!zodsOwn.test(issue.message)) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return typeNames[issue.expected] ?? `${/^[aeio]/.test(issue.expected) ? "an" : "a"} ${issue.expected}`;
    case "invalid_format":
      return formatNames[issue.format] ?? "another form";
    case "invalid_value":
      return issue.values.map((value) => JSON.stringify(value)).join(" or ");
    case "invalid_union":
      return alternatives(issue);
    case "too_small":
      return `at least ${amount(issue.minimum, issue.origin)}`;
    case "too_big":
      return `at most ${amount(issue.maximum, issue.origin)}`;
    case "unrecognized_keys":
      return "no other field";
    default:
      return issue.message;
  }
}

/** The formats that no schema of ours has words of its own for. */
const formatNames: Record<string, string> = {
  date: "a date such as 2026-03-14",
  datetime: "a date and time in UTC such as 2026-03-14T12:00:00Z",
};

/** zod 4 says which values a discriminator may have, though its types don't. */
function alternatives(issue: Issue): string {
  const { options } = issue as { options?: unknown };
  const shown = Array.isArray(options) ? options.map((option) => JSON.stringify(option)) : [];
  return shown.join(" or ") || "one of the alternatives";
}

const units: Record<string, [one: string, more: string]> = {
  string: [" character", " characters"],
  array: [" entry", " entries"],
  object: [" field", " fields"],
};
const amount = (limit: number | bigint, origin: string): string =>
  `${limit}${units[origin]?.[Number(limit) === 1 ? 0 : 1] ?? ""}`;

function arrival(issue: Issue): string {
  if (issue.code === "custom" && typeof issue.params?.got === "string") return issue.params.got;
  const measured = issue.code === "too_small" || issue.code === "too_big";
  if (issue.code === "invalid_union" && issue.discriminator) {
    return inWords((issue.input as Record<string, unknown> | undefined)?.[issue.discriminator]);
  }
  if (measured && typeof issue.input === "string") return `${issue.input.length}`;
  if (measured && Array.isArray(issue.input)) return `${issue.input.length}`;
  return inWords(issue.input);
}

const shownCharsMax = 60;

/** A value as an error message shows it: short, and never a whole document. */
export function inWords(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return "an object";
  if (typeof value !== "string") return String(value);
  return JSON.stringify(value.length > shownCharsMax ? `${value.slice(0, shownCharsMax)}…` : value);
}

const dotted = (path: PropertyKey[]): string =>
  path.reduce<string>(
    (sofar, key) => (typeof key === "number" ? `${sofar}[${key}]` : sofar ? `${sofar}.${String(key)}` : String(key)),
    "",
  );
