import {
  CheckIfPhoneNumberIsOptedOutCommand,
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  type MessageAttributeValue,
  NotFoundException,
  PublishCommand,
  type SNSClient,
  SNSServiceException,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import type { SubscriptionState, Topics } from "../../lib/alerting/reconcile-endpoint.ts";
import type { Publication, Publisher } from "../../lib/alerting/send-summary.ts";
import type { Channel } from "../../lib/alerting/subscriber.ts";
import { refusal } from "./refusal.ts";

export const defaultTopicPrefix = "tieup-endpoint-";
/** The sender's name of an email. Not for SMS: SNS would put it before the text, and the text fills its part. */
const displayName = "Tieup";

/**
 * One topic per endpoint, named after it, with the endpoint's address as its only email or SMS subscription. What is published
 * goes to the queue `copiesTo` (an ARN), too: the outbox of the embedded default.
 */
export function endpointTopics(client: SNSClient, prefix = defaultTopicPrefix, copiesTo?: string) {
  const make = async (endpointId: string, channel: Channel): Promise<string> => {
    const { TopicArn } = await client.send(new CreateTopicCommand(topicOf(endpointId, channel, prefix)));
    if (!TopicArn) throw new Error("expected SNS to name the topic that it made, got nothing");
    return TopicArn;
  };
  const topics: Topics = {
    async ensure(endpointId, channel, address) {
      const TopicArn = await make(endpointId, channel);
      await client.send(new SubscribeCommand({ TopicArn, Protocol: channel, Endpoint: address }));
      if (copiesTo) await client.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: copiesTo }));
      return TopicArn;
    },
    stateOf: (topicArn) => orWhenGone("no-topic", () => stateOfTopic(client, topicArn)),
  };
  return { ...topics, /** A topic without its address. */ make };
}

/** SNS allows letters, digits, hyphens and underscores in a topic's name. */
function topicOf(endpointId: string, channel: Channel, prefix: string) {
  const Name = `${prefix}${endpointId.replace(/[^\w-]/g, "_")}`;
  return channel === "email" ? { Name, Attributes: { DisplayName: displayName } } : { Name };
}

/**
 * In the place of its ARN, SNS lists a subscription as "PendingConfirmation", and as "Deleted" after an opt-out. The
 * embedded SNS lists the ARN of a pending one, too: there, and only there, more are pending than the list says.
 */
async function stateOfTopic(client: SNSClient, TopicArn: string): Promise<SubscriptionState> {
  const { Subscriptions = [] } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  const own = Subscriptions.filter(({ Protocol }) => Protocol === "email" || Protocol === "sms");
  const made = own.find(({ SubscriptionArn }) => SubscriptionArn?.startsWith("arn:"));
  if (made?.Protocol === "sms") return (await isOptedOut(client, made.Endpoint)) ? "opted-out" : "confirmed";
  // Asked also where none is listed: the embedded SNS, which forgets its topics when it stops, lists none for one that is gone.
  const { Attributes = {} } = await client.send(new GetTopicAttributesCommand({ TopicArn }));
  const listedPending = own.filter(({ SubscriptionArn }) => SubscriptionArn === "PendingConfirmation").length;
  if (made) return Number(Attributes.SubscriptionsPending ?? 0) > listedPending ? "pending" : "confirmed";
  return listedPending > 0 ? "pending" : "no-subscription";
}

/** A phone that answers STOP keeps its subscription, and gets nothing any more. */
async function isOptedOut(client: SNSClient, phoneNumber: string | undefined): Promise<boolean> {
  try {
    const asked = new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber });
    return (await client.send(asked)).isOptedOut === true;
  } catch (fault) {
    // The embedded SNS doesn't know the question.
    if (fault instanceof SNSServiceException && fault.name === "InvalidAction") return false;
    throw fault;
  }
}

async function orWhenGone(gone: SubscriptionState, ask: () => Promise<SubscriptionState>): Promise<SubscriptionState> {
  try {
    return await ask();
  } catch (fault) {
    if (fault instanceof NotFoundException) return gone;
    throw fault;
  }
}

export interface SmsSettings {
  /** 1 to 11 letters or digits, where the country allows it. */
  senderId?: string | undefined;
  /** In US dollars, for one part. Above it SNS sends nothing. */
  maxPriceUsd?: string | undefined;
}

/**
 * Publishes to an endpoint's topic. The client must make one attempt only (`maxAttempts: 1`): the SDK would repeat a
 * publish whose answer was lost, and SNS would send it twice.
 */
export function topicPublisher(client: SNSClient, sms: SmsSettings = {}): Publisher {
  return {
    async publish(publication) {
      try {
        const { MessageId } = await client.send(new PublishCommand(messageOf(publication, sms)));
        return { kind: "published", messageId: MessageId ?? "" };
      } catch (fault) {
        return refusal(fault);
      }
    },
  };
}

const messageOf = ({ channel, topicArn, subject, text }: Publication, sms: SmsSettings) => ({
  TopicArn: topicArn,
  Message: text,
  ...(subject === null ? {} : { Subject: subject }),
  ...(channel === "sms" ? { MessageAttributes: smsAttributes(sms) } : {}),
});

function smsAttributes({ senderId, maxPriceUsd }: SmsSettings): Record<string, MessageAttributeValue> {
  const attribute = (DataType: string, StringValue: string): MessageAttributeValue => ({ DataType, StringValue });
  return {
    "AWS.SNS.SMS.SMSType": attribute("String", "Transactional"),
    ...(senderId ? { "AWS.SNS.SMS.SenderID": attribute("String", senderId) } : {}),
    ...(maxPriceUsd ? { "AWS.SNS.SMS.MaxPrice": attribute("Number", maxPriceUsd) } : {}),
  };
}
