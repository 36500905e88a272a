import { DeleteTopicCommand, type SNSClient } from "@aws-sdk/client-sns";

/** Deletes the topic and its subscriptions; one that is gone already is no fault, says SNS. */
export async function removeTopic(client: SNSClient, topicArn: string): Promise<void> {
  await client.send(new DeleteTopicCommand({ TopicArn: topicArn }));
}
