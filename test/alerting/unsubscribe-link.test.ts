import { expect, test } from "vitest";
import { sendSummary } from "../../lib/alerting/send-summary.ts";
import { tellTest } from "../../lib/alerting/tell-test.ts";
import { endpointOfKey, unsubscribeLinks } from "../../lib/alerting/unsubscribe-link.ts";
import { toldWorld } from "./told-world.ts";

const linkOf = unsubscribeLinks("https://tieup.example.org/", "secret");
const keyOf = (link: string) => new URL(link).searchParams.get("key") ?? "";

test("a link leads to the endpoint that it was made for, and no other secret's does", () => {
  const link = linkOf("e1");
  expect(link).toMatch(/^https:\/\/tieup\.example\.org\/unsubscribe\?key=[\w.-]+$/);
  expect(endpointOfKey(keyOf(link), "secret")).toBe("e1");
  expect(endpointOfKey(keyOf(link), "another")).toBeNull();
});

test.each<[string, (key: string) => string]>([
  ["nothing", () => ""],
  ["the id", () => "e1"],
  ["another's id with this signature", (key) => `${Buffer.from("e2").toString("base64url")}.${key.split(".")[1]}`],
  ["a key with another last letter", (key) => `${key.slice(0, -2)}xA`],
  ["a key that was cut off", (key) => key.slice(0, -1)],
  ["a key with more behind it", (key) => `${key}A`],
  ["two of them", (key) => `${key}.${key}`],
  ["one as long as a book", () => `${"A".repeat(100_000)}.${"A".repeat(22)}`],
])("%s is no key", (_, forged) => {
  expect(endpointOfKey(forged(keyOf(linkOf("e1"))), "secret")).toBeNull();
});

const toldWithLinks = (channel: "email" | "sms") => {
  const world = toldWorld(channel);
  world.subscribe({ every: "immediate" });
  world.hit("s1");
  return { world, ports: { ...world.ports(), unsubscribeLink: linkOf } };
};

test("an email's last line is the link, which stands in no record", async () => {
  const { world, ports } = toldWithLinks("email");
  await sendSummary("e1", ports);
  await tellTest("e1", "t1", ports);
  for (const { text, unsubscribeUrl } of world.published) {
    expect(text).toMatch(/\n\nUnsubscribe: \S+\n$/);
    expect(text).toContain(`Unsubscribe: ${linkOf("e1")}\n`);
    expect(unsubscribeUrl).toBe(linkOf("e1"));
  }
  expect(world.published).toHaveLength(2);
  expect(JSON.stringify([...world.deliveries.values()])).not.toContain("unsubscribe");
});

test("it is in the reader's language", async () => {
  const { world, ports } = toldWithLinks("email");
  world.subscriber = { ...world.subscriber, language: "de" };
  await sendSummary("e1", ports);
  expect(world.published[0]?.text).toMatch(/\n\nAbbestellen: https:\S+\n$/);
});

test("an SMS has no room for it, and without a public address there is none", async () => {
  const { world, ports } = toldWithLinks("sms");
  await sendSummary("e1", ports);
  const { world: unlinked } = toldWithLinks("email");
  await sendSummary("e1", unlinked.ports());
  for (const { text, unsubscribeUrl } of [...world.published, ...unlinked.published]) {
    expect(text).not.toMatch(/Unsubscribe/);
    expect(unsubscribeUrl).toBeUndefined();
  }
});
