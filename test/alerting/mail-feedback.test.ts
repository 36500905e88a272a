import { describe, expect, test } from "vitest";
import { readSesEvent, SesEventError } from "../../functions/aws/ses-events.ts";
import type { Delivery } from "../../lib/alerting/delivery.ts";
import { heedFeedback, type MailFeedback, TooEarlyError } from "../../lib/alerting/mail-feedback.ts";
import type { Off } from "../../lib/alerting/subscriber.ts";

const startedAt = "2024-07-01T10:00:00.123Z";
const at = "2024-07-01T10:01:00.000Z";
const tags = { delivery: ["d1"], endpoint: ["ZTE"], startedAt: [String(Date.parse(startedAt))] };
const mail = { timestamp: startedAt, messageId: "m1", destination: ["reader@example.org"], tags };
const read = (event: object) => readSesEvent(JSON.stringify(event), () => new Date(at));

const bounce = (bounceType: string, bounceSubType: string, diagnosticCode?: string) => ({
  eventType: "Bounce",
  mail,
  bounce: {
    ...{ bounceType, bounceSubType, timestamp: at, feedbackId: "f1", reportingMTA: "dsn; mx.example.org" },
    bouncedRecipients: [{ emailAddress: "reader@example.org", action: "failed", status: "5.1.1", diagnosticCode }],
  },
});
const complaint = (more: object) => ({
  eventType: "Complaint",
  mail,
  complaint: {
    complainedRecipients: [{ emailAddress: "reader@example.org" }],
    timestamp: at,
    feedbackId: "f1",
    ...more,
  },
});

const delivery = { id: "d1", endpointId: "e1", startedAt };

// biome-ignore format: a table, one event a line
const events: [sentence: string, event: object, read: Omit<MailFeedback, "delivery" | "at"> | null][] = [
  ["nobody has the address", bounce("Permanent", "General", "smtp; 550 5.1.1 user unknown"), { kind: "bounced", forGood: true, detail: "Permanent, General: smtp; 550 5.1.1 user unknown" }],
  ["the account's suppression list has it", bounce("Permanent", "OnAccountSuppressionList"), { kind: "bounced", forGood: true, detail: "Permanent, OnAccountSuppressionList (on SES's suppression list, nothing was sent)" }],
  ["SES's own suppression list has it", bounce("Permanent", "Suppressed"), { kind: "bounced", forGood: true, detail: "Permanent, Suppressed (on SES's suppression list, nothing was sent)" }],
  ["the mailbox is full", bounce("Transient", "MailboxFull"), { kind: "bounced", forGood: false, detail: "Transient, MailboxFull" }],
  ["nobody can say", bounce("Undetermined", "Undetermined"), { kind: "bounced", forGood: false, detail: "Undetermined, Undetermined" }],
  ["the reader called it spam", complaint({ complaintFeedbackType: "abuse" }), { kind: "complained", forGood: true, detail: "abuse" }],
  ["the mailbox didn't say how it was complained of", complaint({}), { kind: "complained", forGood: true, detail: "abuse" }],
  ["the account's suppression list has it for a complaint", complaint({ complaintSubType: "OnAccountSuppressionList" }), { kind: "complained", forGood: true, detail: "OnAccountSuppressionList (on SES's suppression list, nothing was sent)" }],
  ["the reader took it out of the spam folder", complaint({ complaintFeedbackType: "not-spam" }), null],
  ["SES found a virus", { eventType: "Reject", mail, reject: { reason: "Bad content" } }, { kind: "rejected", forGood: false, detail: "Bad content" }],
  ["it arrived", { eventType: "Delivery", mail, delivery: { timestamp: at } }, null],
  ["it is somebody else's mail", { ...bounce("Permanent", "General"), mail: { ...mail, tags: {} } }, null],
];

describe("readSesEvent", () => {
  test.each(events)("%s", (_, event, expected) => {
    expect(read(event)).toEqual(expected && { delivery, at, ...expected });
  });

  test("the greeting that a new destination gets is nothing", () => {
    const greeting = "Successfully validated SNS topic for Amazon SES event publishing.";
    expect(readSesEvent(greeting, () => new Date(at))).toBeNull();
  });

  test.each(["", "null", "[]", "{}", '"Bounce"', "no JSON"])("%j is no event, and said to be none", (text) => {
    expect(() => readSesEvent(text, () => new Date(at))).toThrow(SesEventError);
  });
});

/** An endpoint and the record of a delivery to it. */
function worldWith(state: Delivery["state"] | null) {
  const told = { subject: "s", text: "t", messageId: "m1", reason: null };
  const world = {
    nowMs: Date.parse(at),
    off: [] as Off[],
    stored: state && ({ ...delivery, ...told, channel: "email", told: [], state } as Delivery),
  };
  const ports = {
    endpoints: { switchOff: async (id: string, off: Off) => id === "e1" && world.off.push(off) > 0 },
    deliveries: {
      find: async () => world.stored,
      finish: async (changed: Delivery) => {
        world.stored = changed;
      },
    },
    now: () => world.nowMs,
  };
  const heed = (event: object) => {
    const feedback = read(event);
    if (!feedback) throw new Error("expected a feedback, got none");
    return heedFeedback(feedback, ports);
  };
  return { world, heed };
}

describe("heedFeedback", () => {
  test("a hard bounce switches the endpoint off with the reason, and the ledger says that it didn't arrive", async () => {
    const { world, heed } = worldWith("sent");
    expect(await heed(bounce("Permanent", "NoEmail", "550 unknown\u0000\r\nX: y"))).toBe("switched-off");
    const detail = "Permanent, NoEmail: 550 unknown X: y";
    expect(world.off).toEqual([{ because: "bounced", at, detail }]);
    expect(world.stored).toMatchObject({ state: "bounced", reason: `bounced: ${detail}`, messageId: "m1" });
  });

  test("so does a suppressed address, in words", async () => {
    const { world, heed } = worldWith("sent");
    await heed(bounce("Permanent", "OnAccountSuppressionList"));
    expect(world.stored?.reason).toContain("suppression list, nothing was sent");
    expect(world.off).toMatchObject([{ because: "bounced" }]);
  });

  test("a soft bounce is in the ledger alone", async () => {
    const { world, heed } = worldWith("sent");
    expect(await heed(bounce("Transient", "MailboxFull"))).toBe("noted");
    expect(world.off).toEqual([]);
    expect(world.stored).toMatchObject({ state: "bounced", reason: "bounced: Transient, MailboxFull" });
  });

  test("a complaint switches it off; the mail had arrived", async () => {
    const { world, heed } = worldWith("sent");
    expect(await heed(complaint({ complaintFeedbackType: "abuse" }))).toBe("switched-off");
    expect(world.off).toMatchObject([{ because: "complained", detail: "abuse" }]);
    expect(world.stored).toMatchObject({ state: "sent", reason: "complained: abuse" });
  });

  test("twice is as once", async () => {
    const { world, heed } = worldWith("sent");
    await heed(bounce("Permanent", "General"));
    const once = structuredClone(world.stored);
    await heed(bounce("Permanent", "General"));
    expect(world.stored).toEqual(once);
  });

  test("before the sender has written the outcome down it comes again, with the endpoint off already", async () => {
    const { world, heed } = worldWith("publishing");
    await expect(heed(bounce("Permanent", "General"))).rejects.toThrow(TooEarlyError);
    expect(world.off).toHaveLength(1);
    expect(world.stored?.state).toBe("publishing");
  });

  test("where the sender died before it could, it resolves what nobody knew", async () => {
    const { world, heed } = worldWith("publishing");
    world.nowMs += 5 * 60_000;
    await heed(bounce("Permanent", "General"));
    expect(world.stored?.state).toBe("bounced");
  });

  test("of a delivery that nobody remembers only the endpoint is switched off", async () => {
    const { world, heed } = worldWith(null);
    expect(await heed(bounce("Permanent", "General"))).toBe("switched-off");
    expect(world.off).toHaveLength(1);
  });
});
