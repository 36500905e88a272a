import { CfnOutput, Duration, RemovalPolicy } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { HttpApi, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import { smsVariables } from "./alerting.ts";
import { EndpointTopics } from "./endpoint-topics.ts";
import { LambdaFunction } from "./lambda-function.ts";
import type { Observability } from "./observability.ts";
import type { QueueWithDeadLetters } from "./queue-with-dead-letters.ts";
import { metricsNamespace, type Stage } from "./stage.ts";
import { grantDeletes, grantIndex, grantReads, grantReadsAndWrites, grantWritesBelow, type Tables } from "./tables.ts";

export interface ApiProps {
  tables: Tables;
  /** Where test messages are asked for, and what failed is taken back to. */
  summaries: QueueWithDeadLetters;
  /** Where it is said that names were added to a watchlist. */
  polls: IQueue;
  stage: Stage;
  observability: Observability;
}

/** Requests per second for everybody together, beyond which the gateway answers 429 and no function runs. */
const throttle = { rateLimit: 50, burstLimit: 100 };

/** Who asked what and was answered how fast; no header, so no token, and no query, which can hold names. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    time: "$context.requestTime",
    requestId: "$context.requestId",
    ip: "$context.identity.sourceIp",
    method: "$context.httpMethod",
    path: "$context.path",
    status: "$context.status",
    responseBytes: "$context.responseLength",
    latencyMs: "$context.responseLatency",
    fault: "$context.integrationErrorMessage",
  }),
);

/** One function behind an HTTP API, which knows the routes, and one behind it for what takes the lexicons. */
export class Api extends Construct {
  /** Where people reach it: of one's own domain, or the gateway's. */
  readonly publicUrl: string;

  constructor(scope: Construct, id: string, { tables, summaries, polls, stage, observability }: ApiProps) {
    super(scope, id);
    const topics = new EndpointTopics(stage);
    const analyseTexts = this.analyseTexts(tables, stage);
    const api = new LambdaFunction(this, "api", {
      description: "Watchlists, feeds, subscribers, history",
      memoryMb: 512,
      stage,
      ...(stage.apiConcurrency === null ? {} : { reservedConcurrentExecutions: stage.apiConcurrency }),
      // The gateway gives up after 30 seconds.
      timeout: Duration.seconds(29),
      environment: {
        CATALOG_TABLE: tables.catalog.tableName,
        NEWS_TABLE: tables.news.tableName,
        POLLING_TABLE: tables.polling.tableName,
        POLL_QUEUE_URL: polls.queueUrl,
        SUMMARY_QUEUE_URL: summaries.queue.queueUrl,
        SUMMARY_DEAD_LETTERS_URL: summaries.deadLetters.queueUrl,
        ANALYSE_TEXTS_FUNCTION: analyseTexts.functionName,
        TOPIC_PREFIX: topics.prefix,
        METRICS_NAMESPACE: metricsNamespace(stage),
        ...smsVariables(stage),
        ...(stage.mail ? { MAIL_FROM: stage.mail.from } : {}),
        ...(stage.jwt ? { JWT_ISSUER: stage.jwt.issuer, JWT_AUDIENCE: stage.jwt.audience } : {}),
      },
    });
    grantReadsAndWrites(api, tables.catalog);
    grantDeletes(api, tables.catalog);
    grantIndex(api, tables.catalog, "ByOwner");
    grantReads(api, tables.news, tables.polling);
    // Phone codes, how often people were asked, canaries, and idempotency keys.
    grantWritesBelow(api, tables.polling, "CODE#*", "QUOTA#*", "CANARY#*", "KEY#*");
    summaries.queue.grantSendMessages(api);
    summaries.deadLetters.grantConsumeMessages(api);
    polls.grantSendMessages(api);
    // Instead of grantInvoke, which names every version of it, too.
    api.addToRolePolicy(
      new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [analyseTexts.functionArn] }),
    );
    topics.grantSubscribe(api);
    topics.grantPublish(api);
    topics.grantDelete(api);

    const http = new HttpApi(this, "Http", {
      description: `Tieup (${stage.name})`,
      createDefaultStage: false,
      defaultIntegration: new HttpLambdaIntegration("Function", api),
    });
    const { url } = new HttpStage(this, "Default", {
      httpApi: http,
      stageName: "$default",
      autoDeploy: true,
      throttle,
      accessLogSettings: { destination: new LogGroupLogDestination(this.accessLog()), format: accessLogFormat },
    });
    acknowledge(http, { "AwsSolutions-APIG4": "The function asks each request for its token, but for what is public" });
    this.publicUrl = stage.publicUrl ?? url;
    new CfnOutput(this, "Url", { value: url, description: "The API's address" });
    observability.watchFunctions(api, analyseTexts);
  }

  /** What few requests need and is most of the code: reads feeds that people try, and finds tie-ups, for the api alone. It writes nothing. */
  private analyseTexts(tables: Tables, stage: Stage): LambdaFunction {
    const analyseTexts = new LambdaFunction(this, "analyse-texts", {
      description: "Explains texts, replays watchlists, tries feeds",
      memoryMb: 1024,
      stage,
      // The api gives up after 28 seconds.
      timeout: Duration.seconds(27),
      environment: {
        CATALOG_TABLE: tables.catalog.tableName,
        NEWS_TABLE: tables.news.tableName,
        CONTACT: stage.contact,
      },
    });
    grantIndex(analyseTexts, tables.catalog, "ByOwner");
    grantReads(analyseTexts, tables.news);
    return analyseTexts;
  }

  private accessLog(): LogGroup {
    return new LogGroup(this, "AccessLog", {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
