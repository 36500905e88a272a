import { type Synthesised, synthesised } from "./synthesised.ts";

/** Without anything that is off by default, but somebody who hears of alarms. */
export const bare = synthesised({ stage: "prod", operatorEmail: "operator@example.org" });
/** With all that adds resources of its own. */
export const plain = synthesised({
  stage: "prod",
  operatorEmail: "operator@example.org",
  mailFrom: "alerts@example.org",
  dictionaryInS3: "on",
});
/** With all that can be set. */
export const full = synthesised({
  stage: "prod",
  operatorEmail: "operator@example.org",
  contact: "https://example.org",
  publicUrl: "https://tieup.example.org",
  sms: "on",
  smsSenderId: "Tieup",
  smsMaxPrice: "0.10",
  smsMonthlyUsd: "10",
  mailFrom: "Tieup <alerts@mail.example.org>",
  mailIdentity: "example.org",
  tracing: "on",
  apiConcurrency: "20",
  dictionaryInS3: "on",
});
export const dev = synthesised({ stage: "dev" });

/** A function's properties, by the name of its file. */
export const functionOf = (name: string, from: Synthesised = plain) =>
  from.app.resources[from.functions[name] ?? ""]?.Properties;
export const isDeadLetters = (id: string) => id.includes("DeadLetters");
export const arnOf = (id: string | undefined) => `\${${id}.Arn}`;
