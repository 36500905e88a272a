import { ConditionalCheckFailedException, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { PublishCommand } from "@aws-sdk/client-sns";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { dynamo, snsOnce, sqs } from "../../functions/aws/clients.ts";

/** What a client of the SDK makes of a service's refusal. */
export interface Refused {
  name: string;
  message: string;
  fault: string | undefined;
  status: number | undefined;
  /** Whether it is told by its class, as `functions/` tells it. */
  isFailedCondition: boolean;
  requests: number;
}

/** What the functions' own clients throw, each for one request, which whatever the environment names as its endpoint refuses. */
export async function refusedRequests(): Promise<Record<"dynamo" | "sqs" | "sns", Refused>> {
  const [tables, queues, topics] = [dynamo(), sqs(), snsOnce()];
  return {
    dynamo: await refused(
      tables.send(new GetItemCommand({ TableName: "News", Key: { pk: { S: "1" }, sk: { S: "1" } } })),
    ),
    sqs: await refused(
      queues.send(new SendMessageCommand({ QueueUrl: "http://127.0.0.1/1/polls", MessageBody: "{}" })),
    ),
    sns: await refused(topics.send(new PublishCommand({ TopicArn: "arn:aws:sns:eu-central-1:1:t", Message: "m" }))),
  };
}

/** Where the functions' clients ask in a region, where the environment doesn't say it. */
export const addressesIn = (Region: string): (string | undefined)[] =>
  [dynamo(), sqs(), snsOnce()].flatMap(({ config: { endpointProvider: ask } }) =>
    [false, true].map((UseFIPS) => ask({ Region, UseFIPS, UseDualStack: false }).url.href),
  );

interface Thrown extends Error {
  $fault?: string;
  $metadata?: { httpStatusCode?: number; attempts?: number };
}

async function refused(request: Promise<unknown>): Promise<Refused> {
  const thrown = await request.then(
    () => new Error("expected a refusal, got an answer"),
    (fault: Thrown): Thrown => fault,
  );
  const {
    name,
    message,
    $fault: fault,
    $metadata: { httpStatusCode: status, attempts: requests = 0 } = {},
  } = thrown as Thrown;
  return {
    name,
    message,
    fault,
    status,
    requests,
    isFailedCondition: thrown instanceof ConditionalCheckFailedException,
  };
}
