import type { Stack } from "aws-cdk-lib";
import type { CfnTable } from "aws-cdk-lib/aws-dynamodb";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { describe, expect, test, vi } from "vitest";
import { synthesised } from "./synthesised.ts";

vi.setConfig({ testTimeout: 60_000 });

const validated = true;

describe("what `npm run synth` checks: cdk-nag's packs, and CloudFormation's schemas, which the CDK brings", () => {
  test.each([
    [
      "prod with everything on",
      {
        stage: "prod",
        operatorEmail: "operator@example.org",
        contact: "https://example.org",
        sms: "on",
        tracing: "on",
        apiConcurrency: "20",
        dictionaryInS3: "on",
        mailFrom: "Tieup <alerts@example.org>",
      },
    ],
    ["dev", { stage: "dev" }],
  ])("%s passes", (_sentence, context: Record<string, string>) => {
    expect(Object.keys(synthesised(context, { validated }).functions)).not.toEqual([]);
  });

  test("a resource that a rule objects to, and that nobody gave a reason for, does not", () => {
    const change = ({ app }: { app: Stack }) => void new Queue(app, "Careless");
    expect(() => synthesised({ stage: "dev" }, { validated, change })).toThrow(
      /AwsSolutions-SQS3[\s\S]+Serverless-SQSRedrivePolicy/,
    );
    expect(() => synthesised({ stage: "dev" }, { change })).not.toThrow();
  });

  test.each([
    ["a property that the type doesn't have", "TableKlass", "STANDARD", "'TableKlass' was unexpected"],
    ["a value that lacks what belongs to it", "BillingMode", "PROVISIONED", "'ProvisionedThroughput' is a required"],
  ])("%s does not", (_sentence, property, value, message) => {
    const change = ({ state }: { state: Stack }) =>
      (state.node.findChild("Tables").node.findChild("News").node.defaultChild as CfnTable).addPropertyOverride(
        property,
        value,
      );
    expect(() => synthesised({ stage: "dev" }, { validated, change })).toThrow(message);
  });
});
