import { expect, test } from "vitest";
import { definitionKind } from "../../../sim/store/objects/custom-resource-definition.ts";
import { kubeVirtKind, kubeVirtOf, type KubeVirt } from "../../../sim/store/objects/kubevirt.ts";
import { prometheusRuleKind, serviceMonitorKind } from "../../../sim/store/objects/monitoring.ts";
import { roleBindingKind, roleKind } from "../../../sim/store/objects/rbac.ts";
import { ensureNamespace, ensureServiceAccount } from "../../../sim/store/bootstrap/kubernetes.ts";
import { serviceAccountKind } from "../../../sim/store/objects/cluster-basics.ts";
import { scenario } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";

type Simulated = ReturnType<typeof simulationOf>;

const monitorsOf = ({ store }: Simulated) =>
  store.list(serviceMonitorKind).map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`);
const subjectOf = ({ store }: Simulated) =>
  store.get(roleBindingKind, "kubevirt", "kubevirt-monitoring")?.subjects[0];

function configure({ store, clock }: Simulated, spec: Partial<KubeVirt["spec"]>): void {
  const kubeVirt = kubeVirtOf(store);
  if (kubeVirt === undefined) throw new Error("there is no KubeVirt object");
  store.update(kubeVirtKind, { ...kubeVirt, spec: { ...kubeVirt.spec, ...spec } });
  clock.advanceSync(clock.now() + 1);
}

test("the monitoring stack gets a ServiceMonitor, a PrometheusRule, a Role and a RoleBinding, as virt-operator makes them", () => {
  const { store } = simulationOf(scenario());
  const monitor = store.get(serviceMonitorKind, "monitoring", "prometheus-kubevirt-rules");
  expect(monitor?.metadata.labels).toEqual({
    "openshift.io/cluster-monitoring": "",
    "prometheus.kubevirt.io": "true",
    "k8s-app": "kubevirt",
  });
  expect(monitor?.spec).toEqual({
    selector: { matchLabels: { "prometheus.kubevirt.io": "true" } },
    namespaceSelector: { matchNames: ["kubevirt"] },
    endpoints: [
      { port: "metrics", scheme: "https", tlsConfig: { insecureSkipVerify: true }, honorLabels: true },
    ],
  });
  const rule = store.get(prometheusRuleKind, "kubevirt", "prometheus-kubevirt-rules");
  expect(rule?.spec.groups.flatMap(({ rules }) => rules).map((one) => one.alert)).toContain(
    "NoReadyVirtHandler",
  );
  expect(store.get(roleKind, "kubevirt", "kubevirt-monitoring")?.rules).toEqual([
    { apiGroups: [""], resources: ["services", "endpoints", "pods"], verbs: ["get", "list", "watch"] },
  ]);
});

test("they follow the KubeVirt object: account, namespace, and where the ServiceMonitor is", () => {
  const simulated = simulationOf(scenario());
  const { store } = simulated;
  ensureNamespace(store, "observability");
  ensureServiceAccount(store, "observability", "collector");
  configure(simulated, { monitorNamespace: "observability", monitorAccount: "collector" });
  expect(subjectOf(simulated)).toEqual({
    kind: "ServiceAccount",
    name: "collector",
    namespace: "observability",
  });
  expect(monitorsOf(simulated)).toEqual(["observability/prometheus-kubevirt-rules"]);
  configure(simulated, { serviceMonitorNamespace: "kubevirt" });
  expect(monitorsOf(simulated)).toEqual(["kubevirt/prometheus-kubevirt-rules"]);
  expect(subjectOf(simulated)).toMatchObject({ namespace: "observability" });
});

test("without the monitor account there are none, and with it they are back", () => {
  const simulated = simulationOf(scenario());
  const { store, clock } = simulated;
  store.delete(serviceAccountKind, "monitoring", "prometheus-k8s");
  clock.advanceSync(1);
  expect(monitorsOf(simulated)).toEqual([]);
  expect(store.get(roleKind, "kubevirt", "kubevirt-monitoring")).toBeUndefined();
  expect(subjectOf(simulated)).toBeUndefined();
  ensureServiceAccount(store, "monitoring", "prometheus-k8s");
  clock.advanceSync(2);
  expect(monitorsOf(simulated)).toHaveLength(1);
  expect(subjectOf(simulated)).toMatchObject({ name: "prometheus-k8s" });
});

test("a ServiceMonitor appears when its kind is installed, and rights do not depend on it", () => {
  const simulated = simulationOf(scenario());
  const { store, clock } = simulated;
  const name = "servicemonitors.monitoring.coreos.com";
  const definition = store.get(definitionKind, undefined, name);
  if (definition === undefined) throw new Error("the CRD is not there");
  store.delete(definitionKind, undefined, name);
  clock.advanceSync(1);
  expect(monitorsOf(simulated)).toEqual([]);
  expect(subjectOf(simulated)).toBeDefined();
  store.remove(definitionKind, undefined, name);
  store.create(definitionKind, { ...definition, metadata: { name } });
  clock.advanceSync(2);
  expect(monitorsOf(simulated)).toEqual(["monitoring/prometheus-kubevirt-rules"]);
});

test("while no virt-operator works, nothing follows", () => {
  const simulated = simulationOf(scenario());
  simulated.play(1, { scale: { component: "virt-operator", replicas: 0 } });
  simulated.clock.advanceSync(10);
  ensureNamespace(simulated.store, "observability");
  ensureServiceAccount(simulated.store, "observability", "prometheus-k8s");
  configure(simulated, { monitorNamespace: "observability" });
  simulated.clock.advanceSync(60);
  expect(monitorsOf(simulated)).toEqual(["monitoring/prometheus-kubevirt-rules"]);
  simulated.play(61, { scale: { component: "virt-operator", replicas: 2 } });
  simulated.clock.advanceSync(80);
  expect(monitorsOf(simulated)).toEqual(["observability/prometheus-kubevirt-rules"]);
});

test("on OpenShift the account is in openshift-monitoring, and the cluster has OpenShift's kinds", () => {
  const { kubevirt } = scenario();
  const simulated = simulationOf(
    scenario({ kubevirt: { ...kubevirt, monitorNamespace: undefined, platform: "openshift" } }),
  );
  expect(subjectOf(simulated)?.namespace).toBe("openshift-monitoring");
  expect(monitorsOf(simulated)).toEqual(["openshift-monitoring/prometheus-kubevirt-rules"]);
  const kindsOf = ({ store }: Simulated) => store.list(definitionKind).map(({ metadata }) => metadata.name);
  expect(kindsOf(simulated)).toContain("securitycontextconstraints.security.openshift.io");
  expect(kindsOf(simulationOf(scenario()))).not.toContain("securitycontextconstraints.security.openshift.io");
});

test("a scenario can put the ServiceMonitor elsewhere than the account", () => {
  const { kubevirt } = scenario();
  const simulated = simulationOf(
    scenario({ kubevirt: { ...kubevirt, serviceMonitorNamespace: "monitors" } }),
  );
  expect(monitorsOf(simulated)).toEqual(["monitors/prometheus-kubevirt-rules"]);
  expect(subjectOf(simulated)?.namespace).toBe("monitoring");
});
