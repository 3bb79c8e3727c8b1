import { expect, test } from "vitest";
import { daemonSetResource } from "../../../sim/metrics/kube-state-metrics/daemon-set.ts";
import { deploymentResource } from "../../../sim/metrics/kube-state-metrics/deployment.ts";
import { nodeResource } from "../../../sim/metrics/kube-state-metrics/node.ts";
import { claimResource } from "../../../sim/metrics/kube-state-metrics/persistent-volume-claim.ts";
import { podResource } from "../../../sim/metrics/kube-state-metrics/pod.ts";
import type { StatePod } from "../../../sim/metrics/kube-state-metrics/objects.ts";
import { StatePage, type StatePageFormat } from "../../../sim/metrics/kube-state-metrics/state-page.ts";
import { StateStore } from "../../../sim/metrics/kube-state-metrics/state-store.ts";
import { shownFamilies, shownResources } from "../../../sim/model/kube-state-metrics.ts";
import { parseFamilies } from "../../support/exposition.ts";

const resources = [daemonSetResource, deploymentResource, nodeResource, claimResource, podResource];

function launcher(name: string, more: Partial<StatePod["status"]> = {}): StatePod {
  return {
    metadata: {
      uid: `uid-of-${name}`,
      name,
      namespace: "shop",
      labels: { "kubevirt.io": "virt-launcher", "vm.kubevirt.io/name": "db", team: "red" },
      ownerReferences: [
        { kind: "Some", name: "other" },
        { kind: "VirtualMachineInstance", name: "db", controller: true },
      ],
    },
    spec: {
      nodeName: "node01",
      containers: [
        {
          name: "compute",
          resources: {
            requests: {
              cpu: "250m",
              memory: "2277Mi",
              "devices.kubevirt.io/kvm": "1",
              "ephemeral-storage": "50M",
              "hugepages-2Mi": "2Mi",
              "nothing.kubernetes.io/known": "1",
            },
          },
        },
      ],
    },
    status: {
      phase: "Running",
      hostIP: "192.168.66.101",
      podIP: "10.244.0.7",
      conditions: [
        { type: "Initialized", status: "True" },
        { type: "Ready", status: "False" },
      ],
      ...more,
    },
  };
}

function textOf(pods: StateStore<StatePod>, format: StatePageFormat = "text"): string {
  const page = new StatePage([pods]).render(format);
  const text = Buffer.from(page.bytes).toString();
  page.release();
  return text;
}

function linesOf(pods: StateStore<StatePod>): string[] {
  return textOf(pods)
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
}

test("a pod is shown with kube-state-metrics' own labels, in its order, in base units", () => {
  const pods = new StateStore(podResource);
  pods.set(launcher("virt-launcher-db-x"));
  const pod = 'namespace="shop",pod="virt-launcher-db-x",uid="uid-of-virt-launcher-db-x"';
  const request = (resource: string, unit: string) =>
    `kube_pod_container_resource_requests{${pod},container="compute",node="node01",resource="${resource}",unit="${unit}"}`;
  expect(linesOf(pods)).toEqual([
    `${request("cpu", "core")} 0.25`,
    `${request("memory", "byte")} 2.387607552e+09`,
    `${request("devices_kubevirt_io_kvm", "integer")} 1`,
    `${request("ephemeral_storage", "byte")} 5e+07`,
    `${request("hugepages_2Mi", "byte")} 2.097152e+06`,
    `kube_pod_info{${pod},host_ip="192.168.66.101",pod_ip="10.244.0.7",node="node01",created_by_kind="VirtualMachineInstance",created_by_name="db",priority_class="",host_network="false"} 1`,
    `kube_pod_labels{${pod},label_kubevirt_io="virt-launcher",label_vm_kubevirt_io_name="db"} 1`,
    `kube_pod_status_phase{${pod},phase="Pending"} 0`,
    `kube_pod_status_phase{${pod},phase="Succeeded"} 0`,
    `kube_pod_status_phase{${pod},phase="Failed"} 0`,
    `kube_pod_status_phase{${pod},phase="Unknown"} 0`,
    `kube_pod_status_phase{${pod},phase="Running"} 1`,
    `kube_pod_status_ready{${pod},condition="true"} 0`,
    `kube_pod_status_ready{${pod},condition="false"} 1`,
    `kube_pod_status_ready{${pod},condition="unknown"} 0`,
  ]);
});

test("a change replaces an object's lines, its end takes them away, and others stay as they are", () => {
  const pods = new StateStore(podResource);
  pods.set(launcher("a"));
  pods.set(launcher("b"));
  const before = linesOf(pods).filter((line) => line.includes('pod="b"'));
  pods.set(launcher("a", { phase: "Succeeded" }));
  expect(linesOf(pods).filter((line) => line.includes('phase="Succeeded"} 1'))).toHaveLength(1);
  pods.remove(launcher("a"));
  expect(linesOf(pods)).toEqual(before);
  pods.replace([launcher("c")]);
  expect(linesOf(pods).every((line) => line.includes('pod="c"'))).toBe(true);
});

test("families without samples have their HELP as long as there are objects, and none otherwise", () => {
  const pods = new StateStore(podResource);
  expect(textOf(pods)).toBe("");
  pods.set(launcher("a", { phase: "", conditions: [] }));
  const families = parseFamilies(textOf(pods), "prometheus");
  expect(families.map(({ name }) => name)).toEqual(podResource.families.map(({ name }) => name));
  expect(families.filter(({ samples }) => samples.length === 0).map(({ name }) => name)).toEqual([
    "kube_pod_status_phase",
    "kube_pod_status_ready",
  ]);
});

test("OpenMetrics is the same page with an end", () => {
  const pods = new StateStore(podResource);
  pods.set(launcher("a"));
  expect(textOf(pods, "openmetrics")).toBe(`${textOf(pods)}# EOF\n`);
});

test("what the container is told to show is what it shows, in the order in which it shows it", () => {
  expect(resources.map(({ plural }) => plural)).toEqual(shownResources);
  expect(resources.flatMap(({ families }) => families.map(({ name }) => name))).toEqual(shownFamilies);
});

test("a node's schedulable label and a restored claim's origin are shown, other labels are not", () => {
  const labels = { "kubevirt.io/schedulable": "true", "restore.kubevirt.io/source-vm-name": "db", app: "x" };
  const metadata = { uid: "1", name: "n", namespace: "shop", labels };
  const shown = (name: string) =>
    resources
      .flatMap(({ families }) => families as readonly { name: string; samples: (o: object) => unknown }[])
      .find((family) => family.name === name)
      ?.samples({ metadata, spec: {}, status: {} });
  expect(shown("kube_node_labels")).toEqual([
    { labels: { label_kubevirt_io_schedulable: "true" }, value: 1 },
  ]);
  expect(shown("kube_persistentvolumeclaim_labels")).toEqual([
    { labels: { label_restore_kubevirt_io_source_vm_name: "db" }, value: 1 },
  ]);
});
