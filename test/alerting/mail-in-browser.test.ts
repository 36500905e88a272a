import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Debian's; another one by TIEUP_TEST_CHROMIUM. */
const executablePath = process.env.TIEUP_TEST_CHROMIUM ?? "/usr/bin/chromium";
const missing = existsSync(executablePath) ? null : `no browser at ${executablePath} (apt install chromium)`;
if (missing) console.warn(`Skipped, the mails are not looked at in a browser: ${missing}.`);

const folder = new URL("../fixtures/mails/", import.meta.url);
/** One of each kind, in either language: all of them take minutes. With TIEUP_TEST_SHOTS all, photographed into that folder. */
const shots = process.env.TIEUP_TEST_SHOTS;
const few =
  /^(any-mention\.en|corrected\.de|expanded-and-ended-talks\.en|hostile-feed\.en|invitation\.de|late\.de)\.html$/;
const mails = readdirSync(folder).filter((file) => (shots ? file.endsWith(".html") : few.test(file)));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const schemes = ["light", "dark"] as const;
const widths = { desktop: 800, phone: 360 } as const;
const looks = schemes.flatMap((scheme) =>
  Object.entries(widths).map(([device, width]) => [scheme, device, width] as const),
);

let browser: Browser;

/** What the page asked the network for, which must be nothing. */
async function opened(
  file: string,
  scheme: (typeof schemes)[number],
  width: number,
  look: (page: Page) => Promise<void>,
) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 700 } });
  const asked: string[] = [];
  try {
    const page = await context.newPage();
    page.on("request", (request) => void asked.push(request.url()));
    await page.route("**", (route) => route.abort());
    await page.setContent(readFileSync(new URL(file, folder), "utf8"));
    await look(page);
  } finally {
    await context.close();
  }
  return asked;
}

/** What axe, by its rules of WCAG and good practice, objects to. */
async function violationsOf(page: Page): Promise<unknown> {
  await page.evaluate(axe);
  return page.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) })))",
  );
}

describe.skipIf(missing !== null)("the HTML of mails, in Chromium", () => {
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  });
  afterAll(() => browser?.close());

  test("there are mails to look at", () => expect(mails.length).toBeGreaterThanOrEqual(5));

  describe.each(looks)("%s, %s (%i pixels wide)", (scheme, device, width) => {
    test.each(mails)("%s", async (file) => {
      const asked = await opened(file, scheme, width, async (page) => {
        if (shots) await page.screenshot({ path: `${shots}/${file}.${scheme}.${device}.png`, fullPage: true });
        // Nobody has to scroll sideways.
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
        // The same elements in the same colours, and it takes a second.
        if (device === "phone") expect(await violationsOf(page)).toEqual([]);
      });
      expect(asked).toEqual([]);
    });
  });

  test("dark is dark and light is light", async () => {
    const backgrounds: string[] = [];
    for (const scheme of schemes)
      await opened(mails[0] as string, scheme, 360, async (page) => {
        backgrounds.push(String(await page.evaluate("getComputedStyle(document.body).backgroundColor")));
      });
    expect(backgrounds).toEqual(["rgb(241, 243, 245)", "rgb(17, 19, 21)"]);
  });
});
