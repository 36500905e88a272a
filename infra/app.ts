import { App } from "aws-cdk-lib";
import recommendedFlags from "aws-cdk-lib/recommended-feature-flags.json" with { type: "json" };
import { addStacks } from "./stacks.ts";
import { stageFrom } from "./stage.ts";

// The CDK's current behaviour in everything: there is no older deployment whose template would have to stay the same.
const app = new App({ context: { ...recommendedFlags } });
addStacks(
  app,
  stageFrom((key) => app.node.tryGetContext(key)),
);
