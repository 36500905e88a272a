import de from "./frame/de.json" with { type: "json" };
import en from "./frame/en.json" with { type: "json" };
import type { Language } from "./subscriber.ts";

/** The words around the news. Another language is another file of the same shape. */
export type Frame = typeof en;

export const frames: Record<Language, Frame> = { de, en };

/** The template with `{name}` replaced by its value; a name without a value is an error of ours, and throws. */
export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`expected a value for {${name}} in ${JSON.stringify(template)}`);
    return String(value);
  });
}

/** "1 outlet", "2 outlets": the form for the number, filled. English and German have these two. */
export const fillCount = (
  forms: { one: string; other: string },
  n: number,
  values: Record<string, string | number> = {},
): string => fill(n === 1 ? forms.one : forms.other, { n, ...values });
