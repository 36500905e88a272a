/** One installation of Tieup, as `cdk deploy -c stage=prod -c operatorEmail=…` describes it. */
export interface Stage {
  /** In `prod` the state outlives its stack; `dev` can be thrown away. */
  name: "dev" | "prod";
  /** Who hears of alarms; null: nobody. */
  operatorEmail: string | null;
  /** What publishers find in our User-Agent: an address or a page. */
  contact: string;
  /** null: no phone can be subscribed. */
  sms: { senderId: string | null; maxPriceUsd: string | null } | null;
}

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
    sms: smsFrom(text("sms"), text("smsSenderId"), text("smsMaxPrice")),
  };
}

function stageName(text: string | null): Stage["name"] {
  if (text === "dev" || text === "prod") return text;
  throw new Error(`expected -c stage=dev or -c stage=prod, got ${JSON.stringify(text)}`);
}

/** SMS costs money from the first message, so it is off until asked for. */
function smsFrom(sms: string | null, senderId: string | null, maxPriceUsd: string | null): Stage["sms"] {
  if (sms !== null && sms !== "on" && sms !== "off") {
    throw new Error(`expected -c sms=on or -c sms=off, got ${JSON.stringify(sms)}`);
  }
  if (maxPriceUsd !== null && !/^\d+(\.\d+)?$/.test(maxPriceUsd)) {
    throw new Error(
      `expected -c smsMaxPrice to be US dollars for one message such as 0.10, got ${JSON.stringify(maxPriceUsd)}`,
    );
  }
  return sms === "on" ? { senderId, maxPriceUsd } : null;
}

function textFrom(key: string, value: unknown): string | null {
  if (value === undefined || value === "") return null;
  if (typeof value === "string") return value;
  throw new Error(`expected -c ${key}=… to be text, got ${JSON.stringify(value)}`);
}
