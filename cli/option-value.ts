import type * as z from "zod";
import { fieldProblems, tellingProblems } from "../lib/api/field-problems.ts";
import { UsageError } from "./command.ts";

/**
 * What an option says, as the API's own shape for it reads it; undefined where it isn't given. Throws `UsageError` that names the
 * option, so that a misspelt word is told before anything is asked or sent.
 */
export function optionValue<Shape extends z.ZodType>(
  option: string,
  text: string | undefined,
  shape: Shape,
): z.output<Shape> | undefined {
  if (text === undefined) return undefined;
  const read = shape.safeParse(text, tellingProblems);
  if (read.success) return read.data;
  const [problem] = fieldProblems(read.error);
  throw new UsageError(`expected ${option} to be ${problem?.expected}, got ${problem?.got}`);
}
