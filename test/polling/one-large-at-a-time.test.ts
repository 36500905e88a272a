import { expect, test } from "vitest";
import { oneLargeAtATime } from "../../lib/polling/one-large-at-a-time.ts";
import type { Parse } from "../../lib/polling/poll-feed.ts";

const small = new Uint8Array(1024);
const large = new Uint8Array(1024 * 1024);

/** Polls that hold their place until they are let go, and the names of those that have parsed, in order. */
function world() {
  const parsed: string[] = [];
  const withParser = oneLargeAtATime(async ({ url }) => {
    parsed.push(url);
    return { kind: "unreadable", reason: "not read in this test" };
  });
  const poll = (url: string, bytes: Uint8Array) => {
    let end: (fault?: Error) => void = () => {};
    const held = new Promise<void>((resolve, reject) => {
      end = (fault) => (fault ? reject(fault) : resolve());
    });
    const done = withParser(async (parse: Parse) => {
      await parse({ bytes, contentType: null, url });
      await held;
    });
    return { done, end };
  };
  return { parsed, poll };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a large document waits until the poll of the one before has ended, a small one doesn't", async () => {
  const { parsed, poll } = world();
  const [first, second, third] = [poll("first", large), poll("second", large), poll("small", small)];
  await settled();
  expect(parsed).toEqual(["small", "first"]);
  first.end();
  await first.done;
  await settled();
  expect(parsed).toEqual(["small", "first", "second"]);
  second.end();
  third.end();
  await Promise.all([second.done, third.done]);
});

test("a poll that throws gives its place to the next", async () => {
  const { parsed, poll } = world();
  const [first, second] = [poll("first", large), poll("second", large)];
  await settled();
  first.end(new Error("the store is away"));
  await expect(first.done).rejects.toThrow("the store is away");
  second.end();
  await second.done;
  expect(parsed).toEqual(["first", "second"]);
});
