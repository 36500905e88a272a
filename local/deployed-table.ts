import { CloudFormationClient, DescribeStackResourceCommand } from "@aws-sdk/client-cloudformation";
import { dynamo } from "../functions/aws/clients.ts";
import { dynamoTable, type Table } from "../functions/aws/table.ts";
import type { TableName } from "../functions/aws/table-shapes.ts";

/** A table of a deployed stage, found by its stack. Throws where there is none. */
export async function deployedTable(stage: "dev" | "prod", name: TableName): Promise<Table> {
  const asked = { StackName: `tieup-${stage}-state`, LogicalResourceId: name };
  const cloudFormation = new CloudFormationClient({});
  const found = await cloudFormation.send(new DescribeStackResourceCommand(asked)).catch(async (fault: Error) => {
    if (!/does not exist/.test(fault.message)) throw fault;
    const where = await cloudFormation.config.region();
    throw new Error(`expected the stack ${asked.StackName} in ${where}, found none: deploy it, or set AWS_REGION`);
  });
  const tableName = found.StackResourceDetail?.PhysicalResourceId;
  if (!tableName) throw new Error(`expected the table ${name} in ${asked.StackName}, found none`);
  return dynamoTable(dynamo(), tableName);
}
