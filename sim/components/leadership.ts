import { kubeVirtNamespace } from "../store/bootstrap/service-accounts.ts";
import type { ComponentProcess } from "./component-process.ts";
import { LeaderElection, leaseSeconds } from "./leader-election.ts";
import { LeaseLock } from "./lease-lock.ts";

/** What a component does when its turn comes, and when it is over. */
interface LeadershipCallbacks {
  readonly started: () => void;
  readonly stopped?: () => void;
}

/**
 * Takes part in the election for the Lease that is named for the component. A leader that cannot renew
 * ends its process, as KubeVirt's do: the standby, or the restarted container, takes over.
 */
export async function takePartInElection(
  process: ComponentProcess,
  { started, stopped }: LeadershipCallbacks,
): Promise<void> {
  const { client, work, options } = process;
  const name = options.container.component;
  const recorder = process.recorder({ component: name });
  const election = new LeaderElection({
    lock: new LeaseLock({
      client,
      lifetime: work,
      durationSeconds: leaseSeconds,
      namespace: kubeVirtNamespace,
      name,
    }),
    identity: options.container.podName,
    lifetime: work,
    draw: process.draw("election"),
    optimistic: options.version !== "legacy",
    record: (lease, message) => recorder.record(lease, { type: "Normal", reason: "LeaderElection", message }),
  });
  await election.acquire();
  started();
  await election.renew();
  stopped?.();
  process.fail("leaderelection lost");
}
