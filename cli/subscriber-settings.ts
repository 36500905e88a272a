import { newSubscriber, subscriberLimits } from "../lib/api/subscriber-routes.ts";
import { UsageError } from "./command.ts";
import { optionValue } from "./option-value.ts";

const text = { type: "string" } as const;

/** What a command line can say of a subscriber beside the name. */
export const settingOptions = {
  ...{ zone: text, language: text, quiet: text, "paused-until": text },
  ...{ "messages-per-day": text, "sms-parts": text },
} as const;

export const settingsHelp = `  --zone Z         time zone, else this machine's: times of day are by its clocks
  --language L     en (if not given) or de
  --quiet H        22:00-07:00: nothing is sent then; "none" ends it
  --paused-until D   2026-12-24: nothing is sent before that day; "none" ends it
  --messages-per-day N, --sms-parts N   at most; "none" ends it`;

type Given = Partial<Record<keyof typeof settingOptions, string>>;

/** As the API takes it: null takes a wish away, what isn't said is left out. */
export interface Settings {
  timeZone?: string;
  language?: "de" | "en";
  quietHours?: { from: string; to: string } | null;
  pausedUntil?: string | null;
  messagesPerDayMax?: number | null;
  smsPartsMax?: number | null;
}

const { shape } = newSubscriber;

/** The settings of a command line. Throws `UsageError`. */
export function settingsFrom(values: Given): Settings {
  const wish = <T>(option: keyof Given, read: (text: string) => T): T | null | undefined => {
    const written = values[option];
    return written === undefined ? undefined : written === "none" ? null : read(written);
  };
  const settings = {
    timeZone: optionValue("--zone", values.zone, shape.timeZone),
    language: optionValue("--language", values.language, shape.language),
    quietHours: wish("quiet", quietHours),
    pausedUntil: wish("paused-until", (day) => pauseEnd("--paused-until", day)),
    messagesPerDayMax: wish("messages-per-day", (count) =>
      amount("--messages-per-day", count, subscriberLimits.messagesPerDay),
    ),
    smsPartsMax: wish("sms-parts", (count) => amount("--sms-parts", count, subscriberLimits.smsParts)),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** A day such as 2026-12-24. Throws `UsageError` that names the option or word. */
export function pauseEnd(option: string, day: string): string {
  return optionValue(option, day, shape.pausedUntil) as string;
}

function amount(option: string, written: string, most: number): number {
  if (/^[1-9]\d{0,3}$/.test(written) && Number(written) <= most) return Number(written);
  throw new UsageError(`expected ${option} to be from 1 to ${most}, or none, got "${written}"`);
}

function quietHours(written: string): { from: string; to: string } {
  const [, from = "", to = ""] = /^(\S+?)[-–](\S+)$/.exec(written) ?? [];
  const read = shape.quietHours.safeParse({ from, to });
  if (read.success && read.data) return read.data;
  throw new UsageError(`expected --quiet to be two times of day such as 22:00-07:00, or none, got "${written}"`);
}
