import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runTieup } from "./run-tieup.ts";

// What no API of the embedded default has: mail that came back. Its answers are few, so they are written down here.
const answers: Record<string, object> = {
  "/subscribers": { items: [{ id: "s1", name: "Olga", language: "en", timeZone: "UTC" }] },
  "/watchlists": { items: [] },
  "/endpoints/e1/subscriptions": { items: [] },
  "/subscribers/s1/endpoints": {
    items: [
      {
        ...{ id: "e1", subscriberId: "s1", channel: "email", address: "olga@example.org", state: "unsubscribed" },
        off: { because: "bounced", at: "2026-03-01T11:00:00.000Z", detail: "Permanent, General: 550 user unknown" },
      },
    ],
  },
  "/deliveries": {
    items: [
      {
        ...{ id: "d1", endpointId: "e1", startedAt: "2026-03-01T10:59:00.000Z", state: "bounced", channel: "email" },
        ...{ told: [], subject: "BMW × Toyota", text: "t", messageId: "m", reason: "bounced: Permanent, General" },
      },
    ],
  },
};

let server: Server;
let options: string[];
beforeAll(async () => {
  server = createServer(({ url = "" }, response) => {
    const body = answers[url.split("?")[0] ?? ""];
    response
      .writeHead(body ? 200 : 404, { "content-type": "application/json" })
      .end(JSON.stringify({ ...body, nextCursor: null }));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  options = ["--api", `http://127.0.0.1:${(server.address() as { port: number }).port}`, "--token", "t"];
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
});

test("an address that mail came back from says so in the list of subscribers", async () => {
  const { code, stdout, stderr } = await runTieup(["subscribers", ...options], { columns: 120 });
  expect(code, stderr).toBe(0);
  expect(stdout).toContain("unsubscribed (bounced)");
});

test("and its delivery in the list of what was sent, with the reason", async () => {
  const { code, stdout, stderr } = await runTieup(["deliveries", ...options], { columns: 160 });
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/bounced/);
  expect(stdout).toContain("Permanent, General");
});
