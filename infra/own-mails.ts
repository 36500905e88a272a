import { Duration, Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { ConfigurationSet, EmailSendingEvent, EventDestination, SuppressionReasons } from "aws-cdk-lib/aws-ses";
import { Topic } from "aws-cdk-lib/aws-sns";
import { LambdaSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { LambdaFunction } from "./lambda-function.ts";
import type { Observability } from "./observability.ts";
import { deadLetterQueue } from "./queue-with-dead-letters.ts";
import type { MailStage, Stage } from "./stage.ts";
import { grantReads, grantWritesBelow, type Tables } from "./tables.ts";

export interface OwnMailsProps {
  mail: MailStage;
  tables: Tables;
  stage: Stage;
  observability: Observability;
}

/** So often, and for so long, Lambda tries a feedback again; the first can come before the sender has written its record. */
const feedbackRetries = { retryAttempts: 2, maxEventAge: Duration.hours(1) };

/**
 * Mails of our own by SES: the configuration set through which they go, and what comes back for them. The identity is the
 * account's: verifying it takes DNS records that only its owner can make.
 */
export class OwnMails extends Construct {
  private readonly mail: MailStage;
  private readonly configurationSet: ConfigurationSet;

  constructor(scope: Construct, id: string, { mail, tables, stage, observability }: OwnMailsProps) {
    super(scope, id);
    this.mail = mail;
    this.configurationSet = new ConfigurationSet(this, "Set", {
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    // Unencrypted at rest, where SNS keeps nothing: its own key doesn't let SES publish, and one of ours is a dollar a month.
    const feedback = new Topic(this, "Feedback", { enforceSSL: true });
    this.configurationSet.addEventDestination("ToFeedback", {
      destination: EventDestination.snsTopic(feedback),
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT, EmailSendingEvent.REJECT],
    });

    const deadLetters = deadLetterQueue(this, "DeadLetters");
    const receiveFeedback = new LambdaFunction(this, "receive-feedback", {
      description: "Takes bounces and complaints into the endpoint's state and the ledger",
      memoryMb: 256,
      stage,
      timeout: Duration.seconds(30),
      environment: { CATALOG_TABLE: tables.catalog.tableName, NEWS_TABLE: tables.news.tableName },
    });
    grantWritesBelow(receiveFeedback, tables.catalog, "ENDPOINT#*");
    grantReads(receiveFeedback, tables.news);
    grantWritesBelow(receiveFeedback, tables.news, "ENDPOINT#*");
    receiveFeedback.configureAsyncInvoke({ ...feedbackRetries, onFailure: new SqsDestination(deadLetters) });
    feedback.addSubscription(new LambdaSubscription(receiveFeedback, { deadLetterQueue: deadLetters }));

    observability.watchFunctions(receiveFeedback);
    observability.alarmOnDeadLetters(deadLetters);
    observability.alarmOnMailReputation();
  }

  /** Lets the function send, from the one sender and through the configuration set, and says so in its variables. */
  sendFrom(sender: LambdaFunction): void {
    const { address, identity, from } = this.mail;
    const ses = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: "ses", resource, resourceName });
    const name = this.configurationSet.configurationSetName;
    sender.addToRolePolicy(
      new PolicyStatement({
        actions: ["ses:SendEmail"],
        resources: [ses("identity", identity), ses("configuration-set", name)],
        conditions: { StringEquals: { "ses:FromAddress": address } },
      }),
    );
    sender.addEnvironment("MAIL_FROM", from);
    sender.addEnvironment("MAIL_CONFIGURATION_SET", name);
  }
}
