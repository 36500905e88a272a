/**
 * A number of a JSON object as it can be written again: as it stands in the source where JavaScript may not hold it exactly
 * (12345678901234567890, 1e400). `value` is what `JSON.parse` made of it; `json` is valid and holds it under `name`.
 */
export function jsonNumberOf(json: string, name: string, value: number): string {
  return Number.isSafeInteger(value) ? String(value) : (sourceOf(json, name) ?? String(value));
}

/** The last value of that name, as for `JSON.parse`; those of inner objects don't count. */
function sourceOf(json: string, name: string): string | null {
  let [depth, isValue, key, source]: [number, boolean, string, string | null] = [0, false, "", null];
  for (let start = 0; start < json.length; ) {
    const end = tokenEnd(json, start);
    const token = json[start] as string;
    if ("{[".includes(token)) depth++;
    else if ("}]".includes(token)) depth--;
    else if (depth === 1 && ":,".includes(token)) isValue = token === ":";
    else if (depth === 1 && !isValue && token === '"') key = JSON.parse(json.slice(start, end)) as string;
    else if (depth === 1 && key === name && /[-\d]/.test(token)) source = json.slice(start, end);
    start = end;
  }
  return source;
}

/** A string, a number, or else one character. By hand: a pattern for strings runs out of stack in those of some megabytes. */
function tokenEnd(json: string, start: number): number {
  let end = start + 1;
  if (json[start] === '"') {
    for (; json[end] !== '"'; end++) if (json[end] === "\\") end++;
    return end + 1;
  }
  if (/[-\d]/.test(json[start] as string)) while (/[-+.\deE]/.test(json[end] ?? "")) end++;
  return end;
}
