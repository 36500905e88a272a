import { describe, expect, test } from "vitest";
import { composeEmail } from "../../lib/alerting/compose-email.ts";
import { composeHtml } from "../../lib/alerting/compose-html.ts";
import { composeNothingNew } from "../../lib/alerting/compose-nothing-new.ts";
import { composeSms } from "../../lib/alerting/compose-sms.ts";
import { frames } from "../../lib/alerting/frame.ts";
import { mailPage } from "../../lib/alerting/mail-page.ts";
import type { Summary } from "../../lib/alerting/summary.ts";
import {
  endedTalks,
  expanded,
  mention,
  newFacts,
  now,
  reader,
  reprinted,
  sourceOf,
  storyOf,
  summaryOf,
  told,
  update,
} from "./sample-news.ts";

const hostile = told({
  story: storyOf("s1", { areas: ["<b>fuel\u202e cells</b>\r\nBcc: all"] }),
  sources: [
    sourceOf({
      source: "Wire\r\nSubject: you won",
      title: "<script>alert(1)</script>BMW",
      sentence:
        'Both\u0000 <img src=x onerror="alert(1)">firms \u2066ally\u2069.\n\n2  BMW × Evil · merger AGREED\u200b',
      trigger: "ally\u061c\n",
      link: "javascript:alert(1)",
    }),
  ],
  watchlists: [{ name: "Cars\n\nWhy: nothing", entities: ["BMW"] }],
});

const allHealthy = { feeds: 3, failing: [], silent: [] };
const oneSilent = { ...allHealthy, silent: [{ feedId: "f2", title: "Kursblatt", since: "2023-06-26T07:00:00.000Z" }] };
const manyFailing = {
  feeds: 12,
  failing: ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"].map((title, n) => ({
    feedId: title,
    title,
    reason: "timed out after 10 s",
    since: `2023-06-2${n}T06:00:00.000Z`,
  })),
  silent: ["Zeta", "Eta"].map((title) => ({ feedId: title, title, since: "2023-06-20T06:00:00.000Z" })),
};

const now0930 = "2023-06-29T07:30:00.000Z";
const [first] = endedTalks.sources;
const notice = (kind: "withdrawal" | "correction", title: string, sentence: string) =>
  sourceOf({
    ...first,
    itemId: "i9",
    title,
    sentence,
    firstSeenAt: now0930,
    publishedAt: null,
    life: [{ kind, until: null }],
  });
const withdrawn = told({
  ...endedTalks,
  toldRevision: 1,
  change: "withdrawal",
  sources: [
    ...endedTalks.sources,
    notice("withdrawal", "ZURÜCKGEZOGEN: BMW und GM beenden Gespräche", "BMW verhandelt nicht."),
  ],
});
const corrected = told({
  ...update,
  change: "correction",
  sources: [
    ...update.sources,
    {
      ...notice("correction", "CORRECTED-BMW and Nordkap to enlarge venture", "BMW and Nordkap to enlarge venture"),
      life: [{ kind: "correction", until: null, says: "CORRECTED: Nordkap holds 40 percent, not 60." }],
      revision: 2,
    },
  ],
});

const quietHours = { from: "22:00", to: "07:00" };

const cases: [name: string, summary: Summary][] = [
  ["expanded-and-ended-talks", summaryOf([endedTalks, expanded])],
  ["update-of-a-known-story", summaryOf([update], { coverage: allHealthy })],
  ["new-facts-of-a-known-story", summaryOf([newFacts], { coverage: allHealthy })],
  ["new-facts-since-the-last-mail", summaryOf([told({ ...newFacts, toldRevision: 2 })], { coverage: allHealthy })],
  ["silent-feed", summaryOf([update], { coverage: oneSilent })],
  ["any-mention", summaryOf([mention], { since: "2023-06-01T12:00:00.000Z", coverage: manyFailing })],
  ["reprinted", summaryOf([reprinted], { coverage: allHealthy })],
  ["held-in-quiet-hours", summaryOf([endedTalks, update], { held: { "quiet-hours": 2 }, coverage: allHealthy })],
  ["held-by-the-daily-limit", summaryOf([endedTalks, update], { held: { "daily-limit": 2 }, coverage: allHealthy })],
  ["held-while-paused", summaryOf([update], { held: { paused: 1 }, coverage: allHealthy })],
  ["withdrawn", summaryOf([withdrawn], { coverage: allHealthy })],
  ["corrected", summaryOf([corrected], { coverage: allHealthy })],
  [
    "late",
    summaryOf([
      { ...expanded, late: { because: "feed", from: "2023-06-27T12:05:00.000Z", until: "2023-06-29T13:12:00.000Z" } },
      { ...endedTalks, late: { because: "sending", dueAt: "2023-06-28T16:41:00.000Z" } },
    ]),
  ],
  ["hostile-feed", summaryOf([hostile], { coverage: { feeds: 0, failing: [], silent: [] } })],
];

describe.each(cases)("%s", (name, summary) => {
  test.each(["en", "de"] as const)("%s, as HTML", async (language) => {
    const asked = { ...reader(language), quietHours, messagesPerDayMax: 5 };
    const title = composeEmail(summary, asked, now).subject;
    const footer = [frames[language].mail.footer];
    const page = mailPage({ ...composeHtml(summary, asked, now), language, title, footer });
    await expect(page).toMatchFileSnapshot(`../fixtures/mails/${name}.${language}.html`);
  });

  test.each(["en", "de"] as const)("%s", async (language) => {
    const asked = { ...reader(language), quietHours, messagesPerDayMax: 5 };
    const { subject, body } = composeEmail(summary, asked, now);
    const sms = composeSms(summary, asked);
    const shown = `Subject: ${subject}\n\n${body}\n--- SMS, ${sms.parts} part, ${sms.encoding} ---\n${sms.text}\n`;
    await expect(shown).toMatchFileSnapshot(`../fixtures/summaries/${name}.${language}.txt`);
  });
});

test.each(["en", "de"] as const)("nothing-new, %s", async (language) => {
  const since = now0930;
  const some = { watchlists: ["Car alliances", "Everything on Toyota"], since, coverage: manyFailing };
  const one = { watchlists: ["Car alliances"], since, coverage: allHealthy };
  const shown = [some, one].flatMap((digest) => {
    const email = composeNothingNew(digest, "email", reader(language), now);
    const sms = composeNothingNew(digest, "sms", reader(language), now);
    return [`Subject: ${email.subject}\n\n${email.text}\n--- SMS ---\n${sms.text}\n`];
  });
  await expect(shown.join("\n")).toMatchFileSnapshot(`../fixtures/summaries/nothing-new.${language}.txt`);
});
