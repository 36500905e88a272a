import { DeleteTopicCommand, InvalidParameterException, type SNSClient } from "@aws-sdk/client-sns";
import type { ConsentPorts } from "../../lib/alerting/ask-consent.ts";
import type { CanaryPorts } from "../../lib/api/canary-routes.ts";
import { endpointTopics } from "./topics.ts";

/**
 * Endpoints' topics as the API makes and removes them. SNS refuses addresses that look right (a number of a country that
 * it doesn't serve); its message repeats the address, so it ends here.
 */
export function subscribableTopics(
  client: SNSClient,
  prefix?: string,
  copiesTo?: string,
): ConsentPorts["topics"] & CanaryPorts["topics"] & { unheard: CanaryPorts["unheard"] } {
  const topics = endpointTopics(client, prefix, copiesTo);
  return {
    async ensure(endpointId, channel, address) {
      try {
        return { kind: "subscribed", topicArn: await topics.ensure(endpointId, channel, address) };
      } catch (fault) {
        if (fault instanceof InvalidParameterException) return { kind: "refused" };
        throw fault;
      }
    },
    // A topic without a subscription.
    unheard: async (endpointId) => ({
      address: "canary@tieup.invalid",
      topicArn: await topics.make(endpointId, "email"),
    }),
    // The subscriptions go with their topic; one that is gone already is no fault, says SNS.
    async remove(topicArn) {
      await client.send(new DeleteTopicCommand({ TopicArn: topicArn }));
    },
  };
}
