import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DeleteItemCommandInput,
  GetItemCommand,
  type GetItemCommandInput,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Row } from "../../functions/aws/table.ts";
import { condition, type StoredItem, update } from "./dynamo-expression.ts";

export interface MemoryDynamo {
  /** What the command does and answers, at once. Throws what DynamoDB would, and for commands that the stores don't use. */
  execute(command: object): object;
  /**
   * Whether a query asks an index for a value that no row has. A scheduler asks for hundreds of these an hour: they are
   * answered at once, as nothing that could be learned hangs on when.
   */
  isEmptySlot(command: object): boolean;
  /** The rows of a partition as they are, by sort key. */
  rows(table: string, pk: string): Row[];
  row(table: string, pk: string, sk: string): Row | null;
  partitions(table: string): string[];
}

export interface MemoryDynamoOptions {
  now(): number;
  /** Indexes, and reads that don't ask for consistency, see a write so many milliseconds later. */
  lagMs(): number;
  /** Rows on a page of an answer; DynamoDB has megabytes instead. */
  pageSize: number;
  /** Told of each row that a write leaves behind. */
  onWrite?(table: string, row: StoredItem): void;
}

const indexedBy: Record<string, string> = { BySlot: "slot", ByOwner: "owner" };

/** The commands that the stores use, on tables in memory, with DynamoDB's semantics; a contract compares it with dynalite. */
export function memoryDynamo(options: MemoryDynamoOptions): MemoryDynamo {
  const tables = new Map<string, { current: Shelves; later: Shelves }>();
  const pending: { at: number; apply(): void }[] = [];
  const tableOf = (name = "") => {
    const table = tables.get(name) ?? { current: shelves(), later: shelves() };
    tables.set(name, table);
    return table;
  };
  const catchUp = (): void => {
    while ((pending[0]?.at ?? Number.POSITIVE_INFINITY) <= options.now()) pending.shift()?.apply();
  };
  const write = (name: string, key: Key, item: StoredItem | null): void => {
    const { current, later } = tableOf(name);
    current.put(key, item);
    const at = Math.max(options.now() + options.lagMs(), pending.at(-1)?.at ?? 0);
    pending.push({ at, apply: () => later.put(key, item) });
    if (item) options.onWrite?.(name, item);
  };
  const change = (input: WriteInput, key: Key, next: (stored: StoredItem) => StoredItem | null): object => {
    const stored = tableOf(input.TableName).current.get(key);
    const { ConditionExpression } = input;
    if (ConditionExpression && !condition(ConditionExpression)(stored ?? {}, input)) {
      throw conditionFailed;
    }
    write(input.TableName ?? "", key, next(stored ?? (input.Key as StoredItem)));
    return {};
  };
  const query = (input: QueryCommandInput): object => {
    catchUp();
    const { current, later } = tableOf(input.TableName);
    const found = (input.ConsistentRead ? current : later).query(input);
    const Items = found.slice(0, Math.min(options.pageSize, input.Limit ?? options.pageSize));
    const last = Items.at(-1);
    return last && Items.length < found.length ? { Items, LastEvaluatedKey: last } : { Items };
  };
  return {
    execute(command) {
      const { input } = command as { input: unknown };
      if (command instanceof GetItemCommand) {
        const { TableName, Key, ConsistentRead } = input as GetItemCommandInput;
        catchUp();
        const { current, later } = tableOf(TableName);
        const Item = (ConsistentRead ? current : later).get(keyOf(Key));
        return Item ? { Item } : {};
      }
      if (command instanceof PutItemCommand) {
        const put = input as PutItemCommandInput;
        return change(put, keyOf(put.Item), () => put.Item as StoredItem);
      }
      if (command instanceof UpdateItemCommand) {
        const given = input as UpdateItemCommandInput;
        return change(given, keyOf(given.Key), (stored) => update(given.UpdateExpression ?? "")(stored, given));
      }
      if (command instanceof DeleteItemCommand) {
        const given = input as DeleteItemCommandInput;
        return change(given, keyOf(given.Key), () => null);
      }
      if (command instanceof QueryCommand) return query(input as QueryCommandInput);
      throw new TypeError(`expected a command that the stores use, got ${command.constructor.name}`);
    },
    isEmptySlot(command) {
      if (!(command instanceof QueryCommand) || !command.input.IndexName) return false;
      const { current, later } = tableOf(command.input.TableName);
      return current.isEmpty(command.input) && later.isEmpty(command.input);
    },
    rows: (table, pk) => tableOf(table).current.partition(pk).map(rowFrom),
    row(table, pk, sk) {
      const item = tableOf(table).current.get({ pk, sk });
      return item ? rowFrom(item) : null;
    },
    partitions: (table) => tableOf(table).current.partitions(),
  };
}

type WriteInput = Partial<Pick<UpdateItemCommandInput, "Key" | "ConditionExpression">> &
  Pick<PutItemCommandInput, "TableName" | "ExpressionAttributeNames" | "ExpressionAttributeValues">;

interface Key {
  pk: string;
  sk: string;
}

/** One for all: making one takes as long as ten writes. */
const conditionFailed = new ConditionalCheckFailedException({
  message: "The conditional request failed",
  $metadata: {},
});

/** Items are never changed, so each is read once. */
const rowsRead = new WeakMap<StoredItem, Row>();

function rowFrom(item: StoredItem): Row {
  const known = rowsRead.get(item);
  if (known) return known;
  const row = unmarshall(item) as Row;
  rowsRead.set(item, row);
  return row;
}

function keyOf(item: Record<string, AttributeValue> | undefined): Key {
  const [pk, sk] = [item?.pk?.S, item?.sk?.S];
  if (pk === undefined || sk === undefined) throw new TypeError(`expected pk and sk, got ${JSON.stringify(item)}`);
  return { pk, sk };
}

/** Items by partition key, and by the attribute of each index. Items are never changed, only replaced. */
function shelves() {
  const byPk = new Map<string, Map<string, StoredItem>>();
  const byIndex: Record<string, Map<string, Map<string, StoredItem>>> = { slot: new Map(), owner: new Map() };
  const indexes = Object.entries(byIndex);
  /** A partition's items in their order, until one changes: it is read more often than written. */
  const inOrder = new Map<string, StoredItem[]>();
  const ordered = (pk: string): StoredItem[] => {
    const known = inOrder.get(pk);
    if (known) return known;
    const items = [...(byPk.get(pk)?.values() ?? [])].sort(bySortKey);
    inOrder.set(pk, items);
    return items;
  };
  const get = ({ pk, sk }: Key): StoredItem | undefined => byPk.get(pk)?.get(sk);
  const place = (
    shelf: Map<string, Map<string, StoredItem>>,
    value: string | undefined,
    id: string,
    item: StoredItem,
  ) => {
    if (value === undefined) return;
    const items = shelf.get(value);
    if (items) items.set(id, item);
    else shelf.set(value, new Map([[id, item]]));
  };
  return {
    get,
    put(key: Key, item: StoredItem | null): void {
      const before = get(key);
      inOrder.delete(key.pk);
      for (const [attribute, shelf] of indexes) {
        const [from, to] = [before?.[attribute]?.S, item?.[attribute]?.S];
        if (from === undefined && to === undefined) continue;
        const id = `${key.pk}\n${key.sk}`;
        if (from !== undefined) shelf.get(from)?.delete(id);
        if (item) place(shelf, to, id, item);
      }
      if (item) place(byPk, key.pk, key.sk, item);
      else byPk.get(key.pk)?.delete(key.sk);
    },
    partition: ordered,
    partitions: (): string[] => [...byPk.keys()],
    isEmpty(input: QueryCommandInput): boolean {
      const hash = indexedBy[input.IndexName ?? ""] ?? "";
      return !byIndex[hash]?.get(hashValue(input, hash))?.size;
    },
    query(input: QueryCommandInput): StoredItem[] {
      const hash = input.IndexName ? indexedBy[input.IndexName] : "pk";
      if (!hash) throw new TypeError(`expected an index that the tables have, got ${input.IndexName}`);
      const value = hashValue(input, hash);
      const items = hash === "pk" ? ordered(value) : [...(byIndex[hash]?.get(value)?.values() ?? [])].sort(byKey);
      if (items.length === 0) return [];
      const matches = condition(input.KeyConditionExpression ?? "");
      const backwards = input.ScanIndexForward === false;
      const order = hash === "pk" ? bySortKey : byKey;
      const found = items.filter((item) => matches(item, input));
      if (backwards) found.reverse();
      const start = input.ExclusiveStartKey as StoredItem | undefined;
      if (!start) return found;
      return found.filter((item) => (backwards ? order(item, start) < 0 : order(item, start) > 0));
    },
  };
}

type Shelves = ReturnType<typeof shelves>;

/** Every key condition of the stores begins with the partition's. */
function hashValue(input: QueryCommandInput, hash: string): string {
  const { name, value } = firstCompared(input.KeyConditionExpression ?? "");
  const meant = name.startsWith("#") ? input.ExpressionAttributeNames?.[name] : name;
  const text = input.ExpressionAttributeValues?.[value]?.S;
  if (meant !== hash || text === undefined)
    throw new TypeError(`expected ${hash} = :value first, got ${input.KeyConditionExpression}`);
  return text;
}

const known = new Map<string, { name: string; value: string }>();

/** What the key condition compares first. */
function firstCompared(expression: string): { name: string; value: string } {
  const read = known.get(expression);
  if (read) return read;
  const [, name = "", value = ""] = /^\s*(#?\w+)\s*=\s*(:\w+)/.exec(expression) ?? [];
  known.set(expression, { name, value });
  return { name, value };
}

const text = (item: StoredItem, attribute: string): string => item[attribute]?.S ?? "";
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const bySortKey = (a: StoredItem, b: StoredItem): number => compare(text(a, "sk"), text(b, "sk"));
const byKey = (a: StoredItem, b: StoredItem): number => compare(text(a, "pk"), text(b, "pk")) || bySortKey(a, b);
