import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { CodeStore } from "../../lib/alerting/phone-code.ts";
import type { Quota } from "../../lib/alerting/quota.ts";
import { markOf } from "./row-schema.ts";
import { succeeds, type Table } from "./table.ts";

const mark = markOf({ pk: "QUOTA", sk: "COUNT" });
const epochSeconds = (iso: string): number => Math.ceil(Date.parse(iso) / 1000);

/** Rows `QUOTA#key / COUNT` of the table Polling: lost, they count from the beginning. */
export function quotaTable(polling: Table): Quota {
  return {
    take: (key, max, until) =>
      succeeds(
        polling.client.send(
          new UpdateItemCommand({
            TableName: polling.name,
            Key: marshall({ pk: `QUOTA#${key}`, sk: "COUNT" }),
            UpdateExpression: "SET #ttl = :ttl, #v = :v ADD #taken :one",
            ConditionExpression: "attribute_not_exists(#taken) OR #taken < :max",
            ExpressionAttributeNames: { "#ttl": "ttl", "#taken": "taken", "#v": "v" },
            ExpressionAttributeValues: marshall({ ":ttl": epochSeconds(until), ":one": 1, ":max": max, ":v": mark }),
          }),
        ),
      ),
  };
}

/** Rows `CODE#endpointId / CODE` of the table Polling: lost, another code is asked for. */
export function codeTable(polling: Table): CodeStore {
  const key = (endpointId: string) => ({ pk: `CODE#${endpointId}`, sk: "CODE" });
  return {
    put: (endpointId, code) => polling.put({ ...key(endpointId), ...code, ttl: epochSeconds(code.expiresAt) }),
    async find(endpointId) {
      const { pk, sk } = key(endpointId);
      const row = await polling.get(pk, sk);
      return row && { hash: String(row.hash), sentAt: String(row.sentAt), expiresAt: String(row.expiresAt) };
    },
  };
}
