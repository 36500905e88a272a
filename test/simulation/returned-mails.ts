import type { Agenda } from "./agenda.ts";
import type { Lambda } from "./lambda.ts";
import type { SentMail } from "./memory-mails.ts";
import type { SeededRandom } from "./seeded-random.ts";

export interface ReturnedMails {
  /** Draws what comes back for a mail that was taken, and has it heard. Returns whether the mail can have been read. */
  draw(mail: SentMail): boolean;
}

export interface ReturnedMailsOptions {
  agenda: Agenda;
  random: SeededRandom;
  /** `receive-feedback`, which takes an event's text. */
  reader: Lambda;
  /** The chance, as it is at this moment, that SNS tells of an event twice. */
  unreliability(): number;
  /** Told when `receive-feedback` has heard that an address takes no mail, or wants none. */
  heard(endpointId: string): void;
}

const share = 0.12;
const soonestMs = 500;
const latestMs = 3 * 60_000;
const retryMs = 60_000;

interface Returned {
  event: object;
  /** Nothing more is to go there. */
  forGood: boolean;
  isRead: boolean;
}

const bounce = (bounceType: string, bounceSubType: string) => ({
  eventType: "Bounce",
  bounce: { bounceType, bounceSubType, bouncedRecipients: [{ diagnosticCode: "smtp; 550" }] },
});
const complaint = (complaintFeedbackType: string) => ({ eventType: "Complaint", complaint: { complaintFeedbackType } });

const kinds: readonly Returned[] = [
  { event: bounce("Permanent", "General"), forGood: true, isRead: false },
  { event: complaint("abuse"), forGood: true, isRead: true },
  { event: bounce("Transient", "MailboxFull"), forGood: false, isRead: false },
  { event: complaint("not-spam"), forGood: false, isRead: true },
];

/** Some of the mails come back, or their readers call them spam: SES says so some time later, and until it is heard. */
export function returnedMails({ agenda, random, reader, unreliability, heard }: ReturnedMailsOptions): ReturnedMails {
  return {
    draw({ endpointId, tags }) {
      if (!random.chance(share)) return true;
      const { event, forGood, isRead } = random.pick(kinds);
      const given = Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]]));
      const message = JSON.stringify({ ...event, mail: { tags: given } });
      const tell = (): void =>
        reader.invoke(message, ({ kind }) => {
          if (kind !== "returned") agenda.after(retryMs, tell);
          else if (forGood) heard(endpointId);
        });
      for (let times = random.chance(unreliability()) ? 2 : 1; times > 0; times--)
        agenda.after(random.between(soonestMs, latestMs), tell);
      return isRead;
    },
  };
}
