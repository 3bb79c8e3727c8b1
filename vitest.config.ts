import { defineConfig } from "vitest/config";

const common = { restoreMocks: true, testTimeout: 30_000, hookTimeout: 30_000 };

export default defineConfig({
  test: {
    projects: [
      {
        // Named on purpose: without `include` vitest runs any test file that lies under the root.
        test: {
          ...common,
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**", "test/long/**"],
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Each starts a whole cluster of processes and mostly waits for it: two at a time, when nothing else runs.
        test: {
          ...common,
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // What takes minutes by its nature, such as outages as long as they are in life: npm run long.
        test: {
          ...common,
          name: "long",
          include: ["test/long/**/*.test.ts"],
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
