import type { Pod } from "../objects/pod.ts";

/** Kubernetes' own default. */
const usualFailureThreshold = 3;

/**
 * Whether a container can be sent requests: from when its program says so, until as many probes in a row have
 * failed as its pod allows, and again from the first that succeeds.
 *
 * Departs from kubelet in the beginning: that waits for the first probe to succeed.
 */
export class Readiness {
  #begun = false;
  #failures = 0;
  #ready = false;

  get ready(): boolean {
    return this.#ready;
  }

  /** The program says that it is ready. */
  begin(): void {
    this.#begun = true;
    this.#failures = 0;
    this.#ready = true;
  }

  /** The container has ended; the next one has yet to begin. */
  end(): void {
    this.#begun = false;
    this.#ready = false;
  }

  /** A probe has failed or succeeded. Returns whether that changed the answer. */
  probed(succeeded: boolean, pod: Pod): boolean {
    if (!this.#begun) return false;
    this.#failures = succeeded ? 0 : this.#failures + 1;
    const threshold = pod.spec.containers[0]?.readinessProbe?.failureThreshold ?? usualFailureThreshold;
    const ready = succeeded || (this.#ready && this.#failures < threshold);
    const changed = ready !== this.#ready;
    this.#ready = ready;
    return changed;
  }
}
