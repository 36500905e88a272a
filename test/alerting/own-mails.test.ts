import { describe, expect, test } from "vitest";
import { confirmLinks, endpointToConfirm } from "../../lib/alerting/confirm-link.ts";
import type { Mail } from "../../lib/alerting/mail.ts";
import { type SendOutcome, sendSummary } from "../../lib/alerting/send-summary.ts";
import { tellFeedNotices } from "../../lib/alerting/tell-feed-notices.ts";
import { tellInvitation } from "../../lib/alerting/tell-invitation.ts";
import { tellTest } from "../../lib/alerting/tell-test.ts";
import { unsubscribeLinks } from "../../lib/alerting/unsubscribe-link.ts";
import { toldWorld } from "./told-world.ts";

const publicUrl = "https://tieup.example.org";
const confirmLink = confirmLinks(publicUrl, "secret");
const unsubscribeLink = unsubscribeLinks(publicUrl, "secret");

/** An email address without a topic, whose mails are our own. */
function mailWorld(language: "de" | "en" = "en") {
  const world = toldWorld("email");
  world.endpoint.topicArn = null;
  world.endpoint.address = "reader@example.org";
  world.subscriber = { ...world.subscriber, language };
  world.subscribe({ every: "immediate", workdaysOnly: undefined });
  const mails: Mail[] = [];
  const mailer = {
    async send(mail: Mail) {
      mails.push(mail);
      return { kind: "published", messageId: `m${mails.length}` } as const;
    },
  };
  const feed = { feedId: "f1", title: "Börsenticker", reason: "HTTP 403", noticed: "2024-07-01T08:00:00.000Z" };
  const notices = {
    feedNoticesOf: async () => [{ ...feed, state: "failing", since: "2024-07-01T08:00:00.000Z" } as const],
  };
  const ports = () => ({ ...world.ports(), mailer, confirmLink, unsubscribeLink, notices });
  return { world, mails, ports, mailer };
}

const kinds: [name: string, tell: (world: ReturnType<typeof mailWorld>) => Promise<SendOutcome>][] = [
  ["feed-notice", ({ ports }) => tellFeedNotices("e1", ports())],
  ["test", ({ ports }) => tellTest("e1", "t1", ports())],
  [
    "invitation",
    ({ world, ports }) => {
      world.setState("pending");
      return tellInvitation("e1", "i1", ports());
    },
  ],
];

describe.each(kinds)("%s", (name, tell) => {
  test.each(["en", "de"] as const)("%s", async (language) => {
    const made = mailWorld(language);
    expect(await tell(made)).toMatchObject({ kind: "sent" });
    const [mail] = made.mails;
    await expect(mail?.html).toMatchFileSnapshot(`../fixtures/mails/${name}.${language}.html`);
    const text = `Subject: ${mail?.subject}\n\n${mail?.text}`;
    await expect(text).toMatchFileSnapshot(`../fixtures/mails/${name}.${language}.txt`);
  });

  test("is sent once, and its links stand in no record", async () => {
    const made = mailWorld();
    await tell(made);
    expect(await tell(made)).toEqual({ kind: "nothing-new" });
    expect(made.mails).toHaveLength(1);
    expect(JSON.stringify([...made.world.deliveries.values()])).not.toContain("tieup.example.org");
  });
});

describe("a summary", () => {
  test("goes to the address, as text and HTML, with a link to end it and the delivery that it is", async () => {
    const { world, mails, ports } = mailWorld();
    world.hit("s1");
    expect(await sendSummary("e1", ports())).toMatchObject({ kind: "sent", deliveryId: "d1" });
    const link = unsubscribeLink("e1");
    expect(mails).toMatchObject([{ to: "reader@example.org", unsubscribeUrl: link, delivery: { id: "d1" } }]);
    expect(mails[0]?.text).toMatch(/\n\nUnsubscribe: https:\S+\n$/);
    expect(mails[0]?.html).toContain(`href="${link}"`);
    expect(mails[0]?.html).toContain("<h2");
    expect(world.published).toEqual([]);
    expect([...world.deliveries.values()]).toMatchObject([{ state: "sent", messageId: "m1" }]);
  });

  test("goes by the topic of an address that has one, as SNS makes it", async () => {
    const { world, mails, ports } = mailWorld();
    world.endpoint.topicArn = "arn:1";
    world.hit("s1");
    await sendSummary("e1", ports());
    expect([mails.length, world.published.length]).toEqual([0, 1]);
  });

  test("waits where there is neither topic nor mails of our own; a phone has no address for them", async () => {
    const { world, ports } = mailWorld();
    world.hit("s1");
    expect(await sendSummary("e1", { ...ports(), mailer: undefined })).toEqual({ kind: "not-confirmed" });
    world.endpoint.channel = "sms";
    expect(await sendSummary("e1", ports())).toEqual({ kind: "not-confirmed" });
  });

  test("that SES refuses is in the ledger with the reason, and told when it is asked for again", async () => {
    const { world, mails, ports, mailer } = mailWorld();
    world.hit("s1");
    const refusing = { send: async () => ({ kind: "refused", reason: "MessageRejected: not verified" }) as const };
    expect(await sendSummary("e1", { ...ports(), mailer: refusing })).toMatchObject({ kind: "refused" });
    expect([...world.deliveries.values()]).toMatchObject([
      { state: "refused", reason: "MessageRejected: not verified" },
    ]);
    world.nowMs += 3 * 60_000;
    expect(await sendSummary("e1", { ...ports(), mailer })).toMatchObject({ kind: "sent" });
    expect(mails).toHaveLength(1);
  });

  test("that came back isn't told again by a call that takes a dead one's place", async () => {
    const { world, mails, ports } = mailWorld();
    world.hit("s1");
    world.fate = (effect) => (world.published.length === 0 && mails.length === 1 && effect > 0 ? "before" : null);
    await expect(sendSummary("e1", ports())).rejects.toThrow();
    world.fate = () => null;
    for (const delivery of world.deliveries.values()) delivery.state = "bounced";
    world.nowMs += 3 * 60_000;
    expect(await sendSummary("e1", ports())).toEqual({ kind: "nothing-new" });
    expect(mails).toHaveLength(1);
  });
});

describe("an invitation", () => {
  test("is all ours: no name, no watchlist, nothing to unsubscribe from", async () => {
    const { world, mails, ports } = mailWorld();
    world.setState("pending");
    world.subscriber = { ...world.subscriber, name: "Buy cheap pills" };
    await tellInvitation("e1", "i1", ports());
    expect(mails[0]?.unsubscribeUrl).toBeUndefined();
    expect(JSON.stringify(mails[0])).not.toMatch(/pills|Car alliances|unsubscribe\?/);
  });

  test("has a link that is good for this endpoint and three days", async () => {
    const { world, mails, ports } = mailWorld();
    world.setState("pending");
    await tellInvitation("e1", "i1", ports());
    const key = new URL(/https:\S+/.exec(mails[0]?.text ?? "")?.[0] ?? "").searchParams.get("key") ?? "";
    const days = (n: number) => world.nowMs + n * 24 * 60 * 60 * 1000;
    expect(endpointToConfirm(key, "secret", days(2.9))).toBe("e1");
    expect(endpointToConfirm(key, "secret", days(3))).toBeNull();
    expect(endpointToConfirm(key, "another", days(0))).toBeNull();
    expect(endpointToConfirm(new URL(unsubscribeLink("e1")).searchParams.get("key") ?? "", "secret", 0)).toBeNull();
  });

  test.each([
    ["to who agreed meanwhile", "confirmed", null],
    ["to who left meanwhile", "unsubscribed", null],
    ["where SNS has asked", "pending", "arn:1"],
  ] as const)("isn't sent %s", async (_, state, topicArn) => {
    const { world, mails, ports } = mailWorld();
    Object.assign(world.endpoint, { state, topicArn });
    expect(await tellInvitation("e1", "i1", ports())).toEqual({ kind: "nothing-new" });
    expect(await tellInvitation("gone", "i1", ports())).toEqual({ kind: "nothing-new" });
    expect(mails).toEqual([]);
  });

  test("each that was asked for is sent", async () => {
    const { world, mails, ports } = mailWorld();
    world.setState("pending");
    for (const id of ["i1", "i2", "i1"]) await tellInvitation("e1", id, ports());
    expect(mails).toHaveLength(2);
  });
});
