import { Stack } from "aws-cdk-lib";
import { PolicyStatement, type PolicyStatementProps } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
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
    this.protocols = stage.sms ? ["email", "sms"] : ["email"];
  }

  grantPublish(to: IFunction): void {
    this.grant(to, { actions: ["sns:Publish"] });
  }

  /** To make an endpoint's topic and subscribe its address, by mail and, where SMS is on, by phone. */
  grantSubscribe(to: IFunction): void {
    this.grant(to, { actions: ["sns:CreateTopic"] });
    this.grant(to, {
      actions: ["sns:Subscribe"],
      conditions: { StringEquals: { "sns:Protocol": this.protocols } },
    });
  }

  /** To learn whether an endpoint is confirmed. A subscription is no resource to IAM, nor is a phone: asking is for all or none. */
  grantAskState(to: IFunction): void {
    this.grant(to, { actions: ["sns:ListSubscriptionsByTopic", "sns:GetTopicAttributes"] });
    this.grant(to, {
      actions: ["sns:GetSubscriptionAttributes", "sns:CheckIfPhoneNumberIsOptedOut"],
      resources: ["*"],
    });
  }

  grantDelete(to: IFunction): void {
    this.grant(to, { actions: ["sns:DeleteTopic"] });
  }

  private grant(to: IFunction, statement: PolicyStatementProps): void {
    const topics = Stack.of(to).formatArn({ service: "sns", resource: `${this.prefix}*` });
    to.addToRolePolicy(new PolicyStatement({ resources: [topics], ...statement }));
  }
}
