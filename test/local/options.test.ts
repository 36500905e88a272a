import { describe, expect, test } from "vitest";
import { readStartOptions, UsageError } from "../../local/options.ts";

describe("readStartOptions", () => {
  test("without options the sample wire is watched, at its own speed, with the API on 8787", () => {
    expect(readStartOptions([])).toMatchObject({ feeds: [], speed: 1, port: 8787, once: false, allowPrivate: false });
  });

  test("takes several feeds, names with commas between, and a number with spaces", () => {
    const argv = ["--feed", "https://a.example/rss", "--feed", "https://b.example/rss", "--watch", "BMW, Toyota,GM"];
    expect(readStartOptions([...argv, "--sms", "+49 171 39200-123"])).toMatchObject({
      feeds: ["https://a.example/rss", "https://b.example/rss"],
      watch: ["BMW", "Toyota", "GM"],
      sms: "+4917139200123",
    });
  });

  const own = ["--feed", "https://a.example/rss", "--watch", "BMW,GM"];
  test.each<[string, string[], RegExp]>([
    ["an unknown option", ["--feeds", "x"], /--feeds/],
    [
      "a feed that is no URL",
      ["--feed", "a.example", "--watch", "BMW", "--email", "a@b.example"],
      /--feed to be an http or https URL, got "a\.example"/,
    ],
    [
      "a feed of another scheme",
      ["--feed", "file:///etc/passwd", "--watch", "BMW", "--email", "a@b.example"],
      /http or https/,
    ],
    ["feeds without names to watch", ["--feed", "https://a.example/rss", "--email", "a@b.example"], /--watch/],
    ["names without feeds", ["--watch", "BMW,GM"], /--feed or --opml/],
    ["feeds with nobody to tell", own, /--email or --sms/],
    [
      "an email address without a domain",
      [...own, "--email", "anna"],
      /--email to be an address like you@example\.org, got "anna"/,
    ],
    [
      "a phone number without its country",
      [...own, "--sms", "0171 3920012"],
      /--sms to be a number like \+4917139200123/,
    ],
    [
      "a lookback that is no number",
      ["--lookback", "yesterday"],
      /--lookback to be a number above zero, got "yesterday"/,
    ],
    ["a speed of zero", ["--speed", "0"], /--speed to be a number above zero, got "0"/],
    ["a port out of range", ["--port", "70000"], /--port to be a whole number/],
    ["mails by another way", ["--mail", "smtp"], /--mail to be sns or ses, got "smtp"/],
    ["links to nowhere", ["--mail", "ses", "--port", "0"], /--port to be a certain one with --mail ses/],
    ["a language that we don't write", ["--language", "fr"], /--language to be de or en, got "fr"/],
  ])("refuses %s", (_, argv, message) => {
    expect(() => readStartOptions(argv)).toThrow(UsageError);
    expect(() => readStartOptions(argv)).toThrow(message);
  });
});
