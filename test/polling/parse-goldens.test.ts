import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseFeed } from "../../lib/polling/parse-feed.ts";

const folder = new URL("../fixtures/feeds/", import.meta.url);
const goldens = readdirSync(folder).filter((name) => name.endsWith(".golden.json"));

/** One golden a feed, named after it: what `parseFeed` must make of it, warnings included. */
it.each(goldens)("%s", async (golden) => {
  const bytes = readFileSync(new URL(golden.replace(".golden.json", ""), folder));
  const now = new Date("2026-02-01T00:00:00Z");
  const outcome = await parseFeed({ bytes, contentType: null, url: "https://feeds.example/wire", now });
  expect(outcome).toEqual(JSON.parse(readFileSync(new URL(golden, folder), "utf8")));
});

it("has a golden for each feed", () => {
  const feeds = readdirSync(folder).filter((name) => !name.endsWith(".golden.json"));
  expect(goldens.map((name) => name.replace(".golden.json", "")).sort()).toEqual(feeds.sort());
});
