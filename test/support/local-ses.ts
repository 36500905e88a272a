import { CreateEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { credentials, type EmbeddedServer, embeddedCredentials } from "../../local/embedded-aws.ts";
import { type SentMail, startSes } from "../../local/embedded-ses.ts";
import { startMoto } from "./other-servers.ts";

export interface LocalSes {
  endpoint: string;
  client: SESv2Client;
  /** What was sent; empty on moto, which keeps less of it. */
  sent: SentMail[];
  stop(): Promise<void>;
}

/** The embedded SES (or moto, where TIEUP_TEST_MESSAGING names it) on a free loopback port, which knows the sender. */
export async function startLocalSes(sender: string): Promise<LocalSes> {
  const sent: SentMail[] = [];
  const isMoto = process.env.TIEUP_TEST_MESSAGING === "moto";
  const server: EmbeddedServer = isMoto ? await startMoto() : await startSes((mail) => void sent.push(mail));
  const config = { endpoint: server.url, region: embeddedCredentials.AWS_REGION, credentials, maxAttempts: 1 };
  const client = new SESv2Client(config);
  if (isMoto) await client.send(new CreateEmailIdentityCommand({ EmailIdentity: sender }));
  return {
    endpoint: server.url,
    client,
    sent,
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}
