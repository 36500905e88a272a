import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeMail } from "../../local/mailbox.ts";

const folder = mkdtempSync(join(tmpdir(), "tieup-mailbox-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a mail becomes the message that its recipient gets, and a page to look at", () => {
  const posted = writeMail(
    {
      ...{ messageId: "0123456789", from: "Tieup <alerts@tieup.invalid>", to: "reader@example.org" },
      ...{ subject: "BMW × Toyota", text: "Größe\nzwei\n", html: "<p>Größe</p>\n", configurationSet: null, tags: {} },
      ...{ headers: { "List-Unsubscribe": "<https://x.example/>" }, sentAt: "2026-03-02T10:05:06.789Z" },
    },
    join(folder, "outbox"),
  );
  expect(posted).toMatchObject({ channel: "email", to: "reader@example.org", text: "Größe\nzwei\n" });
  expect(readFileSync(posted.file, "utf8")).toBe("<p>Größe</p>\n");
  const eml = readFileSync(posted.file.replace(/html$/, "eml"), "utf8");
  const [head, ...parts] = eml.split("--part-0123456789");
  expect(head).toContain("Subject: =?UTF-8?B?Qk1XIMOXIFRveW90YQ==?=\r\n");
  expect(head).toContain("List-Unsubscribe: <https://x.example/>\r\n");
  expect(head).toContain('Content-Type: multipart/alternative; boundary="part-0123456789"\r\n');
  expect(parts.map((part) => part.split("\r\n\r\n")[1]?.trim())).toEqual(["Größe\r\nzwei", "<p>Größe</p>", undefined]);
  expect(eml.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  expect(eml.endsWith("--\r\n")).toBe(true);
});
