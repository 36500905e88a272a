import { Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/**
 * Says of a construct, and of all below it, why a rule of cdk-nag need not hold: `{ "AwsSolutions-SQS3": "because …" }`.
 * A rule that finds something and has no reason here stops the synthesis.
 */
export function acknowledge(construct: IConstruct, reasons: Record<string, string>): void {
  for (const [rule, reason] of Object.entries(reasons)) {
    const [pack = ""] = rule.split("-", 1);
    Validations.of(construct).acknowledge({ id: `${pack}::${rule}`, reason });
  }
}
