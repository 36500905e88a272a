import type { AttributeValue } from "@aws-sdk/client-dynamodb";

export type StoredItem = Record<string, AttributeValue>;

/** What an expression's `#names` and `:values` stand for. */
export interface Placeholders {
  ExpressionAttributeNames?: Record<string, string> | undefined;
  ExpressionAttributeValues?: StoredItem | undefined;
}

type Operand = (item: StoredItem, given: Placeholders) => AttributeValue | undefined;
export type Condition = (item: StoredItem, given: Placeholders) => boolean;
export type Update = (item: StoredItem, given: Placeholders) => StoredItem;

const known = { conditions: new Map<string, Condition>(), updates: new Map<string, Update>() };

/** The test that a condition or key condition makes of an item. Throws for what the stores don't use: it would be guessed. */
export function condition(expression: string): Condition {
  const compiled = known.conditions.get(expression) ?? ended(expression, tokensOf(expression), disjunction);
  known.conditions.set(expression, compiled);
  return compiled;
}

/** The change that an update expression (SET, ADD of numbers, REMOVE) makes; the item that is given stays as it is. */
export function update(expression: string): Update {
  const compiled = known.updates.get(expression) ?? ended(expression, tokensOf(expression), clauses);
  known.updates.set(expression, compiled);
  return compiled;
}

interface Tokens {
  all: string[];
  at: number;
}

function tokensOf(expression: string): Tokens {
  const all = expression.match(/<=|>=|<>|[=<>(),+-]|[:#]?\w+|\S/g) ?? [];
  return { all, at: 0 };
}

const peek = ({ all, at }: Tokens): string => all[at] ?? "";
const isNext = (tokens: Tokens, word: string): boolean => peek(tokens).toUpperCase() === word;

function accept(tokens: Tokens, word: string): boolean {
  if (!isNext(tokens, word)) return false;
  tokens.at += 1;
  return true;
}

function expect(tokens: Tokens, word: string): void {
  if (!accept(tokens, word)) throw new SyntaxError(`expected ${word} in ${tokens.all.join(" ")}, got ${peek(tokens)}`);
}

function ended<T>(expression: string, tokens: Tokens, parse: (tokens: Tokens) => T): T {
  const parsed = parse(tokens);
  if (tokens.at < tokens.all.length) throw new SyntaxError(`expected an end in ${expression}, got ${peek(tokens)}`);
  return parsed;
}

function disjunction(tokens: Tokens): Condition {
  const either = conjunction(tokens);
  if (!accept(tokens, "OR")) return either;
  const or = disjunction(tokens);
  return (item, given) => either(item, given) || or(item, given);
}

function conjunction(tokens: Tokens): Condition {
  const both = negation(tokens);
  if (!accept(tokens, "AND")) return both;
  const and = conjunction(tokens);
  return (item, given) => both(item, given) && and(item, given);
}

function negation(tokens: Tokens): Condition {
  if (!accept(tokens, "NOT")) return comparison(tokens);
  const not = negation(tokens);
  return (item, given) => !not(item, given);
}

function comparison(tokens: Tokens): Condition {
  if (accept(tokens, "(")) {
    const within = disjunction(tokens);
    expect(tokens, ")");
    return within;
  }
  const called = /^(attribute_exists|attribute_not_exists|begins_with)$/.exec(peek(tokens))?.[1];
  if (called) return call(called, tokens);
  const left = operand(tokens);
  if (accept(tokens, "BETWEEN")) {
    const from = operand(tokens);
    expect(tokens, "AND");
    const until = operand(tokens);
    return (item, given) =>
      inOrder(from(item, given), left(item, given)) && inOrder(left(item, given), until(item, given));
  }
  const sign = peek(tokens);
  tokens.at += 1;
  const right = operand(tokens);
  return compared(sign, left, right);
}

function call(name: string, tokens: Tokens): Condition {
  tokens.at += 1;
  expect(tokens, "(");
  const of = operand(tokens);
  if (name !== "begins_with") {
    expect(tokens, ")");
    return (item, given) => (of(item, given) !== undefined) === (name === "attribute_exists");
  }
  expect(tokens, ",");
  const prefix = operand(tokens);
  expect(tokens, ")");
  return (item, given) => of(item, given)?.S?.startsWith(prefix(item, given)?.S ?? "") ?? false;
}

function compared(sign: string, left: Operand, right: Operand): Condition {
  const by = (test: (a: AttributeValue, b: AttributeValue) => boolean): Condition => {
    return (item, given) => {
      const [a, b] = [left(item, given), right(item, given)];
      return a !== undefined && b !== undefined && test(a, b);
    };
  };
  if (sign === "=") return by((a, b) => inOrder(a, b) && inOrder(b, a));
  if (sign === "<=") return by(inOrder);
  if (sign === ">=") return by((a, b) => inOrder(b, a));
  if (sign === "<") return by((a, b) => inOrder(a, b) && !inOrder(b, a));
  if (sign === ">") return by((a, b) => inOrder(b, a) && !inOrder(a, b));
  if (sign === "<>") {
    const same = compared("=", left, right);
    return (item, given) => !same(item, given);
  }
  throw new SyntaxError(`expected a comparison, got ${sign}`);
}

/** Values of two types are never in any order. */
function inOrder(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (a?.S !== undefined && b?.S !== undefined) return a.S <= b.S;
  if (a?.N !== undefined && b?.N !== undefined) return Number(a.N) <= Number(b.N);
  if (a?.BOOL !== undefined && b?.BOOL !== undefined) return a.BOOL === b.BOOL;
  return a?.NULL === true && b?.NULL === true;
}

function operand(tokens: Tokens): Operand {
  const token = peek(tokens);
  if (!/^[:#]?\w+$/.test(token)) throw new SyntaxError(`expected a name or a value, got ${token}`);
  tokens.at += 1;
  if (token.startsWith(":")) return (_, given) => meantValue(token, given);
  return (item, given) => item[meantName(token, given)];
}

function meantValue(token: string, { ExpressionAttributeValues = {} }: Placeholders): AttributeValue {
  const value = ExpressionAttributeValues[token];
  if (value === undefined) throw new SyntaxError(`expected a value for ${token}, got none`);
  return value;
}

function meantName(token: string, { ExpressionAttributeNames = {} }: Placeholders): string {
  const name = token.startsWith("#") ? ExpressionAttributeNames[token] : token;
  if (name === undefined) throw new SyntaxError(`expected a name for ${token}, got none`);
  return name;
}

/** Changes a copy of the item. */
type Step = (changed: StoredItem, item: StoredItem, given: Placeholders) => void;

function clauses(tokens: Tokens): Update {
  const steps: Step[] = [];
  while (tokens.at < tokens.all.length) {
    const verb = peek(tokens).toUpperCase();
    tokens.at += 1;
    do steps.push(step(verb, tokens));
    while (accept(tokens, ","));
  }
  return (item, given) => {
    const changed = { ...item };
    for (const change of steps) change(changed, item, given);
    return changed;
  };
}

function step(verb: string, tokens: Tokens): Step {
  const token = peek(tokens);
  tokens.at += 1;
  if (verb === "REMOVE") {
    return (changed, _item, given) => {
      delete changed[meantName(token, given)];
    };
  }
  if (verb === "SET") expect(tokens, "=");
  else if (verb !== "ADD") throw new SyntaxError(`expected SET, ADD or REMOVE, got ${verb}`);
  const value = operand(tokens);
  return (changed, item, given) => {
    const name = meantName(token, given);
    const added = value(item, given) as AttributeValue;
    changed[name] = verb === "SET" ? added : { N: String(Number(item[name]?.N ?? 0) + Number(added.N)) };
  };
}
