import { places } from "./places.ts";
import type { Parse } from "./poll-feed.ts";

/** A document above this takes ten times its size while it is read, and its items some of that until they are stored. */
const largeBytesMin = 1024 * 1024;

/**
 * Returns a function that lets a poll parse with `parse`, but of all polls through it only one be past the reading of a
 * large document at a time: sixteen such feeds at once would not fit into a function's memory. A poll keeps its place
 * until it has ended, in whatever way; polls of small documents never wait.
 */
export function oneLargeAtATime(parse: Parse): <T>(poll: (parse: Parse) => Promise<T>) => Promise<T> {
  const large = places(1);
  return async (poll) => {
    let taken = false;
    try {
      return await poll(async (input) => {
        if (input.bytes.length >= largeBytesMin) {
          await large.take();
          taken = true;
        }
        return parse(input);
      });
    } finally {
      if (taken) large.give();
    }
  };
}
