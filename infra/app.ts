import { App, Validations } from "aws-cdk-lib";
import recommendedFlags from "aws-cdk-lib/recommended-feature-flags.json" with { type: "json" };
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { addStacks } from "./stacks.ts";
import { stageFrom } from "./stage.ts";

// The CDK's current behaviour in everything: there is no older deployment whose template would have to stay the same.
const app = new App({ context: { ...recommendedFlags } });
addStacks(
  app,
  stageFrom((key) => app.node.tryGetContext(key)),
);
// What they find and nobody has given a reason for (infra/acknowledge.ts) stops the synthesis. That the templates are what
// CloudFormation accepts is checked by the CDK itself, with the schemas that it brings.
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
