import type { FaultRates } from "./process.ts";

/** The classic mistakes, one of which a simulation can be told to make. None of them is in the code that is deployed. */
export const plantedBugs = [
  "validators and ring saved before the items",
  "alert made from what the poll returned",
  "news since the last evaluation, by time",
  "marked as told before the publish",
  "items put without a condition",
  "hits under keys of their own",
  "the scheduler's watermark moved first",
  "stories put on the list without its version",
  "stories claimed on their companies' lists alone",
  "a lost publish repeated by the client",
  "claims without a lease",
  "the stored state of the endpoint not looked at",
  "quiet hours and pauses not looked at",
  "a day's messages counted in memory",
  "nobody woken when a hold ends",
  "embargoes not looked at",
  "changes told to all who watch",
  "changes told without the ledger",
  "an edit that takes back is no news",
  "a topic forgotten before it is removed",
  "bounces and complaints not heeded",
] as const;

export type PlantedBug = (typeof plantedBugs)[number];

/** Of mistakes that show seldom: more of what shows them. */
export const weatherFor: Partial<Record<PlantedBug, Partial<FaultRates>>> = {
  "the scheduler's watermark moved first": { before: 0.05, crash: 0.03, after: 0.05 },
  "stories put on the list without its version": { stall: 0.08, before: 0, crash: 0 },
  "stories claimed on their companies' lists alone": { stall: 0.03 },
  "a lost publish repeated by the client": { repeated: 0.2 },
  "news since the last evaluation, by time": { stall: 0.03, crash: 0.03 },
  "marked as told before the publish": { crash: 0.04, before: 0.04 },
  "claims without a lease": { stall: 0.03 },
  "a topic forgotten before it is removed": { before: 0.05, crash: 0.05 },
};
