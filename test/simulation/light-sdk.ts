// In place of the SDK's packages where thousands of seeds run: a fifth of their time is the SDK's, of whose clients a simulation
// has nothing but the commands' names and inputs. What is found with it is found with the SDK, to the last write
// (`light-sdk.test.ts`), which a single seed runs on.

type Attribute = Record<string, unknown>;

/** What `@aws-sdk/util-dynamodb` makes of a row, for the values that rows have. Throws for any other. */
export function marshall(
  row: Record<string, unknown>,
  { removeUndefinedValues = false }: { removeUndefinedValues?: boolean } = {},
): Record<string, Attribute> {
  const attributes: Record<string, Attribute> = {};
  for (const name of Object.keys(row)) {
    const value = row[name];
    if (value === undefined && removeUndefinedValues) continue;
    attributes[name] = attributeOf(value, removeUndefinedValues);
  }
  return attributes;
}

function attributeOf(value: unknown, removeUndefinedValues: boolean): Attribute {
  if (typeof value === "string") return { S: value };
  if (typeof value === "number" && Number.isFinite(value)) return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (value === null) return { NULL: true };
  if (value instanceof Uint8Array) return { B: value };
  if (Array.isArray(value)) {
    const kept = removeUndefinedValues ? value.filter((one) => one !== undefined) : value;
    return { L: kept.map((one) => attributeOf(one, removeUndefinedValues)) };
  }
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype)
    return { M: marshall(value as Record<string, unknown>, { removeUndefinedValues }) };
  throw new TypeError(`expected a value that rows have, got ${String(value)}`);
}

/** A stored row is never changed, only replaced, and read much more often than written. */
const rowsRead = new WeakMap<Record<string, Attribute>, Record<string, unknown>>();

/** The row again; frozen, as whoever reads it next gets the same one. */
export function unmarshall(attributes: Record<string, Attribute>): Record<string, unknown> {
  const known = rowsRead.get(attributes);
  if (known) return known;
  const row = Object.freeze(mapOf(attributes));
  rowsRead.set(attributes, row);
  return row;
}

function mapOf(attributes: Record<string, Attribute>): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const name of Object.keys(attributes)) row[name] = plainOf(attributes[name] as Attribute);
  return row;
}

function plainOf(attribute: Attribute): unknown {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.N !== undefined) return Number(attribute.N);
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  if (attribute.NULL !== undefined) return null;
  if (attribute.B !== undefined) return attribute.B;
  if (attribute.L !== undefined) return Object.freeze((attribute.L as Attribute[]).map(plainOf));
  return Object.freeze(mapOf(attribute.M as Record<string, Attribute>));
}

class Command {
  declare readonly input: unknown;
  constructor(input: unknown) {
    this.input = input;
  }
}
export class GetItemCommand extends Command {}
export class PutItemCommand extends Command {}
export class UpdateItemCommand extends Command {}
export class DeleteItemCommand extends Command {}
export class QueryCommand extends Command {}
export class SendMessageCommand extends Command {}
export class SendMessageBatchCommand extends Command {}
export class CreateTopicCommand extends Command {}
export class SubscribeCommand extends Command {}
export class PublishCommand extends Command {}
export class ListSubscriptionsByTopicCommand extends Command {}
export class GetSubscriptionAttributesCommand extends Command {}
export class GetTopicAttributesCommand extends Command {}
export class CheckIfPhoneNumberIsOptedOutCommand extends Command {}
export class DeleteTopicCommand extends Command {}
export class SendEmailCommand extends Command {}
export class SESv2Client {}

class ServiceException extends Error {
  constructor(given: { name?: string; message: string }) {
    super(given.message);
    Object.assign(this, given);
  }
}
export class ConditionalCheckFailedException extends ServiceException {}
export class SNSServiceException extends ServiceException {}
export class NotFoundException extends SNSServiceException {}
export class InvalidParameterException extends SNSServiceException {}
