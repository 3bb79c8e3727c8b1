import type { Pod } from "../objects/pod.ts";
import type { ControllerContext } from "./context.ts";
import { recordEvent } from "./event-recorder.ts";

/** What a kubelet says about a pod's containers, and why if that is not plain, as `kubectl describe pod` lists it. */
export function recordContainerEvent(
  context: ControllerContext,
  pod: Pod,
  what: "Started" | "Killing" | "BackOff" | "Unhealthy",
  why = "",
): void {
  for (const { name, image } of pod.spec.containers) {
    const say = (reason: string, message: string, type: "Normal" | "Warning" = "Normal") =>
      recordEvent(context, pod, {
        type,
        reason,
        message,
        component: "kubelet",
        host: pod.spec.nodeName ?? "",
        fieldPath: `spec.containers{${name}}`,
      });
    if (what === "Started") {
      say("Pulled", `Container image "${image}" already present on machine`);
      say("Created", `Created container: ${name}`);
      say("Started", `Started container ${name}`);
    } else if (what === "Killing") {
      say("Killing", `Stopping container ${name}`);
    } else if (what === "Unhealthy") {
      say("Unhealthy", `Readiness probe failed: ${why}`, "Warning");
    } else {
      const { name: podName, namespace = "", uid } = pod.metadata;
      say(
        "BackOff",
        `Back-off restarting failed container ${name} in pod ${podName}_${namespace}(${uid})`,
        "Warning",
      );
    }
  }
}
