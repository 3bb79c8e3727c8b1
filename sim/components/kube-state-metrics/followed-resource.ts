import { daemonSetResource } from "../../metrics/kube-state-metrics/daemon-set.ts";
import { deploymentResource } from "../../metrics/kube-state-metrics/deployment.ts";
import { nodeResource } from "../../metrics/kube-state-metrics/node.ts";
import type { StateObject } from "../../metrics/kube-state-metrics/objects.ts";
import { claimResource } from "../../metrics/kube-state-metrics/persistent-volume-claim.ts";
import { podResource } from "../../metrics/kube-state-metrics/pod.ts";
import type { StateResource } from "../../metrics/kube-state-metrics/state-family.ts";
import { StateStore } from "../../metrics/kube-state-metrics/state-store.ts";
import type { PageWriter } from "../../metrics/page-writer.ts";
import type { Kind } from "../../store/kinds.ts";
import type { KubeObject } from "../../store/object.ts";
import { claimKind } from "../../store/objects/claim.ts";
import { nodeKind } from "../../store/objects/node.ts";
import { podKind } from "../../store/objects/pod.ts";
import { daemonSetKind, deploymentKind } from "../../store/objects/workloads.ts";
import { Reflector } from "../informer/reflector.ts";
import type { Lifetime } from "../lifetime.ts";
import type { RestClient } from "../rest/rest-client.ts";

/** A resource that is listed and watched, and what is shown of its objects. */
export interface FollowedResource {
  append(writer: PageWriter): void;
  /** Begins to list and watch; resolves when the first list is in. */
  readonly start: () => Promise<void>;
}

interface Following {
  readonly client: RestClient;
  readonly lifetime: Lifetime;
  /** Uniform draws from [0, 1) for the reflector of this resource. */
  readonly drawOf: (plural: string) => () => number;
  /** Told why a list or a watch failed. */
  readonly failed: (plural: string, error: Error) => void;
}

/** All that kube-state-metrics shows, in the order in which it prints it. */
export function followAllResources(following: Following): readonly FollowedResource[] {
  return [
    follow(following, daemonSetResource, daemonSetKind),
    follow(following, deploymentResource, deploymentKind),
    follow(following, nodeResource, nodeKind),
    follow(following, claimResource, claimKind),
    follow(following, podResource, podKind),
  ];
}

/** Objects go from the reflector straight into what is shown of them: nobody keeps the objects themselves. */
function follow<S extends StateObject, T extends KubeObject & S>(
  { client, lifetime, drawOf, failed }: Following,
  resource: StateResource<S>,
  kind: Kind<T>,
): FollowedResource {
  const store = new StateStore(resource);
  const start = () =>
    new Promise<void>((listed) => {
      const reflector = new Reflector<T>({
        client,
        lifetime,
        resource: { kind },
        target: {
          replace: (items) => store.replace(items),
          apply: (type, object) => (type === "DELETED" ? store.remove(object) : store.set(object)),
        },
        listed,
        draw: drawOf(kind.plural),
        failed: (error) => failed(kind.plural, error),
      });
      void reflector.run();
    });
  return { append: (writer) => store.append(writer), start };
}
