import { RemovalPolicy } from "aws-cdk-lib";
import {
  AttributeType,
  BillingMode,
  type CfnTable,
  ProjectionType,
  Table,
  TableEncryption,
  type TableProps,
} from "aws-cdk-lib/aws-dynamodb";
import { type IGrantable, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import type { Stage } from "./stage.ts";

const pk = { name: "pk", type: AttributeType.STRING };
const sk = { name: "sk", type: AttributeType.STRING };

/** All state, in three tables by life. The same keys as `functions/aws/table-shapes.ts`; a test compares. */
export class Tables extends Construct {
  /** Feeds, watchlists, subscribers, tokens: what people typed in. */
  readonly catalog: Table;
  /** Items, hits, stories, deliveries: what happened, until its `ttl`. */
  readonly news: Table;
  /** Poll state, leases, watermarks: lost without harm but for one catch-up. */
  readonly polling: Table;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    const lasting = stage.name === "prod" ? kept : disposable;
    this.catalog = this.table("Catalog", lasting);
    this.news = this.table("News", { ...lasting, timeToLiveAttribute: "ttl" });
    this.polling = this.table("Polling", { ...disposable, timeToLiveAttribute: "ttl" });
    for (const attribute of ["slot", "owner"]) this.indexCatalogBy(attribute);
  }

  /** The logical id is the name itself: whatever becomes of the construct tree, CloudFormation keeps the table. */
  private table(name: string, life: Partial<TableProps>): Table {
    const table = new Table(this, name, {
      partitionKey: pk,
      sortKey: sk,
      billingMode: BillingMode.PAY_PER_REQUEST,
      // Encrypted at rest with a key of DynamoDB's own: the others bill every request to KMS.
      encryption: TableEncryption.DEFAULT,
      ...life,
    });
    (table.node.defaultChild as CfnTable).overrideLogicalId(name);
    return table;
  }

  private indexCatalogBy(attribute: string): void {
    this.catalog.addGlobalSecondaryIndex({
      indexName: `By${attribute[0]?.toUpperCase()}${attribute.slice(1)}`,
      partitionKey: { name: attribute, type: AttributeType.STRING },
      sortKey: pk,
      projectionType: ProjectionType.ALL,
    });
  }
}

const kept: Partial<TableProps> = {
  removalPolicy: RemovalPolicy.RETAIN,
  deletionProtection: true,
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
};

const disposable: Partial<TableProps> = {
  removalPolicy: RemovalPolicy.DESTROY,
  deletionProtection: false,
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
};

// Only what `functions/aws/table.ts` does: single items and queries. No scans, no batches, no transactions.
const reads = ["dynamodb:GetItem", "dynamodb:Query"];
const writes = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"];

export const grantReads = (to: IGrantable, ...tables: Table[]): void => {
  for (const table of tables) table.grant(to, ...reads);
};

export const grantReadsAndWrites = (to: IGrantable, ...tables: Table[]): void => {
  for (const table of tables) table.grant(to, ...reads, ...writes);
};

/** Changing rows whose partition key begins as `keys` says ("FEED#*"); making none where there is none is up to the code. */
export const grantWritesBelow = (to: IGrantable, table: Table, ...keys: string[]): void => {
  to.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ["dynamodb:PutItem", "dynamodb:UpdateItem"],
      resources: [table.tableArn],
      conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": keys } },
    }),
  );
};
