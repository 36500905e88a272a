import { Stack } from "aws-cdk-lib";
import { PolicyStatement, type PolicyStatementProps } from "aws-cdk-lib/aws-iam";
import { acknowledge } from "./acknowledge.ts";
import type { LambdaFunction } from "./lambda-function.ts";
import type { Stage } from "./stage.ts";

/**
 * The topics that the functions make at run time, one per endpoint (design §4.10). No template can name them, so a
 * wildcard stands for the endpoint's id; what comes before it is fixed, and no topic of anybody else is in reach.
 */
export class EndpointTopics {
  readonly prefix: string;
  private readonly protocols: string[];

  constructor(stage: Stage) {
    this.prefix = `tieup-${stage.name}-endpoint-`;
    // Mails of our own need no topic.
    this.protocols = [...(stage.mail ? [] : ["email"]), ...(stage.sms ? ["sms"] : [])];
  }

  grantPublish(to: LambdaFunction): void {
    this.grant(to, { actions: ["sns:Publish"] });
  }

  /** To make an endpoint's topic and subscribe its address, by mail and, where SMS is on, by phone. */
  grantSubscribe(to: LambdaFunction): void {
    this.grant(to, { actions: ["sns:CreateTopic"] });
    if (this.protocols.length === 0) return;
    this.grant(to, {
      actions: ["sns:Subscribe"],
      conditions: { StringEquals: { "sns:Protocol": this.protocols } },
    });
  }

  /**
   * To learn whether an endpoint is confirmed. Not by its subscription: to IAM that is no resource, asking would be for all
   * or none. A phone is none either, and whether it answered STOP can't be learnt otherwise.
   */
  grantAskState(to: LambdaFunction): void {
    this.grant(to, { actions: ["sns:ListSubscriptionsByTopic", "sns:GetTopicAttributes"] });
    this.grant(to, { actions: ["sns:CheckIfPhoneNumberIsOptedOut"], resources: ["*"] });
    acknowledge(to.executionRole, { "AwsSolutions-IAM5[Resource::*]": "To IAM a phone is no resource: all or none" });
  }

  grantDelete(to: LambdaFunction): void {
    this.grant(to, { actions: ["sns:DeleteTopic"] });
  }

  private grant(to: LambdaFunction, statement: PolicyStatementProps): void {
    const topics = Stack.of(to).formatArn({ service: "sns", resource: `${this.prefix}*` });
    to.addToRolePolicy(new PolicyStatement({ resources: [topics], ...statement }));
    acknowledge(to.executionRole, {
      [`AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:sns:<AWS::Region>:<AWS::AccountId>:${this.prefix}*]`]:
        "Topics are made at run time, one for each endpoint",
    });
  }
}
