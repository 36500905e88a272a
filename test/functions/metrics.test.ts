import { expect, test } from "vitest";
import { metricWriter } from "../../functions/metrics.ts";

function written(namespace: string | undefined, values: number[]): unknown[] {
  const lines: string[] = [];
  metricWriter(
    namespace,
    () => 1_790_000_000_000,
    (line) => lines.push(line),
  )("PollFailed", "None", values);
  return lines.map((line) => JSON.parse(line));
}

test("values become one line in CloudWatch's embedded metric format, without dimensions", () => {
  expect(written("Tieup/prod", [0, 0, 1])).toEqual([
    {
      _aws: {
        Timestamp: 1_790_000_000_000,
        CloudWatchMetrics: [
          { Namespace: "Tieup/prod", Dimensions: [[]], Metrics: [{ Name: "PollFailed", Unit: "None" }] },
        ],
      },
      PollFailed: [0, 0, 1],
    },
  ]);
});

test("nothing is written without values, or where nobody reads metrics", () => {
  expect([written("Tieup/prod", []), written(undefined, [1]), written("", [1])]).toEqual([[], [], []]);
});
