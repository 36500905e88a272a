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

const root = join(import.meta.dirname, "..");

export interface LambdaFunctionProps {
  description: string;
  memoryMb: number;
  timeout: Duration;
  /** The variables of `functions/environment.ts`, no others. */
  environment: Record<string, string>;
}

/** `functions/<name>.ts`, bundled and run as all our functions are. */
export class LambdaFunction extends NodejsFunction {
  constructor(scope: Construct, name: string, { memoryMb, environment, ...props }: LambdaFunctionProps) {
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
      environment: { ...environment, NODE_OPTIONS: "--enable-source-maps" },
    });
    logGroup.grantWrite(role);
  }
}

const runtime = {
  runtime: Runtime.NODEJS_24_X,
  architecture: Architecture.ARM_64,
  depsLockFilePath: join(root, "package-lock.json"),
  projectRoot: root,
  loggingFormat: LoggingFormat.JSON,
  applicationLogLevelV2: ApplicationLogLevel.INFO,
  systemLogLevelV2: SystemLogLevel.WARN,
  tracing: Tracing.DISABLED,
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
