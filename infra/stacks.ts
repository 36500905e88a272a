import { Annotations, type App, Stack, type StackProps, Tags } from "aws-cdk-lib";
import { Alerting } from "./alerting.ts";
import { Api } from "./api.ts";
import { OneDashboard } from "./dashboard.ts";
import { Observability } from "./observability.ts";
import { Polling } from "./polling.ts";
import { noContact, type Stage } from "./stage.ts";
import { Tables } from "./tables.ts";

/**
 * Two stacks by life: `State`, which nobody should ever have to replace, and `App`, which can be deleted and deployed
 * again at any time.
 */
export function addStacks(app: App, stage: Stage): { state: Stack; app: Stack } {
  const props = (part: string, description: string): StackProps => ({
    stackName: `tieup-${stage.name}-${part}`,
    description,
    analyticsReporting: false,
  });
  const state = new Stack(app, "State", {
    ...props("state", "Tieup: its tables"),
    terminationProtection: stage.name === "prod",
  });
  const functions = new Stack(app, "App", props("app", "Tieup: polling, alerting, API and their alarms"));

  addRows(functions, new Tables(state, "Tables", { stage }), stage);
  Tags.of(app).add("app", "tieup");
  Tags.of(app).add("stage", stage.name);
  return { state, app: functions };
}

function addRows(stack: Stack, tables: Tables, stage: Stage): void {
  const observability = new Observability(stack, "Observability", { stage });
  const alerting = new Alerting(stack, "Alerting", { tables, stage, observability });
  const { summaries } = alerting;
  const { polls } = new Polling(stack, "Polling", { tables, stage, observability, summaries: summaries.queue });
  const api = new Api(stack, "Api", { tables, stage, observability, summaries, polls });
  alerting.linkTo(api);
  new OneDashboard(stack, "Dashboard", { tables, stage, observability });
  warnOfSilence(stack, stage);
}

function warnOfSilence(stack: Stack, stage: Stage): void {
  if (stage.name === "dev") return;
  const warn = (id: string, message: string) => Annotations.of(stack).addWarningV2(`tieup:${id}`, message);
  if (!stage.operatorEmail) warn("operator", "Nobody hears of alarms: deploy with -c operatorEmail=you@example.org");
  if (stage.contact === noContact) warn("contact", "Publishers can't reach you: deploy with -c contact=https://…");
}
