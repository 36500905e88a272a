/** Mails of our own, by SES. */
export interface MailStage {
  /** As readers see it: "Tieup <alerts@example.org>". */
  from: string;
  /** Only the address of it. */
  address: string;
  /** What SES has verified: the address's domain, or the address itself. */
  identity: string;
}

/** One installation of Tieup, as `cdk deploy -c stage=prod -c operatorEmail=…` describes it. */
export interface Stage {
  /** In `prod` the state outlives its stack; `dev` can be thrown away. */
  name: "dev" | "prod";
  /** Who hears of alarms; null: nobody. */
  operatorEmail: string | null;
  /** What publishers find in our User-Agent: an address or a page. */
  contact: string;
  /** Where people reach the API, if not by the gateway's own address: a domain of one's own. */
  publicUrl: string | null;
  /** null: SNS makes the mails. */
  mail: MailStage | null;
  /** null: no phone can be subscribed. */
  sms: { senderId: string | null; maxPriceUsd: string | null; monthlyUsd: number } | null;
  /** X-Ray traces of every function; they are billed each. */
  tracing: boolean;
  /** So many requests are answered at once, taken out of the account's concurrency; null: no bound but the gateway's rate. */
  apiConcurrency: number | null;
  /** How large an installation is meant (docs/scale.md). */
  scale: {
    /** Calls of send-summaries at once: each sends some six mails a second, and what a channel refuses is put aside at last. */
    sendersMax: number;
    /** Calls of poll-feeds at once. */
    pollersMax: number;
    /** Among so many messages a large audience is divided; 1: it never is. */
    fanOutShards: number;
    /** Whether pollers that start read all watchlists from one object instead of from the catalog. */
    dictionaryInS3: boolean;
  };
  /** Whose JSON Web Tokens the API takes beside its own; null: nobody's. */
  jwt: { issuer: string; audience: string } | null;
}

/** Where the functions' own metrics are, beside AWS's: one namespace a stage instead of a dimension. */
export const metricsNamespace = ({ name }: Stage): string => `Tieup/${name}`;

/** What publishers are told when nobody can be; one word, as a User-Agent's comment has it from us. */
export const noContact = "no-contact-configured";

/** The stage that the CDK context describes. Throws an error that says what was expected and what came. */
export function stageFrom(context: (key: string) => unknown): Stage {
  const text = (key: string): string | null => textFrom(key, context(key));
  const operatorEmail = text("operatorEmail");
  if (operatorEmail && !/^[^\s@]+@[^\s@]+$/.test(operatorEmail)) {
    throw new Error(`expected -c operatorEmail=you@example.org, got ${JSON.stringify(operatorEmail)}`);
  }
  return {
    name: stageName(text("stage")),
    operatorEmail,
    contact: text("contact") ?? operatorEmail ?? noContact,
    publicUrl: publicUrlFrom(text("publicUrl")),
    mail: mailFrom(text("mailFrom"), text("mailIdentity")),
    sms: smsFrom(text("sms"), text("smsSenderId"), text("smsMaxPrice"), text("smsMonthlyUsd")),
    tracing: isOn("tracing", text("tracing")),
    apiConcurrency: concurrencyFrom(text("apiConcurrency")),
    scale: {
      sendersMax: wholeFrom("sendersMax", text("sendersMax"), { fallback: 5, min: 2, max: 1000 }),
      pollersMax: wholeFrom("pollersMax", text("pollersMax"), { fallback: 10, min: 2, max: 1000 }),
      fanOutShards: wholeFrom("fanOutShards", text("fanOutShards"), { fallback: 1, min: 1, max: 4096 }),
      dictionaryInS3: isOn("dictionaryInS3", text("dictionaryInS3")),
    },
    jwt: jwtFrom(text("jwtIssuer"), text("jwtAudience")),
  };
}

function stageName(text: string | null): Stage["name"] {
  if (text === "dev" || text === "prod") return text;
  throw new Error(`expected -c stage=dev or -c stage=prod, got ${JSON.stringify(text)}`);
}

function publicUrlFrom(text: string | null): string | null {
  if (text === null || (/^https:\/\/[^\s?#]+$/.test(text) && URL.canParse(text))) return text;
  throw new Error(`expected -c publicUrl=https://… without a query, got ${JSON.stringify(text)}`);
}

/** "alerts@example.org", or with a name before it; ASCII, as it stands in a header. */
const sender = /^(?:(?<name>[ -;=?-~]+?) *<)?(?<address>[!-;=?-~]+@(?<domain>[a-z0-9.-]+\.[a-z]{2,}))>?$/i;
const senderCharactersMax = 320;

function mailFrom(from: string | null, identity: string | null): MailStage | null {
  if (from === null && identity === null) return null;
  const { name = "Tieup", address, domain } = sender.exec(from ?? "")?.groups ?? {};
  const isSender = address !== undefined && domain !== undefined && from !== null && from.length <= senderCharactersMax;
  if (!isSender || from.includes("<") !== from.includes(">")) {
    throw new Error(
      `expected -c mailFrom=alerts@example.org or "Tieup <alerts@example.org>", got ${JSON.stringify(from)}`,
    );
  }
  const isWithin = (each: string) => each === address || domain === each || domain.endsWith(`.${each}`);
  if (identity !== null && !isWithin(identity)) {
    throw new Error(
      `expected -c mailIdentity to be ${address}, ${domain} or a domain above it, got ${JSON.stringify(identity)}`,
    );
  }
  return { from: `${name} <${address}>`, address, identity: identity ?? domain };
}

/** What SNS itself lets an account spend on SMS in a month until it is asked for more. */
const smsMonthlyUsdDefault = "1";

/** SMS costs money from the first message, so it is off until asked for. */
function smsFrom(
  sms: string | null,
  senderId: string | null,
  maxPriceUsd: string | null,
  monthlyUsd: string | null,
): Stage["sms"] {
  if (maxPriceUsd !== null && !/^\d+(\.\d+)?$/.test(maxPriceUsd)) {
    throw new Error(
      `expected -c smsMaxPrice to be US dollars for one message such as 0.10, got ${JSON.stringify(maxPriceUsd)}`,
    );
  }
  // SNS: "up to 11 alphanumeric characters, including at least one letter and no spaces" (Mobile text messaging, sender IDs).
  if (senderId !== null && !/^(?=.*[a-z])[a-z0-9]{1,11}$/i.test(senderId)) {
    throw new Error(
      `expected -c smsSenderId to be 1 to 11 letters and digits, one of them a letter, got ${JSON.stringify(senderId)}`,
    );
  }
  if (monthlyUsd !== null && !/^[1-9]\d*$/.test(monthlyUsd)) {
    throw new Error(
      `expected -c smsMonthlyUsd to be whole US dollars a month such as 10, got ${JSON.stringify(monthlyUsd)}`,
    );
  }
  if (!isOn("sms", sms)) return null;
  return { senderId, maxPriceUsd, monthlyUsd: Number(monthlyUsd ?? smsMonthlyUsdDefault) };
}

function isOn(key: string, text: string | null): boolean {
  if (text === null || text === "on" || text === "off") return text === "on";
  throw new Error(`expected -c ${key}=on or -c ${key}=off, got ${JSON.stringify(text)}`);
}

function concurrencyFrom(text: string | null): number | null {
  if (text === null) return null;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Error(`expected -c apiConcurrency to be a number of requests from 1 on, got ${JSON.stringify(text)}`);
}

function wholeFrom(
  key: string,
  text: string | null,
  { fallback, min, max }: { fallback: number; min: number; max: number },
): number {
  if (text === null) return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new Error(`expected -c ${key} to be a whole number from ${min} to ${max}, got ${JSON.stringify(text)}`);
}

function jwtFrom(issuer: string | null, audience: string | null): Stage["jwt"] {
  if (issuer === null && audience === null) return null;
  if (issuer === null || audience === null || !/^https:\/\//.test(issuer)) {
    const got = JSON.stringify({ jwtIssuer: issuer, jwtAudience: audience });
    throw new Error(`expected -c jwtIssuer=https://… together with -c jwtAudience=…, got ${got}`);
  }
  return { issuer, audience };
}

function textFrom(key: string, value: unknown): string | null {
  if (value === undefined || value === "") return null;
  if (typeof value === "string") return value;
  throw new Error(`expected -c ${key}=… to be text, got ${JSON.stringify(value)}`);
}
