import { expect, test } from "vitest";
import { dictionaryKey } from "../../functions/aws/dictionary-bucket.ts";
import { environmentOf, type FunctionName } from "../../functions/environment.ts";
import { inWords, ofType, type Synthesised, synthesised } from "./synthesised.ts";

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: unknown;
}

const plain = synthesised({ stage: "prod", operatorEmail: "operator@example.org" });
const mailed = synthesised({
  ...{ stage: "prod", operatorEmail: "operator@example.org" },
  ...{ mailFrom: "Tieup <alerts@mail.example.org>", mailIdentity: "example.org" },
});
const withDictionary = synthesised({ stage: "prod", operatorEmail: "operator@example.org", dictionaryInS3: "on" });
const withSms = synthesised({ stage: "prod", operatorEmail: "operator@example.org", sms: "on", tracing: "on" });

const statementsOf = ({
  app,
}: Synthesised): { role: string; actions: string[]; resource: string; condition: unknown }[] =>
  ofType(app.resources, "AWS::IAM::Policy").flatMap(([role, { PolicyDocument }]) =>
    (PolicyDocument.Statement as Statement[]).flatMap(({ Action, Resource, Condition }) =>
      [Resource]
        .flat()
        .map((each) => ({ role, actions: [Action].flat(), resource: inWords(each), condition: Condition })),
    ),
  );

const verbs: Record<string, string> = {
  "dynamodb:GetItem": "reads",
  "dynamodb:Query": "reads",
  "dynamodb:PutItem": "writes",
  "dynamodb:UpdateItem": "writes",
  "dynamodb:DeleteItem": "deletes from",
  "sqs:SendMessage": "sends to",
  "sqs:GetQueueUrl": "",
  "sqs:GetQueueAttributes": "",
  "sqs:ReceiveMessage": "receives from",
  "sqs:DeleteMessage": "receives from",
  "sqs:ChangeMessageVisibility": "receives from",
  "logs:CreateLogStream": "logs to",
  "logs:PutLogEvents": "logs to",
  "sns:CreateTopic": "makes",
  "sns:DeleteTopic": "deletes",
  "sns:Subscribe": "subscribes to",
  "sns:ListSubscriptionsByTopic": "asks about",
  "sns:CheckIfPhoneNumberIsOptedOut": "asks about",
  "sns:GetTopicAttributes": "asks about",
  "sns:Publish": "publishes to",
  "lambda:InvokeFunction": "calls",
  "ses:SendEmail": "sends mail through",
  "s3:GetObject": "reads",
  "s3:PutObject": "writes",
  "s3:ListBucket": "lists",
};

// biome-ignore format: a table, one name a line
const nouns: [resource: RegExp, name: string][] = [
  [/^\$\{tieup-prod-state:\w*Catalog\w+\}$/, "Catalog"],
  [/^\$\{tieup-prod-state:\w*Catalog\w+\}\/index\/BySlot$/, "Catalog by slot"],
  [/^\$\{tieup-prod-state:\w*Catalog\w+\}\/index\/ByOwner$/, "Catalog by owner"],
  [/^\$\{tieup-prod-state:\w*News\w+\}$/, "News"],
  [/^\$\{tieup-prod-state:\w*Polling\w+\}$/, "Polling"],
  [/^\$\{PollingPollsQueue\w+\.Arn\}$/, "polls"],
  [/^\$\{AlertingSummariesQueue\w+\.Arn\}$/, "summaries"],
  [/^\$\{AlertingSummariesDeadLetters\w+\.Arn\}$/, "failed summaries"],
  [/^\$\{\w+ClockDeadLetters\w+\.Arn\}$/, "missed ticks"],
  [/^\$\{\w+log\w+\.Arn\}$/, "its log"],
  [/^\$\{Apianalysetexts\w+\.Arn\}$/, "analyse-texts"],
  [/^arn:\$\{AWS::Partition\}:sns:\$\{AWS::Region\}:\$\{AWS::AccountId\}:tieup-prod-endpoint-\*$/, "endpoint topics"],
  [/^arn:\$\{AWS::Partition\}:ses:\$\{AWS::Region\}:\$\{AWS::AccountId\}:identity\/example\.org$/, "the sender's identity"],
  [/^arn:\$\{AWS::Partition\}:ses:\$\{AWS::Region\}:\$\{AWS::AccountId\}:configuration-set\/\$\{\w+OwnMailsSet\w+\}$/, "the configuration set"],
  [/^\$\{AlertingOwnMailsDeadLetters\w+\.Arn\}$/, "failed feedback"],
  [new RegExp(`^\\$\\{PollingDictionaryBucket\\w+\\.Arn\\}/${dictionaryKey}$`), "the dictionary in S3"],
  [/^\$\{PollingDictionaryBucket\w+\.Arn\}$/, "its bucket"],
  [/^\*$/, "everything"],
];

/** "reads Catalog": all that the function's role may do, sorted, each once. */
function grantsOf(name: FunctionName, from = plain): string[] {
  const role = new RegExp(`${name.replaceAll("-", "")}role`);
  const own = statementsOf(from).filter((each) => role.test(each.role));
  const sentences = own.flatMap(({ actions, resource }) => {
    const noun = nouns.find(([pattern]) => pattern.test(resource))?.[1] ?? resource;
    return actions
      .map((action) => verbs[action] ?? action)
      .filter(Boolean)
      .map((verb) => `${verb} ${noun}`);
  });
  return [...new Set(sentences)].sort();
}

const expected: Record<FunctionName, string[]> = {
  "schedule-polls": [
    "logs to its log",
    "reads Catalog by slot",
    "reads Polling",
    "sends to missed ticks",
    "sends to polls",
    "writes Polling",
  ],
  "poll-feeds": [
    "deletes from Polling",
    "logs to its log",
    "reads Catalog",
    "reads Catalog by owner",
    "reads News",
    "reads Polling",
    "receives from polls",
    "sends to polls",
    "sends to summaries",
    "writes Catalog",
    "writes News",
    "writes Polling",
  ],
  "schedule-summaries": [
    "logs to its log",
    "reads Catalog",
    "reads Catalog by slot",
    "reads Polling",
    "sends to missed ticks",
    "sends to summaries",
    "writes Polling",
  ],
  "send-summaries": [
    "logs to its log",
    "publishes to endpoint topics",
    "reads Catalog",
    "reads Catalog by owner",
    "reads Catalog by slot",
    "reads News",
    "reads Polling",
    "receives from summaries",
    "sends to failed summaries",
    "sends to summaries",
    "writes Catalog",
    "writes News",
  ],
  "reconcile-subscriptions": [
    "asks about endpoint topics",
    "asks about everything",
    "logs to its log",
    "makes endpoint topics",
    "reads Catalog",
    "reads Catalog by slot",
    "sends to missed ticks",
    "sends to summaries",
    "subscribes to endpoint topics",
    "writes Catalog",
  ],
  api: [
    "calls analyse-texts",
    "deletes endpoint topics",
    "deletes from Catalog",
    "logs to its log",
    "makes endpoint topics",
    "publishes to endpoint topics",
    "reads Catalog",
    "reads Catalog by owner",
    "reads News",
    "reads Polling",
    "receives from failed summaries",
    "sends to polls",
    "sends to summaries",
    "subscribes to endpoint topics",
    "writes Catalog",
    "writes Polling",
  ],
  // It parses what strangers write: it may change nothing.
  "analyse-texts": ["logs to its log", "reads Catalog by owner", "reads News"],
  // Not there at all where mails are SNS's.
  "receive-feedback": [],
  // Not there where pollers read the catalog alone.
  "build-dictionary": [],
};

test.each(Object.keys(environmentOf) as FunctionName[])("%s may do what it does and nothing else", (name) => {
  expect(grantsOf(name)).toEqual(expected[name]);
});

const moreWithMails: Partial<Record<FunctionName, string[]>> = {
  "send-summaries": ["sends mail through the configuration set", "sends mail through the sender's identity"],
  "reconcile-subscriptions": ["deletes endpoint topics"],
  "receive-feedback": ["logs to its log", "reads News", "sends to failed feedback", "writes Catalog", "writes News"],
};
/** An address needs no topic then, and there is no phone. */
const lessWithMails = ["subscribes to endpoint topics"];

test.each(Object.keys(environmentOf) as FunctionName[])("with mails of our own %s may do this much more", (name) => {
  const kept = expected[name].filter((each) => !lessWithMails.includes(each));
  expect(grantsOf(name, mailed)).toEqual([...kept, ...(moreWithMails[name] ?? [])].sort());
});

const moreWithDictionary: Partial<Record<FunctionName, string[]>> = {
  "poll-feeds": ["lists its bucket", "reads the dictionary in S3"],
  "build-dictionary": [
    "lists its bucket",
    "logs to its log",
    "reads Catalog",
    "reads the dictionary in S3",
    "sends to missed ticks",
    "writes the dictionary in S3",
  ],
};

test.each(Object.keys(environmentOf) as FunctionName[])(
  "with the dictionary in S3 %s may do this much more",
  (name) => {
    expect(grantsOf(name, withDictionary)).toEqual([...expected[name], ...(moreWithDictionary[name] ?? [])].sort());
  },
);

test("mails go from the one sender and no other of its domain", () => {
  const sending = statementsOf(mailed).filter(({ actions }) => actions.includes("ses:SendEmail"));
  expect(new Set(sending.map(({ role }) => role)).size).toBe(1);
  for (const { condition } of sending)
    expect(condition).toEqual({ StringEquals: { "ses:FromAddress": "alerts@mail.example.org" } });
});

test("receive-feedback, which reads what strangers' mail servers write, may change endpoints and their ledger alone", () => {
  const writes = statementsOf(mailed).filter(
    ({ role, actions }) => /receivefeedbackrole/.test(role) && actions.includes("dynamodb:UpdateItem"),
  );
  expect(writes).toHaveLength(2);
  for (const { condition } of writes)
    expect(condition).toEqual({ "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["ENDPOINT#*"] } });
});

// biome-ignore format: a table, one reason a line
const reasons: [wildcard: RegExp, reason: string][] = [
  [/^sns:\w+ on arn:.+:tieup-prod-endpoint-\*$/, "topics are made at run time, one per endpoint"],
  [/^lambda:InvokeFunction on \$\{\w+\.Arn\}:\*$/, "the scheduler may call any version of the one function"],
  [/^sns:CheckIfPhoneNumberIsOptedOut on \*$/, "to IAM a phone is no resource: all or none"],
  [/^xray:\w+ on \*$/, "to IAM a trace is no resource; only where tracing is on"],
];

test("no wildcard without a reason", () => {
  const wildcards = statementsOf(withSms)
    .flatMap(({ actions, resource }) => actions.map((action) => `${action} on ${resource}`))
    .filter((each) => each.includes("*"));
  expect(wildcards.filter((each) => !reasons.some(([wildcard]) => wildcard.test(each)))).toEqual([]);
  for (const [wildcard, reason] of reasons) expect(wildcards, reason).toContainEqual(expect.stringMatching(wildcard));
});

test("the api may change phone codes and counts of what was sent in Polling, and no row else", () => {
  const writes = statementsOf(plain).filter(
    ({ role, actions, resource }) =>
      /apirole/.test(role) && actions.includes("dynamodb:PutItem") && /Polling/.test(resource),
  );
  expect(writes.map(({ condition }) => condition)).toEqual([
    { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["CODE#*", "QUOTA#*", "CANARY#*", "KEY#*"] } },
  ]);
});

test("poll-feeds, which reads what strangers write, may change feeds in the catalog and no row else", () => {
  const writes = statementsOf(plain).filter(
    ({ role, actions, resource }) =>
      /pollfeedsrole/.test(role) && actions.includes("dynamodb:PutItem") && /Catalog/.test(resource),
  );
  expect(writes).toMatchObject([
    {
      actions: ["dynamodb:PutItem", "dynamodb:UpdateItem"],
      condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["FEED#*"] } },
    },
  ]);
});

test("send-summaries may make up the secret that signs links, and change no row else of what people typed in", () => {
  const writes = statementsOf(plain).filter(
    ({ role, actions, resource }) =>
      /sendsummariesrole/.test(role) && actions.includes("dynamodb:PutItem") && /Catalog/.test(resource),
  );
  expect(writes.map(({ condition }) => condition)).toEqual([
    { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["SECRET"] } },
  ]);
});

test("no role has a managed policy, which would reach beyond Tieup", () => {
  for (const { app, functions } of [plain, mailed, withDictionary]) {
    const roles = ofType(app.resources, "AWS::IAM::Role").map(([, role]) => role.ManagedPolicyArns);
    expect(roles.length).toBeGreaterThan(Object.keys(functions).length);
    expect(roles.filter(Boolean)).toEqual([]);
  }
});

test.each([
  ["off: no phone can be subscribed", plain, ["email"]],
  ["on: phones can be", withSms, ["email", "sms"]],
])("SMS %s", (_sentence, from, protocols) => {
  const conditions = statementsOf(from)
    .filter(({ actions }) => actions.includes("sns:Subscribe"))
    .map(({ condition }) => condition);
  expect(conditions.length).toBeGreaterThan(0);
  for (const condition of conditions) expect(condition).toEqual({ StringEquals: { "sns:Protocol": protocols } });
});
