/** A tie-up that was found, and whether the label says so too. */
export interface Judged {
  confidence: number;
  right: boolean;
  /** Title and teaser of news, or encyclopedic prose. */
  where: "title" | "text" | "prose";
}

const bounds = [0.5, 0.6, 0.7, 0.8, 0.9, 1.01];

/** Prints, for all sets together and by where the tie-up stood, how many of the tie-ups given a confidence are right. */
export function printCalibration(judged: readonly Judged[]): void {
  console.log("\n== of the tie-ups given a confidence, how many are right (all sets together)");
  printBuckets(
    "news",
    judged.filter(({ where }) => where !== "prose"),
  );
  printBuckets(
    "title",
    judged.filter(({ where }) => where === "title"),
  );
  printBuckets(
    "teaser",
    judged.filter(({ where }) => where === "text"),
  );
  printBuckets(
    "encyclopedic prose, the labelled pair, collaborative kinds",
    judged.filter(({ where }) => where === "prose"),
  );
}

function printBuckets(name: string, judged: readonly Judged[]): void {
  console.log(`-- ${name}`);
  for (let index = 0; index + 1 < bounds.length; index++) {
    const low = bounds[index] ?? 0;
    const high = bounds[index + 1] ?? 1;
    const bucket = judged.filter(({ confidence }) => confidence >= low && confidence < high);
    const right = bucket.filter((entry) => entry.right).length;
    const share = (right / Math.max(1, bucket.length)).toFixed(2);
    console.log(`   ${low.toFixed(1)}–${Math.min(1, high).toFixed(1)}: ${right} of ${bucket.length} (${share})`);
  }
}
