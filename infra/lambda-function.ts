import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Duration, RemovalPolicy } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  ApplicationLogLevel,
  Architecture,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import {
  LogLevel,
  NodejsFunction,
  type NodejsFunctionProps,
  OutputFormat,
  SourceMapMode,
} from "aws-cdk-lib/aws-lambda-nodejs";
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
export class LambdaFunction extends NodejsFunction {
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
      entry,
      logGroup,
      role,
      ...runtime,
      bundling,
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
  depsLockFilePath: join(root, "package-lock.json"),
  projectRoot: root,
  loggingFormat: LoggingFormat.JSON,
  applicationLogLevelV2: ApplicationLogLevel.INFO,
  systemLogLevelV2: SystemLogLevel.WARN,
  // A variable for the SDK's version 2; we use 3, which keeps connections anyway.
  awsSdkConnectionReuse: false,
} satisfies NodejsFunctionProps;

const bundling = {
  format: OutputFormat.ESM,
  target: "node24",
  minify: true,
  sourceMap: true,
  sourceMapMode: SourceMapMode.DEFAULT,
  // Traces need names and lines; the sources are in the repository.
  sourcesContent: false,
  // Packages that ship both forms are smaller as modules: unused exports fall away.
  mainFields: ["module", "main"],
  // The SDK comes with us, so that what was tested is what runs. Left out are a sixth of it: the ways to credentials that
  // it imports only where the environment holds none, and Lambda's always does.
  externalModules: [
    "@aws-sdk/credential-provider-http",
    "@aws-sdk/credential-provider-ini",
    "@aws-sdk/credential-provider-process",
    "@aws-sdk/credential-provider-sso",
    "@aws-sdk/credential-provider-web-identity",
    "@smithy/credential-provider-imds",
  ],
  // rss-parser reads XML through xml2js, which loads this to write XML.
  esbuildArgs: { "--alias:xmlbuilder": "./infra/left-out.cjs" },
  // Some dependencies are CommonJS and call require() for Node's own modules, which modules don't have.
  banner: 'import{createRequire as tieupRequire}from"node:module";const require=tieupRequire(import.meta.url);',
  forceDockerBundling: false,
  logLevel: LogLevel.WARNING,
} satisfies NodejsFunctionProps["bundling"];
