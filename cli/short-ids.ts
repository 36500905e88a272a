const shortIdCharsMin = 6;

/** For each id the beginning that no other one has. */
export function shortIds(things: readonly { id: string }[]): Map<string, string> {
  const ids = things.map(({ id }) => id).sort();
  const shared = (a: string, b = "") => {
    let length = 0;
    while (length < a.length && a[length] === b[length]) length++;
    return length;
  };
  return new Map(
    ids.map((id, at) => {
      const enough = Math.max(shared(id, ids[at - 1]), shared(id, ids[at + 1])) + 1;
      return [id, id.slice(0, Math.max(shortIdCharsMin, enough))];
    }),
  );
}
