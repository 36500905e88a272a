import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Validations } from "aws-cdk-lib";
import type { CfnFunction } from "aws-cdk-lib/aws-lambda";
import recommendedFlags from "aws-cdk-lib/recommended-feature-flags.json" with { type: "json" };
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import cdk from "../../cdk.json" with { type: "json" };
import { LambdaFunction } from "../../infra/lambda-function.ts";
import { addStacks } from "../../infra/stacks.ts";
import { type Stage, stageFrom } from "../../infra/stage.ts";

export interface Resource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template's properties have no type
  Properties: any;
  DeletionPolicy?: string;
  DependsOn?: string | string[];
  UpdateReplacePolicy?: string;
}

type Resources = Record<string, Resource>;

export interface Synthesised {
  stage: Stage;
  state: { resources: Resources; terminationProtection: boolean; template: object };
  app: { resources: Resources; outputs: Record<string, { Value: unknown }> };
  /** The logical id of each function, by the name of its file. */
  functions: Record<string, string>;
}

type Stacks = ReturnType<typeof addStacks>;

interface Synthesis {
  /** As `npm run synth` does: cdk-nag's packs and CloudFormation's schemas. It takes seconds, so it is one test's business. */
  validated?: boolean;
  /** What else is done to the stacks. */
  change?: (stacks: Stacks) => void;
}

/** The templates for `cdk synth -c key=value …`, with everything but the bundles in them. Throws where they aren't valid. */
export function synthesised(
  context: Record<string, string>,
  { validated = false, change }: Synthesis = {},
): Synthesised {
  const outdir = mkdtempSync(join(tmpdir(), "tieup-synth-"));
  // Bundling takes seconds and belongs to `npm run synth`.
  const unbundled = { ...recommendedFlags, ...cdk.context, "aws:cdk:bundling-stacks": [] };
  const app = new App({ outdir, context: unbundled, builtinCloudFormationValidation: validated });
  if (validated) Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const stage = stageFrom((key) => context[key]);
  const stacks = addStacks(app, stage);
  change?.(stacks);
  const assembly = app.synth();
  const resources = (id: string) => assembly.getStackArtifact(id).template.Resources as Resources;
  const { Resources, Outputs } = assembly.getStackArtifact("State").template;
  const [state, rows] = [resources("State"), resources("App")];
  rmSync(outdir, { recursive: true });
  const functions = stacks.app.node.findAll().filter((each) => each instanceof LambdaFunction);
  return {
    stage,
    state: {
      resources: state,
      terminationProtection: stacks.state.terminationProtection === true,
      template: { Resources, Outputs },
    },
    app: { resources: rows, outputs: assembly.getStackArtifact("App").template.Outputs },
    functions: Object.fromEntries(
      functions.map((each) => [each.node.id, stacks.app.getLogicalId(each.node.defaultChild as CfnFunction)]),
    ),
  };
}

/** [logical id, properties] of the resources of one type. */
export const ofType = (resources: Resources, type: string): [string, Resource["Properties"]][] =>
  Object.entries(resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, { Properties }]) => [id, Properties ?? {}]);

/** CloudFormation's intrinsic functions as text: `${Queue.Arn}`, `${State:Catalog}/index/*`. */
export function inWords(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const [[name, argument]] = Object.entries(value) as [[string, unknown]];
  if (name === "Ref") return `\${${argument}}`;
  if (name === "Fn::GetAtt") return `\${${(argument as string[]).join(".")}}`;
  if (name === "Fn::ImportValue") return `\${${argument}}`;
  if (name === "Fn::Join") return (argument as [string, unknown[]])[1].map(inWords).join("");
  return JSON.stringify(value);
}
