/**
 * Where the name ends when the signs at the end of one of its spellings stand there too ("Yahoo!", "Walgreens Co."), else `end`. The
 * search compares letters and digits, so that "Yahoo" is found as well.
 */
export function withTrailingSigns(spellings: readonly string[], text: string, end: number): number {
  if (!trailing.test(text.charAt(end))) return end;
  for (const name of spellings) {
    const signs = trailing.exec(name)?.[0] ?? "";
    const letters = name.slice(0, name.length - signs.length);
    if (signs !== "" && text.startsWith(signs, end) && text.slice(end - letters.length, end) === letters)
      return end + signs.length;
  }
  return end;
}

const trailing = /[^\p{L}\p{M}\p{N}\s]{1,4}$/u;
