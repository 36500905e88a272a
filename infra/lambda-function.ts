import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { AssetHashType, DockerImage, type Duration, RemovalPolicy } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  ApplicationLogLevel,
  Architecture,
  Function as AwsFunction,
  Code,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import type { Stage } from "./stage.ts";

const root = join(import.meta.dirname, "..");

export interface LambdaFunctionProps {
  description: string;
  memoryMb: number;
  timeout: Duration;
  stage: Stage;
  /** Calls at once, taken out of the account's. */
  reservedConcurrentExecutions?: number;
  /** The variables of `functions/environment.ts`, no others. */
  environment: Record<string, string>;
}

/** `functions/<name>.ts`, bundled and run as all our functions are. */
export class LambdaFunction extends AwsFunction {
  readonly executionRole: Role;

  constructor(scope: Construct, name: string, { memoryMb, environment, stage, ...props }: LambdaFunctionProps) {
    const entry = join(root, "functions", `${name}.ts`);
    if (!existsSync(entry)) throw new Error(`expected the function ${name} in ${entry}, found no such file`);
    const logGroup = new LogGroup(scope, `${name}-log`, {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Its own role instead of the managed policy, which may write to every log group of the account.
    const role = new Role(scope, `${name}-role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    super(scope, name, {
      ...props,
      handler: "index.handler",
      code: bundleOf(entry),
      logGroup,
      role,
      ...runtime,
      memorySize: memoryMb,
      tracing: stage.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      environment: { ...environment, NODE_OPTIONS: nodeOptions(memoryMb) },
    });
    this.executionRole = role;
    logGroup.grantWrite(role);
    acknowledge(this, {
      "Serverless-LambdaDLQ": "What calls it keeps what failed: its queue's dead letters, its schedule's, the client",
      ...(stage.tracing ? {} : { "Serverless-LambdaTracing": "Billed by the trace: on with -c tracing=on" }),
    });
    if (stage.tracing) acknowledge(role, { "AwsSolutions-IAM5[Resource::*]": "To IAM a trace is no resource" });
  }
}

/**
 * Left to itself Node lets garbage grow beyond the function's memory, and the function dies of it (docs/performance.md).
 * What is no heap, code and buffers above all, gets by with the rest.
 */
const outsideHeapMb = 64;
const nodeOptions = (memoryMb: number): string =>
  `--enable-source-maps --max-old-space-size=${memoryMb - outsideHeapMb}`;

const runtime = {
  runtime: Runtime.NODEJS_24_X,
  architecture: Architecture.ARM_64,
  loggingFormat: LoggingFormat.JSON,
  applicationLogLevelV2: ApplicationLogLevel.INFO,
  systemLogLevelV2: SystemLogLevel.WARN,
};

/** By `infra/bundle.ts`, in a process of its own, as a synthesis can't wait. Never in a container: the image is only a name. */
const bundleOf = (entry: string): Code =>
  Code.fromAsset(join(root, "functions"), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry("unused"),
      // Tells the CDK's cache the functions apart.
      command: [entry],
      local: {
        tryBundle(folder) {
          const bundle = join(root, "infra", "bundle.ts");
          const args = ["--import", "tsx", bundle, entry, join(folder, "index.mjs")];
          execFileSync(process.execPath, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
          return true;
        },
      },
    },
  });
