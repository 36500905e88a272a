import { type Duration, Stack } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { CfnFunction, IFunction } from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { ContextAttribute, Schedule, type ScheduleExpression, ScheduleTargetInput } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import { deadLetterQueue } from "./queue-with-dead-letters.ts";

export interface Ticking {
  target: IFunction;
  expression: ScheduleExpression;
  description: string;
  /** How long a tick is worth retrying: the next one catches up what was missed. */
  worthRetrying: Duration;
}

const retries = 2;

/** Calls functions on time with `{"time": …}`, the time that was due and not the time of the call. */
export class Clock extends Construct {
  readonly deadLetters: Queue;
  private readonly role: Role;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.deadLetters = deadLetterQueue(this, "DeadLetters");
    this.role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    });
  }

  tick(id: string, { target, expression, description, worthRetrying }: Ticking): void {
    new Schedule(this, id, {
      schedule: expression,
      description,
      target: new LambdaInvoke(target, {
        input: ScheduleTargetInput.fromObject({ time: ContextAttribute.scheduledTime }),
        retryAttempts: retries,
        maxEventAge: worthRetrying,
        deadLetterQueue: this.deadLetters,
        role: this.role,
      }),
    });
    const arn = `<${Stack.of(this).getLogicalId(target.node.defaultChild as CfnFunction)}.Arn>`;
    acknowledge(this.role, { [`AwsSolutions-IAM5[Resource::${arn}:*]`]: "Any version of the one function" });
    // Scheduler only hands the event over; Lambda itself retries and gives up by these.
    target.configureAsyncInvoke({
      retryAttempts: retries,
      maxEventAge: worthRetrying,
      onFailure: new SqsDestination(this.deadLetters),
    });
  }
}
