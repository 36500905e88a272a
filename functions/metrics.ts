export type Unit = "None" | "Count" | "Seconds";

/** Takes a metric's values of one moment, 100 at most. */
export type MetricWriter = (name: string, unit: Unit, values: readonly number[]) => void;

/**
 * Metrics in CloudWatch's embedded metric format, a line of the log each, without dimensions: a metric costs as much a
 * month as a hundred thousand invocations, so the stage is in the namespace and what differs by feed is in the log.
 * Nothing is written where there is no namespace: on a laptop nobody reads it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricWriter(
  namespace: string | undefined,
  now: () => number,
  write: (line: string) => void = (line) => process.stdout.write(line),
): MetricWriter {
  if (!namespace) return () => {};
  return (name, unit, values) => {
    if (values.length === 0) return;
    const metric = { Namespace: namespace, Dimensions: [[]], Metrics: [{ Name: name, Unit: unit }] };
    write(`${JSON.stringify({ _aws: { Timestamp: now(), CloudWatchMetrics: [metric] }, [name]: values })}\n`);
  };
}
