import { ClusterError } from "./errors.ts";
import type { Supervisor } from "./supervise.ts";

/** What readiness looks at, and how it learns that something changed. */
export interface ReadinessOptions {
  readonly supervisor: Pick<Supervisor, "apiserverReady" | "status" | "components">;
  readonly deadlineSeconds: number;
  /** Calls the listener whenever something changed; returns how to stop. */
  readonly onChange: (listener: () => void) => () => void;
  readonly signal: AbortSignal;
}

/**
 * Resolves when the apiserver and every component answer and the Endpoints list them as ready.
 *
 * Throws ClusterError naming what has not answered by the deadline, or the signal's reason.
 */
export async function waitUntilReady(options: ReadinessOptions): Promise<void> {
  const { supervisor, deadlineSeconds, onChange, signal } = options;
  signal.throwIfAborted();
  if (missing(supervisor).length === 0) return;
  await new Promise<void>((resolve, reject) => {
    const settle = (error?: unknown) => {
      clearTimeout(timer);
      stop();
      signal.removeEventListener("abort", abort);
      if (error === undefined) resolve();
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the signal's reason is whatever its owner gave
      else reject(error);
    };
    const abort = () => settle(signal.reason);
    const stop = onChange(() => {
      if (missing(supervisor).length === 0) settle();
    });
    const timer = setTimeout(() => settle(notReady(supervisor, deadlineSeconds)), deadlineSeconds * 1000);
    signal.addEventListener("abort", abort);
  });
}

function notReady(supervisor: ReadinessOptions["supervisor"], deadlineSeconds: number): ClusterError {
  return new ClusterError(
    `not ready after ${deadlineSeconds} s: ${missing(supervisor).join("; ")}`,
    "Look at the messages above; on a small or busy machine start fewer nodes.",
  );
}

/** What is still to come, in words; empty when everything is ready. */
function missing({ apiserverReady, status, components }: ReadinessOptions["supervisor"]): string[] {
  if (!apiserverReady || status === undefined) return ["the apiserver does not answer"];
  const silent = components.filter(({ ready }) => !ready).map(({ container }) => container.podName);
  const notStarted = status.componentsWanted - components.length;
  const notListed = components.length - silent.length - status.componentsReady;
  return [
    ...(silent.length === 0 ? [] : [`no answer from ${listOf(silent)}`]),
    ...(notStarted > 0
      ? [`${notStarted} of ${status.componentsWanted} components have not been started`]
      : []),
    ...(notListed > 0 ? [`${notListed} components are not listed as ready by the apiserver`] : []),
    ...(status.componentsWanted === 0 ? ["the apiserver wants no components yet"] : []),
  ];
}

/** A fleet has a thousand names. */
const mostNamed = 10;

function listOf(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return more > 0 ? `${names.slice(0, mostNamed).join(", ")} and ${more} more` : names.join(", ");
}
