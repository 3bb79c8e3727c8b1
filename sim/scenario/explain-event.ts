import { faultKind } from "../faults/registry.ts";
import type { Action } from "./timeline/actions.ts";
import type { TimelineVerb, Verb, VerbArguments, VirtualMachineRef } from "./scenario.ts";
import { formatDuration } from "./units.ts";

/** How each verb is said, without the time. */
const sayings: { readonly [V in Verb]: (given: VerbArguments[V]) => string } = {
  create: (vm) => `create ${nameOf(vm)} (${vm.workload.type})`,
  apply: ({ manifests }) => `apply ${manifests.join(", ")}`,
  delete: (vm) => `delete ${nameOf(vm)}`,
  start: (vm) => `start ${nameOf(vm)}`,
  stop: (vm) => `stop ${nameOf(vm)}`,
  restart: (vm) => `restart ${nameOf(vm)}`,
  pause: (vm) => `pause ${nameOf(vm)}`,
  unpause: (vm) => `unpause ${nameOf(vm)}`,
  migrate: (vm) => `migrate ${nameOf(vm)}`,
  panic: (vm) => `the guest of ${nameOf(vm)} panics`,
  hang: ({ forSeconds, ...vm }) =>
    `the launcher of ${nameOf(vm)} does not answer` +
    (forSeconds === undefined ? "" : `, for ${formatDuration(forSeconds)}`),
  fill: ({ vm, mountPoint = "the system's filesystem", share, overSeconds }) =>
    `${mountPoint} of ${nameOf(vm)} becomes ${Number((100 * share).toFixed(1))} % full` +
    (overSeconds === 0 ? " at once" : ` within ${formatDuration(overSeconds)}`),
  drain: ({ node }) => `drain ${node}`,
  cordon: ({ node }) => `cordon ${node}`,
  uncordon: ({ node }) => `uncordon ${node}`,
  addNode: ({ name }) => `node ${name} joins`,
  removeNode: ({ node, stays }) => `the power of ${node} is cut${stays === true ? ", its Node stays" : ""}`,
  scale: ({ component, replicas }) => `scale ${component} to ${replicas}`,
  rollout: ({ component = "all of KubeVirt", version }) =>
    `roll out ${component}${version === undefined ? " anew" : ` as ${version}`}`,
  crash: ({ component, node }) =>
    node === undefined ? `crash every ${component}` : `crash the ${component} on ${node}`,
  churn: ({ perMinute, lifetimeSeconds, virtualMachine, forSeconds }) =>
    `${perMinute} VMs a minute like ${nameOf(virtualMachine)}, each for ${formatDuration(lifetimeSeconds)}` +
    (forSeconds === undefined ? "" : `, for ${formatDuration(forSeconds)}`),
};

/** What an event does, in words: "stop shop/db". */
export function describeEvent(event: Action & { readonly atSeconds: number }): string {
  if ("fault" in event) {
    const { fault, atSeconds, forSeconds } = event;
    const end = forSeconds === undefined ? "to the end" : `until ${formatDuration(atSeconds + forSeconds)}`;
    return `${faultKind(fault.kind).explain(fault)}, ${end}`;
  }
  const verb = (Object.keys(sayings) as Verb[]).find((candidate) => candidate in event);
  return verb === undefined ? "" : say(verb, event as TimelineVerb as VerbArguments);
}

function say<V extends Verb>(verb: V, event: Pick<VerbArguments, V>): string {
  return sayings[verb](event[verb]);
}

function nameOf({ namespace, name }: VirtualMachineRef): string {
  return `${namespace}/${name}`;
}
