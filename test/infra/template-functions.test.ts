import { describe, expect, test } from "vitest";
import { environmentOf, type FunctionName } from "../../functions/environment.ts";
import { bare, dev, full, functionOf, plain } from "./sample-stages.ts";
import { inWords } from "./synthesised.ts";

const resources = plain.app.resources;
const names = Object.keys(environmentOf) as FunctionName[];

describe("functions", () => {
  test("there is one for each name in functions/environment.ts, two of them only where they are configured", () => {
    expect(Object.keys(plain.functions).sort()).toEqual(names.toSorted());
    expect(Object.keys(bare.functions).sort()).toEqual(
      names.filter((name) => name !== "receive-feedback" && name !== "build-dictionary").sort(),
    );
  });

  const cases = [bare, plain, full].flatMap((from) =>
    Object.keys(from.functions).map(
      (name) =>
        [
          name as FunctionName,
          `${from.stage.mail ? "" : "no "}mails, ${from.stage.sms ? "" : "no "}SMS`,
          from,
        ] as const,
    ),
  );
  test.each(cases)("the variables of %s (%s) are those that it reads", (name, _sms, from) => {
    const { NODE_OPTIONS, ...variables } = functionOf(name, from).Environment.Variables;
    const { required, optional } = environmentOf[name];
    expect(NODE_OPTIONS).toMatch(/^--enable-source-maps --max-old-space-size=\d+$/);
    expect(Object.keys(variables)).toEqual(expect.arrayContaining([...required]));
    expect([...required, ...optional]).toEqual(expect.arrayContaining(Object.keys(variables)));
    expect(Object.values(variables)).not.toContain("");
  });

  test.each(names)("%s never opens the private network, whatever is optional", (name) => {
    for (const from of [plain, full, dev].filter(({ functions }) => functions[name])) {
      expect(Object.keys(functionOf(name, from).Environment.Variables)).not.toContain("ALLOW_PRIVATE");
      expect(Object.keys(functionOf(name, from).Environment.Variables)).not.toContain("EXEMPT_ORIGINS");
    }
  });

  test.each(names)("%s runs on Node 24 on arm64, with bounds, and logs JSON that expires", (name) => {
    const { Runtime, Architectures, Timeout, MemorySize, LoggingConfig, TracingConfig } = functionOf(name);
    expect({ Runtime, Architectures, TracingConfig }).toEqual({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
    expect(Timeout).toBeGreaterThan(0);
    expect(MemorySize).toBeGreaterThan(0);
    expect(LoggingConfig.LogFormat).toBe("JSON");
    expect(resources[LoggingConfig.LogGroup.Ref]).toMatchObject({
      DeletionPolicy: "Delete",
      Properties: { RetentionInDays: 30 },
    });
  });

  test.each(names)("the heap of %s ends before its memory does", (name) => {
    const { MemorySize, Environment } = functionOf(name);
    const heapMb = Number(/--max-old-space-size=(\d+)/.exec(Environment.Variables.NODE_OPTIONS)?.[1]);
    expect(heapMb).toBe(MemorySize - 64);
  });

  test("pollers have twice the memory where the dictionary is in S3, as a million names don't fit into the half of it", () => {
    expect([bare, plain].map((from) => functionOf("poll-feeds", from).MemorySize)).toEqual([512, 1024]);
  });

  test.each(names)("%s is outside any VPC, and traced only where that is asked for", (name) => {
    expect(functionOf(name).VpcConfig).toBeUndefined();
    expect([functionOf(name), functionOf(name, full)].map(({ TracingConfig }) => TracingConfig?.Mode)).toEqual([
      undefined,
      "Active",
    ]);
  });

  test("what the internet can call is bounded by the gateway's rate, and by concurrency where that is asked for", () => {
    const bounds = [plain, full].map((from) => functionOf("api", from).ReservedConcurrentExecutions);
    expect(bounds).toEqual([undefined, 20]);
  });

  test("SMS settings reach send-summaries only where SMS is on", () => {
    const settings = { SMS_SENDER_ID: "Tieup", SMS_MAX_PRICE: "0.10" };
    expect(functionOf("send-summaries", full).Environment.Variables).toMatchObject(settings);
    expect(Object.keys(functionOf("send-summaries").Environment.Variables)).not.toContain("SMS_SENDER_ID");
  });

  test("the sender of mails is set where mails are ours, and nowhere else", () => {
    const variables = (from: typeof plain, name: string) => functionOf(name, from).Environment.Variables;
    for (const name of ["send-summaries", "reconcile-subscriptions", "api"]) {
      expect(variables(full, name).MAIL_FROM, name).toBe("Tieup <alerts@mail.example.org>");
      expect(Object.keys(variables(bare, name)), name).not.toContain("MAIL_FROM");
    }
    expect(inWords(variables(full, "send-summaries").MAIL_CONFIGURATION_SET)).toMatch(/OwnMailsSet/);
  });

  test("publishers find the contact, or the operator where there is none", () => {
    expect(functionOf("poll-feeds", full).Environment.Variables.CONTACT).toBe("https://example.org");
    expect(functionOf("poll-feeds").Environment.Variables.CONTACT).toBe("operator@example.org");
  });
});
