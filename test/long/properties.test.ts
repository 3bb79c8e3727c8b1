import { readFile } from "node:fs/promises";
import { agreementProperties } from "../support/properties/agreement.ts";
import { domainProperties, migrationProperties } from "../support/properties/domains.ts";
import { expectNothingRefused, expectToHold } from "../support/properties/hold.ts";
import type { Timing } from "../support/properties/promql.ts";
import { watchCluster } from "../support/properties/watched.ts";
import { program, testWith } from "../support/prometheus.ts";

const prometheusProgram = program("PROMETHEUS", "prometheus");

/** In the quickstart a virt-handler is cut off for 90 s, and hears of VMs only after that. */
const timing: Timing = { scrapeIntervalSeconds: 15, settlingSeconds: 150 };
const watchedSeconds = 30 * 60;

for (const [name, migrates] of [
  ["quickstart", false],
  ["migration-storm", true],
  ["large", false],
] as const) {
  testWith({ prometheus: prometheusProgram })(
    `half an hour of ${name} is physically possible, and its targets agree`,
    async () => {
      const file = new URL(`../../scenarios/${name}.yaml`, import.meta.url);
      const scenario = withoutEnd(await readFile(file, "utf8"));
      const program = prometheusProgram ?? "";
      const { prometheus, range } = await watchCluster({ program, scenario }, timing, watchedSeconds);
      const properties = [
        ...domainProperties(timing),
        ...(migrates ? migrationProperties(timing) : []),
        ...agreementProperties(timing),
      ];
      await expectToHold(prometheus, properties, range);
      await expectNothingRefused(prometheus);
    },
    (watchedSeconds + 600) * 1000,
  );
}

/** A scenario that is over sooner goes on without anything more happening. */
function withoutEnd(scenario: string): string {
  return scenario.replace(/^duration: .*$/m, "");
}
