import { CloudFormationClient, DescribeStackResourceCommand } from "@aws-sdk/client-cloudformation";
import { dynamo } from "../functions/aws/clients.ts";
import { dynamoTable, type Table } from "../functions/aws/table.ts";
import type { TableName } from "../functions/aws/table-shapes.ts";

/** A table of a deployed stage, found by its stack. Throws where there is none. */
export async function deployedTable(stage: "dev" | "prod", name: TableName): Promise<Table> {
  const asked = { StackName: `tieup-${stage}-state`, LogicalResourceId: name };
  const { StackResourceDetail } = await new CloudFormationClient({}).send(new DescribeStackResourceCommand(asked));
  const tableName = StackResourceDetail?.PhysicalResourceId;
  if (!tableName) throw new Error(`expected the table ${name} in ${asked.StackName}, found none`);
  return dynamoTable(dynamo(), tableName);
}
