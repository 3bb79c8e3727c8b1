import { expect, onTestFinished, test } from "vitest";
import { buildVirtualCluster, type VirtualCluster } from "../../sim/cluster/virtual-cluster.ts";
import { workloadKinds } from "../../sim/model/workloads/registry.ts";
import type { WorkloadType } from "../../sim/model/workload.ts";
import type { TimelineVerb } from "../../sim/scenario/scenario.ts";
import { podKind } from "../../sim/store/objects/pod.ts";
import { parseExposition, type Sample } from "../support/exposition.ts";
import { scenario, virtualMachine } from "../support/scenario.ts";

/** What each kind of component shows of the cluster at one and the same time. */
interface Views {
  readonly stateMetrics: readonly Sample[];
  readonly controllers: readonly Sample[];
  readonly handlers: readonly Sample[];
}

const ref = (name: string) => ({ namespace: "default", name });

/** VMs of every workload, and all that moves, ends or begins one. */
function livelyScenario() {
  const workloads = (Object.keys(workloadKinds) as WorkloadType[]).filter((type) => type !== "custom");
  const machines = workloads.map((type, index) =>
    virtualMachine(`vm-${index}`, {
      workload: { type, parameters: {} },
      cpu: { cores: 2, sockets: 1, threads: 1 },
    }),
  );
  const events: readonly (readonly [atSeconds: number, TimelineVerb])[] = [
    [20, { migrate: ref("vm-0") }],
    [40, { delete: ref("vm-1") }],
    [60, { stop: ref("vm-2") }],
    [70, { create: virtualMachine("newcomer") }],
    [90, { drain: { node: "node02" } }],
    [200, { start: ref("vm-2") }],
    [220, { uncordon: { node: "node02" } }],
    [240, { migrate: ref("vm-3") }],
    [250, { crash: { component: "virt-handler", node: "node01" } }],
    [260, { restart: ref("vm-4") }],
    [300, { pause: ref("vm-5") }],
  ];
  return scenario({
    kubeStateMetrics: true,
    virtualMachines: machines,
    timeline: events.map(([atSeconds, verb], index) => ({ name: `event-${index}`, atSeconds, ...verb })),
  });
}

/** All pages, asked for at the same time. */
async function look(cluster: VirtualCluster): Promise<Views> {
  const pods = cluster.simulation.store.list(podKind).map(({ metadata }) => metadata.name);
  const pages = pods
    .filter((pod) => cluster.componentOf(pod) !== undefined)
    .map((pod) => ({ pod, answer: cluster.scrape(pod).catch(() => undefined) }));
  await cluster.advance(cluster.clock.now() + 1.5);
  const of = async (component: string) => {
    const answers = await Promise.all(
      pages.filter(({ pod }) => pod.startsWith(component)).map(({ answer }) => answer),
    );
    return answers.flatMap((answer) => parseExposition(answer?.body ?? "", "prometheus"));
  };
  return {
    stateMetrics: await of("kube-state-metrics"),
    controllers: await of("virt-controller"),
    handlers: await of("virt-handler"),
  };
}

const keyOf = ({ labels }: Sample, name: string) => `${labels["namespace"]}/${labels[name]}`;
const named = (samples: readonly Sample[], family: string, labels: Readonly<Record<string, string>> = {}) =>
  samples.filter(
    (sample) =>
      sample.name === family &&
      sample.value !== 0 &&
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  );

/** What one of the three says and another does not, in words. */
function disagreements({ stateMetrics, controllers, handlers }: Views): string[] {
  const runningPods = new Set(
    named(stateMetrics, "kube_pod_status_phase", { phase: "Running" }).map((sample) => keyOf(sample, "pod")),
  );
  const launchers = named(stateMetrics, "kube_pod_info", {
    created_by_kind: "VirtualMachineInstance",
  }).filter((sample) => runningPods.has(keyOf(sample, "pod")));
  const instances = named(controllers, "kubevirt_vmi_info", { phase: "running" });
  const domains = named(handlers, "kubevirt_vmi_memory_domain_bytes");
  const at = (samples: readonly Sample[], name: string) =>
    new Set(samples.map((sample) => `${keyOf(sample, name)} on ${sample.labels["node"]}`));
  const [launched, run, reported] = [
    at(launchers, "created_by_name"),
    at(instances, "name"),
    at(domains, "name"),
  ];
  const without = (all: ReadonlySet<string>, others: ReadonlySet<string>, what: string) =>
    [...all].filter((one) => !others.has(one)).map((one) => `${one} ${what}`);
  return [
    ...without(run, launched, "has no running launcher pod, as kube-state-metrics has it"),
    ...without(run, reported, "is not reported by its virt-handler"),
    ...without(launched, run, "has a launcher pod, but virt-controller does not have it there"),
    ...without(reported, run, "is reported by a virt-handler, but virt-controller does not have it there"),
  ];
}

const checkSeconds = 10;
/** A VM may take so long to start, to end, or to migrate. */
const mostChecks = 6;

test.each([1, 2, 3])(
  "kube-state-metrics, virt-controller and virt-handlers agree whatever happens to VMs (seed %i)",
  async (seed) => {
    const cluster = await buildVirtualCluster(livelyScenario(), { seed });
    onTestFinished(() => cluster.close());
    const since = new Map<string, number>();
    const places = new Map<string, Set<string | undefined>>();
    for (let check = 0; check * checkSeconds <= 420; check++) {
      await cluster.advance(check * checkSeconds);
      const views = await look(cluster);
      const present = disagreements(views);
      for (const gone of [...since.keys()].filter((text) => !present.includes(text))) since.delete(gone);
      for (const text of present) since.set(text, since.get(text) ?? check);
      const lasting = [...since].filter(([, first]) => check - first >= mostChecks).map(([text]) => text);
      expect(lasting, `at ${check * checkSeconds} s`).toEqual([]);
      expectOnePhaseEach(views.stateMetrics);
      for (const sample of named(views.controllers, "kubevirt_vmi_info", { phase: "running" })) {
        const name = keyOf(sample, "name");
        places.set(name, (places.get(name) ?? new Set()).add(sample.labels["node"]));
      }
    }
    expect([...since.keys()]).toEqual([]);
    const shown = named((await look(cluster)).stateMetrics, "kube_pod_info").map((sample) =>
      keyOf(sample, "pod"),
    );
    const pods = cluster.simulation.store.list(podKind);
    expect(shown.sort()).toEqual(
      pods.map(({ metadata: { namespace, name } }) => `${namespace}/${name}`).sort(),
    );
    const moved = [...places.values()].filter((nodes) => nodes.size > 1);
    expect(moved.length).toBeGreaterThan(1);
  },
  60_000,
);

test("they agree to the instant before anything happens", async () => {
  const cluster = await buildVirtualCluster(livelyScenario());
  onTestFinished(() => cluster.close());
  const views = await look(cluster);
  expect(named(views.handlers, "kubevirt_vmi_memory_domain_bytes").length).toBeGreaterThan(5);
  expect(disagreements(views)).toEqual([]);
});

function expectOnePhaseEach(samples: readonly Sample[]): void {
  const phases = new Map<string, number>();
  for (const sample of samples.filter(({ name }) => name === "kube_pod_status_phase")) {
    const pod = keyOf(sample, "pod");
    phases.set(pod, (phases.get(pod) ?? 0) + sample.value);
  }
  expect([...phases].filter(([, count]) => count !== 1)).toEqual([]);
}
