import { expect, test } from "vitest";
import { kubeVirtKind, type KubeVirt } from "../../sim/store/objects/kubevirt.ts";
import { SmallCluster, sumOf } from "./small-cluster.ts";

const leading = "kubevirt_virt_operator_leading_status";
const emulation = "kubevirt_configuration_emulation_enabled";

async function operators() {
  const cluster = new SmallCluster();
  const leader = cluster.start("virt-operator", "virt-operator-a");
  await cluster.clock.advance(3);
  const standby = cluster.start("virt-operator", "virt-operator-b");
  await cluster.clock.advance(20);
  return { cluster, leader, standby };
}

test("both replicas have their caches, and one leads", async () => {
  const { cluster, leader, standby } = await operators();
  const watches = (pod: string) => cluster.askedBy(pod, "GET", "watch=true").length;
  expect(watches("virt-operator-a")).toBe(watches("virt-operator-b"));
  expect(sumOf(await cluster.scrape(leader), leading)).toBe(1);
  expect(sumOf(await cluster.scrape(standby), leading)).toBe(0);
});

test("the leader alone looks at KubeVirt whenever anything of it changes, and says whether it emulates", async () => {
  const { cluster, leader, standby } = await operators();
  const adds = async (tested: typeof leader) =>
    sumOf(await cluster.scrape(tested), "kubevirt_workqueue_adds_total");
  const before = await adds(leader);
  expect(before).toBeGreaterThan(0);
  expect(sumOf(await cluster.scrape(leader), emulation)).toBe(0);
  const [kubeVirt] = cluster.store.list(kubeVirtKind);
  if (kubeVirt === undefined) throw new Error("there is no KubeVirt");
  cluster.store.modify<KubeVirt>(kubeVirtKind, kubeVirt, (present) => ({
    ...present,
    spec: { ...present.spec, configuration: { developerConfiguration: { useEmulation: true } } },
  }));
  await cluster.clock.advance(cluster.clock.now() + 1);
  expect(sumOf(await cluster.scrape(leader), emulation)).toBe(1);
  expect(await adds(leader)).toBeGreaterThan(before);
  expect(await adds(standby)).toBe(0);
  expect((await cluster.scrape(standby)).some(({ name }) => name === emulation)).toBe(false);
});
