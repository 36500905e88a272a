import { expect, test } from "vitest";
import { fill, frames } from "../../lib/alerting/frame.ts";
import { smsParts, toGsm7 } from "../../lib/alerting/gsm-7.ts";
import { tellTest } from "../../lib/alerting/tell-test.ts";
import { toldWorld } from "./told-world.ts";

test("goes out once, whatever the queue repeats, and is in the ledger with its words", async () => {
  const world = toldWorld("sms");
  expect(await tellTest("e1", "t1", world.ports())).toMatchObject({ kind: "sent" });
  expect(await tellTest("e1", "t1", world.ports())).toEqual({ kind: "nothing-new" });
  await tellTest("e1", "t2", world.ports());
  expect(world.tellings).toEqual(["test t1#1", "test t2#1"]);
  expect([...world.deliveries.values()].map(({ state, text }) => [state, text])).toEqual([
    ["sent", world.published[0]?.text],
    ["sent", world.published[1]?.text],
  ]);
});

test.each(["pending", "unsubscribed"] as const)("nobody %s is sent one", async (state) => {
  const world = toldWorld();
  world.setState(state);
  expect(await tellTest("e1", "t1", world.ports())).toEqual({ kind: "not-confirmed" });
  expect(world.published).toEqual([]);
});

test("a name is no second line of the mail", async () => {
  const world = toldWorld();
  world.subscriber = { ...world.subscriber, name: "Eve\nBcc: all\u202e <b>x</b>" };
  await tellTest("e1", "t1", world.ports());
  expect(world.published[0]).toMatchObject({ subject: "Tieup: test message" });
  expect(world.published[0]?.text).toBe("This is a test: alerts for Eve Bcc: all x arrive here.\n");
});

test.each(["de", "en"] as const)("a phone's code is one part in %s", (language) => {
  const text = toGsm7(fill(frames[language].phoneCode, { code: "042517", minutes: 10 }));
  expect(smsParts(text)).toBe(1);
  expect(text).toMatch(/^Tieup: 042517 /);
});
