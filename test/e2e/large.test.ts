import { expect } from "vitest";
import { program, testWith } from "../support/prometheus.ts";
import { observeFleet } from "./support/observed-fleet.ts";

const prometheus = program("PROMETHEUS", "prometheus");

testWith({ prometheus })(
  "a hundred nodes with two thousand VMs: every target is up for a minute",
  async () => {
    const { targets, alwaysUp } = await observeFleet({
      prometheus: prometheus ?? "",
      scenario: "large.yaml",
      config: "prometheus.yml",
      targets: 106,
      seconds: 60,
      startSeconds: 240,
    });
    expect([targets, alwaysUp]).toEqual([106, 106]);
  },
  600_000,
);
