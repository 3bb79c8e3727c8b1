import { agreementProperties } from "../support/properties/agreement.ts";
import { domainProperties, migrationProperties, pauseProperty } from "../support/properties/domains.ts";
import { expectNothingRefused, expectToHold } from "../support/properties/hold.ts";
import type { Timing } from "../support/properties/promql.ts";
import { watchCluster } from "../support/properties/watched.ts";
import { program, testWith } from "../support/prometheus.ts";

const prometheusProgram = program("PROMETHEUS", "prometheus");

/** Some of everything, in the two minutes for which it is watched. The same for half an hour: test/long/. */
const scenario = `
apiVersion: kvsim/v1
name: properties
seed: 5
nodes: 3
virtualMachines:
  - {name: web, replicas: 3, workload: web, cpu: {cores: 2}}
  - name: db
    workload: {type: database, dirtyRate: 100Mi}
    cpu: {cores: 2}
    memory: {guest: 8Gi}
    disks: [{name: root}, {name: data}]
  - {name: batch, workload: batch}
  - {name: leaky, workload: memory-leak}
  - {name: desktop, workload: windows-desktop, cpu: {cores: 2}}
timeline:
  - {at: 35s, migrate: {vm: db}}
  - {at: 20s, pause: {vm: web-0}}
  - {at: 25s, stop: {vm: batch}}
  - {at: 30s, create: {name: newcomer, workload: web}}
  - {at: 40s, migrate: {vm: web-1}}
  - {at: 60s, start: {vm: batch}}
  - {at: 65s, delete: {vm: leaky}}
  - {at: 85s, unpause: {vm: web-0}}
  - {at: 90s, crash: {component: virt-handler, node: node02}}
`;

const timing: Timing = { scrapeIntervalSeconds: 5, settlingSeconds: 25 };
const watchedSeconds = 110;

testWith({ prometheus: prometheusProgram })(
  "what a Prometheus has stored is physically possible, and its targets agree",
  async () => {
    const program = prometheusProgram ?? "";
    const { prometheus, range } = await watchCluster({ program, scenario }, timing, watchedSeconds);
    const properties = [
      ...domainProperties(timing),
      ...migrationProperties(timing),
      pauseProperty(timing),
      ...agreementProperties(timing),
    ];
    await expectToHold(prometheus, properties, range);
    await expectNothingRefused(prometheus);
  },
  240_000,
);
