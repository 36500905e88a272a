import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Ends what hangs; how fast a test is says nothing about the code on a machine that does other things, too.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // By itself vitest leaves a core free, which on two cores leaves one to work.
    maxWorkers: "100%",
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  },
});
