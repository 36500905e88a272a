import {
  CheckIfPhoneNumberIsOptedOutCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  NotFoundException,
  PublishCommand,
  SubscribeCommand,
} from "@aws-sdk/client-sns";

/** One message that SNS took. */
export interface Publish {
  topicArn: string;
  subject: string | null;
  text: string;
  /** Whether its address had confirmed, and hadn't left, at that moment. */
  delivered: boolean;
}

export interface MemoryTopics {
  execute(command: object): object;
  /** What the people behind the addresses do: follow the link, or leave. False where they weren't asked. */
  confirm(address: string): boolean;
  leave(address: string): void;
  isConfirmed(address: string): boolean;
  /** The topics that there are. */
  arns(): string[];
}

interface Topic {
  subscription: { protocol: string; address: string; state: "pending" | "confirmed" | "left" } | null;
}

/** SNS as far as the adapters use it: a topic for each name, one address on each. */
export function memoryTopics(onPublish: (publish: Publish) => void): MemoryTopics {
  const topics = new Map<string, Topic>();
  const topicOf = (arn = ""): Topic => {
    const topic = topics.get(arn);
    if (!topic) throw new NotFoundException({ message: "Topic does not exist", $metadata: {} });
    return topic;
  };
  const subscriptionOf = (address: string) =>
    [...topics.values()].find(({ subscription }) => subscription?.address === address)?.subscription ?? null;
  return {
    confirm(address) {
      const subscription = subscriptionOf(address);
      if (subscription) subscription.state = "confirmed";
      return subscription !== null;
    },
    leave(address) {
      const subscription = subscriptionOf(address);
      if (subscription) subscription.state = "left";
    },
    isConfirmed: (address) => subscriptionOf(address)?.state === "confirmed",
    arns: () => [...topics.keys()],
    execute(command) {
      if (command instanceof CreateTopicCommand) {
        const TopicArn = `arn:aws:sns:eu-central-1:1:${command.input.Name}`;
        if (!topics.has(TopicArn)) topics.set(TopicArn, { subscription: null });
        return { TopicArn };
      }
      if (command instanceof SubscribeCommand) {
        const { TopicArn, Protocol = "", Endpoint = "" } = command.input;
        const state = Protocol === "sms" ? "confirmed" : "pending";
        topicOf(TopicArn).subscription ??= { protocol: Protocol, address: Endpoint, state };
        return {};
      }
      if (command instanceof ListSubscriptionsByTopicCommand) {
        const { subscription } = topicOf(command.input.TopicArn);
        if (!subscription) return { Subscriptions: [] };
        const { protocol: Protocol, address: Endpoint, state } = subscription;
        const arn = `arn:${command.input.TopicArn}:1`;
        // A phone that answered STOP keeps its subscription.
        const arns = { pending: "PendingConfirmation", left: Protocol === "sms" ? arn : "Deleted", confirmed: arn };
        return { Subscriptions: [{ SubscriptionArn: arns[state], Protocol, Endpoint }] };
      }
      if (command instanceof CheckIfPhoneNumberIsOptedOutCommand)
        return { isOptedOut: subscriptionOf(command.input.phoneNumber ?? "")?.state === "left" };
      if (command instanceof GetTopicAttributesCommand) return topicOf(command.input.TopicArn) && {};
      if (command instanceof DeleteTopicCommand) {
        topics.delete(command.input.TopicArn ?? "");
        return {};
      }
      if (command instanceof GetSubscriptionAttributesCommand) return { Attributes: {} };
      if (command instanceof PublishCommand) {
        const { TopicArn = "", Subject = null, Message = "" } = command.input;
        const delivered = topicOf(TopicArn).subscription?.state === "confirmed";
        onPublish({ topicArn: TopicArn, subject: Subject, text: Message, delivered });
        return { MessageId: "m" };
      }
      throw new TypeError(`expected a command that the adapters use, got ${command.constructor.name}`);
    },
  };
}
