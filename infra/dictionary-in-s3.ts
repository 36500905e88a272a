import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { type IGrantable, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import type { Clock } from "./clock.ts";
import { LambdaFunction } from "./lambda-function.ts";
import type { Observability } from "./observability.ts";
import type { Stage } from "./stage.ts";
import { grantReads, type Tables } from "./tables.ts";

export interface DictionaryInS3Props {
  tables: Tables;
  stage: Stage;
  observability: Observability;
  clock: Clock;
}

/** The one object; as in `functions/aws/dictionary-bucket.ts`, a test compares. */
const dictionaryKey = "dictionary-1.gz";
/** Written anew every quarter of an hour: one so old is that of an earlier release, or the function that writes it is gone. */
const objectLife = Duration.days(7);

/** All watchlists as one object, built anew when one has changed (docs/scale.md). */
export class DictionaryInS3 extends Construct {
  private readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { tables, stage, observability, clock }: DictionaryInS3Props) {
    super(scope, id);
    // Without versions: what was removed from a watchlist shall not be kept here.
    this.bucket = new Bucket(this, "Bucket", {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [{ expiration: objectLife, abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      // CloudFormation can't delete a bucket that holds something. It empties itself, and empty it costs nothing.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(this.bucket, {
      "AwsSolutions-S1": "Two functions of ours reach it, and a log of that would be larger than what it guards",
    });
    const buildDictionary = new LambdaFunction(this, "build-dictionary", {
      description: "Keeps all watchlists as one object in S3 for the pollers",
      memoryMb: 1024,
      stage,
      timeout: Duration.seconds(50),
      environment: { CATALOG_TABLE: tables.catalog.tableName, DICTIONARY_BUCKET: this.bucket.bucketName },
    });
    grantReads(buildDictionary, tables.catalog);
    this.grant(buildDictionary, "s3:GetObject", "s3:PutObject");
    clock.tick("Dictionary", {
      target: buildDictionary,
      expression: ScheduleExpression.cron({}),
      description: "Tieup: has a watchlist changed?",
      worthRetrying: Duration.minutes(5),
    });
    observability.watchFunctions(buildDictionary);
    observability.alarmOnSilence(buildDictionary);
  }

  /** Lets the function read what was built, and says so in its variables. */
  serve(reader: LambdaFunction): void {
    this.grant(reader, "s3:GetObject");
    reader.addEnvironment("DICTIONARY_BUCKET", this.bucket.bucketName);
  }

  private grant(to: IGrantable, ...actions: string[]): void {
    const allow = (statement: { actions: string[]; resources: string[] }) =>
      to.grantPrincipal.addToPrincipalPolicy(new PolicyStatement(statement));
    allow({ actions, resources: [this.bucket.arnForObjects(dictionaryKey)] });
    // Without it S3 says of an object that isn't there that it is forbidden.
    allow({ actions: ["s3:ListBucket"], resources: [this.bucket.bucketArn] });
  }
}
