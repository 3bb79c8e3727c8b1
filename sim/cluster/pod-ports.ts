import { source, type Clock } from "../clock/clock.ts";
import type { AddressPlan } from "../model/addresses.ts";
import { componentOf, podKind, type Pod } from "../store/objects/pod.ts";
import type { PodNetwork } from "../store/pod-network.ts";
import type { Store } from "../store/store.ts";

/**
 * Where all pods share one IP address, gives each component pod a port of its own, before its kubelet starts
 * it. The Endpoints have a subset for each port then.
 */
export function givePodsTheirPorts(store: Store, clock: Clock, network: PodNetwork): void {
  if (!sharesOneAddress(network.plan)) return;
  const templatePort = network.plan.pod(0).port;
  store.watch(podKind, ({ type, object }) => {
    if (type !== "ADDED" || componentOf(object) === undefined) return;
    const { uid, namespace, name } = object.metadata;
    // Not at once: whoever is told of the pod after us still has it as it was made.
    clock.at(clock.now(), source.controller, () => {
      const pod = store.get(podKind, namespace, name);
      if (pod?.metadata.uid !== uid) return;
      store.update(podKind, withPort(pod, templatePort, network.addressOf(uid).port));
    });
  });
}

function sharesOneAddress(plan: AddressPlan): boolean {
  return plan.pod(0).ip === plan.pod(1).ip;
}

function withPort(pod: Pod, templatePort: number, port: number): Pod {
  const containers = pod.spec.containers.map(({ args = [], ports = [], ...container }) => ({
    ...container,
    args: args.map((argument) => withArgument(argument, templatePort, port)),
    ports: ports.map((declared) =>
      declared.containerPort === templatePort ? { ...declared, containerPort: port } : declared,
    ),
  }));
  return { ...pod, spec: { ...pod.spec, containers } };
}

/** A port stands alone, or after an address: `--secure-listen-address=:8443`. */
function withArgument(argument: string, templatePort: number, port: number): string {
  if (argument === String(templatePort)) return String(port);
  const end = `:${templatePort}`;
  return argument.endsWith(end) ? `${argument.slice(0, -end.length)}:${port}` : argument;
}
