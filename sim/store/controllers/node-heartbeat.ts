import { microTimestampAt, timestampAt } from "../../clock/clock.ts";
import { uniform } from "../../model/random.ts";
import type { Machines } from "../machines.ts";
import { leaseKind } from "../objects/lease.ts";
import { nodeKind, type Node } from "../objects/node.ts";
import { after, type ControllerContext } from "./context.ts";

const nodeLeaseNamespace = "kube-node-lease";
const leaseSeconds = 40;
/** A kubelet renews its Lease this often, and reports a status that has not changed this often. */
const renewEverySeconds = 10;
const reportEverySeconds = 300;
/** Plays the kubelets' heartbeats: each renews its node's Lease, and says every five minutes that all is well. */
export function startNodeHeartbeats(context: ControllerContext, machines: Machines): void {
  const { store, clock, seed } = context;
  const begin = (node: Node) => {
    createLease(context, node);
    const phase = uniform(0, 1, seed, "heartbeat", node.metadata.name);
    const every = (seconds: number, beat: (present: Node) => void) => {
      // Of the heartbeats before t = 0 only the last is of interest.
      const wait = Math.max(0, -seconds - clock.now());
      const next = () => {
        const present = store.get(nodeKind, undefined, node.metadata.name);
        if (present?.metadata.uid !== node.metadata.uid || machines.isLost(node.metadata.name)) return;
        beat(present);
        after(context, seconds, next);
      };
      after(context, wait + phase * seconds, next);
    };
    every(renewEverySeconds, (present) => renewLease(context, present));
    every(reportEverySeconds, (present) => reportHealth(context, present));
  };
  store.watch(nodeKind, ({ type, object }) => {
    if (type === "ADDED") begin(object);
  });
  machines.onReturn((nodeName) => {
    const node = store.get(nodeKind, undefined, nodeName);
    if (node !== undefined) begin(node);
  });
  for (const node of store.list(nodeKind)) begin(node);
}

function createLease({ store, clock }: ControllerContext, { metadata: { name, uid } }: Node): void {
  if (store.get(leaseKind, nodeLeaseNamespace, name) !== undefined) return;
  store.create(leaseKind, {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: {
      name,
      namespace: nodeLeaseNamespace,
      ownerReferences: [{ apiVersion: "v1", kind: "Node", name, uid }],
    },
    spec: {
      holderIdentity: name,
      leaseDurationSeconds: leaseSeconds,
      renewTime: microTimestampAt(clock, clock.now()),
    },
  });
}

function renewLease(context: ControllerContext, node: Node): void {
  const { store, clock } = context;
  const lease = store.get(leaseKind, nodeLeaseNamespace, node.metadata.name);
  if (lease === undefined) return createLease(context, node);
  const renewTime = microTimestampAt(clock, clock.now());
  store.update(leaseKind, { ...lease, spec: { ...lease.spec, renewTime } });
}

function reportHealth({ store, clock }: ControllerContext, node: Node): void {
  const lastHeartbeatTime = timestampAt(clock, clock.now());
  const conditions = node.status.conditions.map((condition) => ({ ...condition, lastHeartbeatTime }));
  store.update(nodeKind, { ...node, status: { ...node.status, conditions } });
}
