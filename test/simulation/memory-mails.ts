import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import { deliveryOfTags } from "../../functions/aws/ses.ts";

/** One mail that SES took. */
export interface SentMail {
  to: string;
  endpointId: string;
  /** Of the record that was written before it. */
  deliveryId: string;
  subject: string;
  text: string;
  /** Which SES gives back with what it says of the mail. */
  tags: Record<string, string>;
}

export interface MemoryMails {
  execute(command: object): object;
}

/** SES as far as the adapter uses it: it takes every mail. */
export function memoryMails(onMail: (mail: SentMail) => void): MemoryMails {
  return {
    execute(command) {
      if (!(command instanceof SendEmailCommand))
        throw new TypeError(`expected a command that the adapter uses, got ${command.constructor.name}`);
      const { Destination, EmailTags = [], Content } = command.input;
      const tags = Object.fromEntries(EmailTags.map(({ Name = "", Value = "" }) => [Name, Value]));
      const delivery = deliveryOfTags(tags);
      const [to] = Destination?.ToAddresses ?? [];
      if (!delivery || !to)
        throw new TypeError("expected a mail with its delivery's tags and an address, got one without");
      const { Subject, Body } = Content?.Simple ?? {};
      const words = { subject: Subject?.Data ?? "", text: Body?.Text?.Data ?? "" };
      onMail({ to, endpointId: delivery.endpointId, deliveryId: delivery.id, ...words, tags });
      return { MessageId: "m" };
    },
  };
}
