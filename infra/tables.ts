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
import { acknowledge } from "./acknowledge.ts";
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
    acknowledge(this.polling, { "AwsSolutions-DDB3": "Lost without harm: the next polls write it anew" });
    if (stage.name === "dev") {
      const reason = "dev can be thrown away, with all that is in it";
      for (const table of [this.catalog, this.news]) acknowledge(table, { "AwsSolutions-DDB3": reason });
    }
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

// Only what `functions/aws/` does: single items and queries. No scans, no batches, no transactions. Not by `Table.grant`,
// which would open every index with a wildcard.

/** A row by its key, and the rows of one partition. */
export const grantReads = (to: IGrantable, ...tables: Table[]): void =>
  allow(to, ["dynamodb:GetItem", "dynamodb:Query"], tables.map(arnOf));

/** The rows under one value of an index. */
export const grantIndex = (to: IGrantable, table: Table, index: "BySlot" | "ByOwner"): void =>
  allow(to, ["dynamodb:Query"], [`${table.tableArn}/index/${index}`]);

export const grantReadsAndWrites = (to: IGrantable, ...tables: Table[]): void => {
  grantReads(to, ...tables);
  allow(to, writes, tables.map(arnOf));
};

/** Removing rows before their time. */
export const grantDeletes = (to: IGrantable, ...tables: Table[]): void =>
  allow(to, ["dynamodb:DeleteItem"], tables.map(arnOf));

/** Changing rows whose partition key begins as `keys` says ("FEED#*"); making none where there is none is up to the code. */
export const grantWritesBelow = (to: IGrantable, table: Table, ...keys: string[]): void =>
  allow(to, writes, [table.tableArn], { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": keys } });

const writes = ["dynamodb:PutItem", "dynamodb:UpdateItem"];
const arnOf = ({ tableArn }: Table): string => tableArn;

function allow(to: IGrantable, actions: string[], resources: string[], conditions: object = {}): void {
  to.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources, conditions: { ...conditions } }));
}
