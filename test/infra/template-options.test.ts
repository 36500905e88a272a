import { describe, expect, test } from "vitest";
import { arnOf, bare, functionOf, plain } from "./sample-stages.ts";
import { inWords, ofType } from "./synthesised.ts";

const resources = plain.app.resources;

describe("mails of our own", () => {
  const [[setId, set] = ["", {}]] = ofType(resources, "AWS::SES::ConfigurationSet");
  const [[topicId] = [""]] = ofType(resources, "AWS::SNS::Topic").filter(([id]) => id.includes("Feedback"));

  test("are off until there is a sender", () => {
    const types = Object.values(bare.app.resources).map(({ Type }) => Type);
    expect(types.filter((type) => type.startsWith("AWS::SES::"))).toEqual([]);
  });

  test("addresses that bounced or complained are suppressed by SES, too", () => {
    expect(set.SuppressionOptions).toEqual({ SuppressedReasons: ["BOUNCE", "COMPLAINT"] });
  });

  test("nothing is opened or clicked under observation: no open and click events are asked for", () => {
    const destinations = ofType(resources, "AWS::SES::ConfigurationSetEventDestination").map(([, each]) => each);
    expect(destinations).toHaveLength(1);
    const { ConfigurationSetName, EventDestination } = destinations[0];
    expect(inWords(ConfigurationSetName)).toBe(`\${${setId}}`);
    expect(EventDestination.MatchingEventTypes).toEqual(["bounce", "complaint", "reject"]);
    expect(inWords(EventDestination.SnsDestination.TopicARN)).toBe(`\${${topicId}}`);
    expect(set.TrackingOptions).toBeUndefined();
  });

  test("only this configuration set of this account publishes to the feedback topic, and nobody in plain HTTP", () => {
    const policies = ofType(resources, "AWS::SNS::TopicPolicy").map(([, each]) => each);
    const policy = policies.find(({ Topics }) => Topics.some((each: unknown) => inWords(each) === `\${${topicId}}`));
    const statements = policy.PolicyDocument.Statement as { Effect: string; Principal: object; Condition: object }[];
    expect(statements.filter(({ Effect }) => Effect === "Allow")).toMatchObject([
      { Principal: { Service: "ses.amazonaws.com" }, Condition: { StringEquals: { "AWS:SourceAccount": {} } } },
    ]);
    expect(JSON.stringify(statements)).toContain(setId);
    expect(statements.filter(({ Effect }) => Effect === "Deny")).toMatchObject([
      { Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ]);
  });

  test("what comes back and can't be taken is tried again and then put aside, wherever it failed", () => {
    const id = plain.functions["receive-feedback"] ?? "";
    const subscriptions = ofType(resources, "AWS::SNS::Subscription").map(([, each]) => each);
    const own = subscriptions.find(({ Endpoint }) => inWords(Endpoint) === arnOf(id));
    const invoked = ofType(resources, "AWS::Lambda::EventInvokeConfig").find(
      ([, { FunctionName }]) => FunctionName.Ref === id,
    )?.[1];
    expect(invoked.MaximumRetryAttempts).toBe(2);
    const aside = inWords(invoked.DestinationConfig.OnFailure.Destination);
    expect(aside).toContain("OwnMailsDeadLetters");
    expect(inWords(own.RedrivePolicy.deadLetterTargetArn)).toBe(aside);
  });
});

describe("the dictionary in S3", () => {
  const [[bucketId, bucket] = ["", {}]] = ofType(resources, "AWS::S3::Bucket");
  const variable = (from: typeof plain) => functionOf("poll-feeds", from).Environment.Variables.DICTIONARY_BUCKET;

  test("is off unless asked for, and then pollers know its bucket", () => {
    expect(ofType(bare.app.resources, "AWS::S3::Bucket")).toEqual([]);
    expect([bare, plain].map((from) => variable(from) && inWords(variable(from)))).toEqual([
      undefined,
      `\${${bucketId}}`,
    ]);
  });

  test("is encrypted, nobody else's, without old versions, and empties itself where nobody writes it", () => {
    expect(bucket).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: { Rules: [{ Status: "Enabled", ExpirationInDays: 7 }] },
    });
    expect(JSON.stringify(bucket.BucketEncryption)).toContain("AES256");
    expect(bucket.VersioningConfiguration).toBeUndefined();
    expect(resources[bucketId]?.DeletionPolicy).toBe("Retain");
  });

  test("refuses plain HTTP and old TLS", () => {
    const [[, policy] = ["", {}]] = ofType(resources, "AWS::S3::BucketPolicy");
    const denied = policy.PolicyDocument.Statement.map(
      ({ Effect, Condition }: { Effect: string; Condition: object }) => [Effect, Condition],
    );
    expect(denied).toEqual([
      ["Deny", { Bool: { "aws:SecureTransport": "false" } }],
      ["Deny", { NumericLessThan: { "s3:TlsVersion": 1.2 } }],
    ]);
  });
});
