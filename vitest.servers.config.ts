import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { missingFor, type OtherServer } from "./test/support/other-servers.ts";
import alone from "./vitest.config.ts";

// `npm run test:servers`: the contracts on servers other than those of the embedded default, and the templates created in
// one of them. Where one can't be started, its project is left out and the reason said.
function contractsOn(server: OtherServer, env: Record<string, string>): TestProjectInlineConfiguration[] {
  const missing = missingFor(server);
  if (missing) console.warn(`Skipped: ${missing}.`);
  return missing
    ? []
    : [
        {
          test: {
            ...alone.test,
            name: server,
            include: [
              "test/contracts/*.test.ts",
              "test/simulation/servers.test.ts",
              ...(server === "moto" ? ["test/infra/moto.test.ts"] : []),
            ],
            env,
          },
        },
      ];
}

const env = alone.test?.env as Record<string, string>;

export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      ...contractsOn("dynamodb-local", { ...env, TIEUP_TEST_DATABASE: "dynamodb-local" }),
      ...contractsOn("moto", { ...env, TIEUP_TEST_DATABASE: "moto", TIEUP_TEST_MESSAGING: "moto" }),
    ],
  },
});
