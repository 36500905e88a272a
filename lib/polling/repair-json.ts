const escapes = '"\\/bfnrtu';

/**
 * The text with what JSON forbids and publishers write put right: control characters within strings (a space for each run),
 * escapes that JSON does not have ("\\'"), and commas before a closing bracket. What is JSON already comes back as it is. Linear
 * in the length.
 */
export function repairJson(text: string): string {
  const parts: string[] = [];
  let from = 0;
  const replace = (start: number, end: number, by: string) => {
    parts.push(text.slice(from, start), by);
    from = end;
  };
  let inString = false;
  let comma = -1;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (inString) {
      if (character === "\\") {
        if (!escapes.includes(text[at + 1] ?? '"')) replace(at, at + 1, "");
        at += 1;
      } else if (character === '"') inString = false;
      else if (character < " ") {
        const end = endOfControls(text, at);
        replace(at, end, " ");
        at = end - 1;
      }
    } else if (character === '"') {
      inString = true;
      comma = -1;
    } else if (character === ",") comma = at;
    else if (character === "]" || character === "}") {
      if (comma >= 0) replace(comma, comma + 1, "");
      comma = -1;
    } else if (character > " ") comma = -1;
  }
  return parts.join("") + text.slice(from);
}

/** Where the run of control characters ends; line breaks and tabs mean no more than a space in our texts. */
function endOfControls(text: string, from: number): number {
  let end = from;
  while (end < text.length && (text[end] as string) < " ") end += 1;
  return end;
}
