import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Named on purpose: without it vitest runs any test file that lies under the root.
    include: ["test/**/*.test.ts"],
    restoreMocks: true,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
