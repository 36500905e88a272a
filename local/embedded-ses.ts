import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { EmbeddedServer } from "./embedded-aws.ts";

/** A mail as the embedded SES took it. */
export interface SentMail {
  messageId: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  tags: Record<string, string>;
  configurationSet: string | null;
  /** ISO 8601 UTC. */
  sentAt: string;
}

/** SES's own limits on what it is sent, as far as we could break them. */
const sendPath = "/v2/email/outbound-emails";
const address = /^(?:[^<>\r\n]* )?<?[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>?$/;
const tagText = /^[\w.@-]{1,256}$/;
const headerName = /^[!-9;-~]{1,126}$/;
const headerValue = /^[ -~]{1,870}$/;

interface SendEmail {
  FromEmailAddress?: string;
  Destination?: { ToAddresses?: string[] };
  ConfigurationSetName?: string;
  EmailTags?: { Name: string; Value: string }[];
  Content?: {
    Simple?: {
      Subject?: { Data: string };
      Body?: { Text?: { Data: string }; Html?: { Data: string } };
      Headers?: { Name: string; Value: string }[];
    };
  };
}

/**
 * As much of SES v2 as we use, on a free loopback port: takes `SendEmail`, refuses what SES would refuse of it, sends nothing
 * anywhere and hands each mail to `sent`. *Instead of* a package: those that there are bring a web server, a template engine and a
 * mail parser for one request.
 */
export async function startSes(sent: (mail: SentMail) => void): Promise<EmbeddedServer> {
  const server = createServer((request, response) => {
    answer(request, response, sent).catch((fault: unknown) => say(response, 500, "InternalFailure", String(fault)));
  });
  await new Promise<void>((ready, failed) => server.once("error", failed).listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, sent: (mail: SentMail) => void) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (request.method !== "POST" || request.url !== sendPath)
    return say(response, 404, "NotFoundException", `nobody answers ${request.method} ${request.url} here`);
  const asked = JSON.parse(Buffer.concat(chunks).toString()) as SendEmail;
  const problem = problemWith(asked);
  if (problem !== null) return say(response, 400, "BadRequestException", problem);
  const mail = mailFrom(asked, randomUUID());
  sent(mail);
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ MessageId: mail.messageId }));
}

function say(response: ServerResponse, status: number, code: string, message: string): void {
  const headers = { "content-type": "application/json", "x-amzn-errortype": code };
  response.writeHead(status, headers).end(JSON.stringify({ message }));
}

function problemWith({ FromEmailAddress = "", Destination, EmailTags = [], Content }: SendEmail): string | null {
  const { Subject, Body, Headers = [] } = Content?.Simple ?? {};
  if (!address.test(FromEmailAddress)) return `expected FromEmailAddress to be an address, got "${FromEmailAddress}"`;
  const [to, ...others] = Destination?.ToAddresses ?? [];
  if (to === undefined || others.length > 0 || !address.test(to)) return "expected one recipient's address";
  if (!Subject?.Data || /[\r\n]/.test(Subject.Data)) return "expected a subject of one line";
  if (!Body?.Text?.Data || !Body.Html?.Data) return "expected a text and an HTML part";
  const tag = EmailTags.find(({ Name, Value }) => !tagText.test(Name) || !tagText.test(Value));
  if (tag) return `expected a tag of letters, digits, "_", "-", "." and "@", got ${tag.Name}: ${tag.Value}`;
  const header = Headers.find(({ Name, Value }) => !headerName.test(Name) || !headerValue.test(Value));
  return header ? `expected a header of ASCII, got ${header.Name}: ${header.Value}` : null;
}

function mailFrom({ FromEmailAddress, Destination, EmailTags, ConfigurationSetName, Content }: SendEmail, id: string) {
  const { Subject, Body, Headers = [] } = Content?.Simple ?? {};
  const named = (pairs: { Name: string; Value: string }[]) =>
    Object.fromEntries(pairs.map(({ Name, Value }) => [Name, Value]));
  return {
    messageId: id,
    from: FromEmailAddress ?? "",
    to: Destination?.ToAddresses?.[0] ?? "",
    subject: Subject?.Data ?? "",
    text: Body?.Text?.Data ?? "",
    html: Body?.Html?.Data ?? "",
    headers: named(Headers),
    tags: named(EmailTags ?? []),
    configurationSet: ConfigurationSetName ?? null,
    sentAt: new Date().toISOString(),
  };
}
