import { expect } from "vitest";
import { observeFleet } from "../e2e/support/observed-fleet.ts";
import { program, testWith } from "../support/prometheus.ts";

const prometheus = program("PROMETHEUS", "prometheus");

/** On two cores of their own. One second of it virt-handlers wait while dirty rates are measured, as in life. */
const mostScrapeSeconds = 2;

testWith({ prometheus })(
  "a hundred nodes with two thousand VMs: every target up for ten minutes, no scrape over a second beside the one that dirty rates take",
  async () => {
    const { targets, alwaysUp, worstScrapeSeconds, figures } = await observeFleet({
      prometheus: prometheus ?? "",
      scenario: "large.yaml",
      config: "prometheus.yml",
      targets: 106,
      seconds: 600,
      startSeconds: 240,
    });
    console.log(figures.join("\n"));
    expect([targets, alwaysUp]).toEqual([106, 106]);
    expect(worstScrapeSeconds).toBeLessThan(mostScrapeSeconds);
  },
  1_200_000,
);

testWith({ prometheus })(
  "a thousand nodes with eight thousand VMs: all 1,006 targets up through EndpointSlices",
  async () => {
    const { targets, alwaysUp, figures } = await observeFleet({
      prometheus: prometheus ?? "",
      scenario: "fleet.yaml",
      config: "prometheus-endpointslice.yml",
      targets: 1006,
      seconds: 300,
      startSeconds: 600,
    });
    console.log(figures.join("\n"));
    expect([targets, alwaysUp]).toEqual([1006, 1006]);
  },
  1_800_000,
);
