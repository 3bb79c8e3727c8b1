import type {
  CrashTarget,
  TimelineVerb,
  VirtualMachineRef,
  VirtualMachineSpec,
} from "../scenario/scenario.ts";
import { ensureNamespace } from "../store/bootstrap/kubernetes.ts";
import { componentOf } from "../store/controllers/kubelet.ts";
import { podKind } from "../store/objects/pod.ts";
import { runStrategyOf, virtualMachineKind, type VirtualMachine } from "../store/objects/virtual-machine.ts";
import type { Stage } from "./cause.ts";
import { virtualMachineManifest } from "./virtual-machine-manifest.ts";

/** What a timeline verb does to the cluster: virtctl's and kubectl's writes, a machine's mishaps. */
export function playVerb(stage: Stage, verb: TimelineVerb): void {
  if ("create" in verb) createVirtualMachine(stage, verb.create);
  else if ("start" in verb) setRunning(stage, verb.start, "Start");
  else if ("stop" in verb) setRunning(stage, verb.stop, "Stop");
  else if ("delete" in verb) deleteVirtualMachine(stage, verb.delete);
  else crash(stage, verb.crash);
}

/** `kubectl apply -f vm.yaml`, in a namespace that is made if need be. */
export function createVirtualMachine({ store, complain }: Stage, spec: VirtualMachineSpec): void {
  ensureNamespace(store, spec.namespace);
  if (store.get(virtualMachineKind, spec.namespace, spec.name) !== undefined) {
    complain(`create ${spec.namespace}/${spec.name}: there is a VirtualMachine of that name already`);
    return;
  }
  store.create(virtualMachineKind, virtualMachineManifest(spec));
}

/** `virtctl start` and `stop`: a Manual VM is asked, any other gets the run strategy that says so. */
function setRunning(stage: Stage, ref: VirtualMachineRef, action: "Start" | "Stop"): void {
  const vm = find(stage, ref, action.toLowerCase());
  if (vm === undefined) return;
  stage.store.update(
    virtualMachineKind,
    runStrategyOf(vm) === "Manual" ? asked(vm, action) : withStrategy(vm, action),
  );
}

function asked(vm: VirtualMachine, action: "Start" | "Stop"): VirtualMachine {
  return { ...vm, status: { ...vm.status, stateChangeRequests: [{ action }] } };
}

function withStrategy(vm: VirtualMachine, action: "Start" | "Stop"): VirtualMachine {
  const { running: _, ...spec } = vm.spec;
  return { ...vm, spec: { ...spec, runStrategy: action === "Start" ? "Always" : "Halted" } };
}

function deleteVirtualMachine(stage: Stage, ref: VirtualMachineRef): void {
  if (find(stage, ref, "delete") === undefined) return;
  stage.store.delete(virtualMachineKind, ref.namespace, ref.name);
}

/** The process of each matching pod is gone, at once and without a word, as by `kill -9`. */
function crash({ store, runtime }: Stage, target: CrashTarget): void {
  for (const pod of store.list(podKind)) {
    if (componentOf(pod) !== target.component) continue;
    if (target.node !== undefined && pod.spec.nodeName !== target.node) continue;
    runtime.kill(pod.metadata.uid, 0);
  }
}

function find({ store, complain }: Stage, { namespace, name }: VirtualMachineRef, verb: string) {
  const vm = store.get(virtualMachineKind, namespace, name);
  if (vm === undefined) complain(`${verb} ${namespace}/${name}: there is no such VirtualMachine`);
  return vm;
}
