export interface BatchLimits {
  max: number;
  /** Of all that is in a batch, as UTF-8. One that is longer by itself is a batch by itself. */
  bytesMax: number;
}

/** The elements in their order, in batches as large as the limits allow; `textOf` is what of each is sent. */
export function batchesOf<T>(all: readonly T[], textOf: (one: T) => string, { max, bytesMax }: BatchLimits): T[][] {
  const batches: T[][] = [];
  let bytes = 0;
  for (const one of all) {
    const more = Buffer.byteLength(textOf(one));
    const last = batches.at(-1);
    if (last && last.length < max && bytes + more <= bytesMax) last.push(one);
    else batches.push([one]);
    bytes = batches.at(-1) === last ? bytes + more : more;
  }
  return batches;
}
