import type { ClusterNow } from "../../cluster/control/cluster-now.ts";
import { ClusterError } from "../../cluster/errors.ts";
import { whyNoAnswer } from "./https-get.ts";

const timeoutSeconds = 5;

/** What the supervisor says of the cluster. Throws ClusterError when it says nothing. */
export async function controlView(controlUrl: string): Promise<ClusterNow> {
  const url = `${controlUrl}/status`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutSeconds * 1000) });
    if (!response.ok) throw new Error(`answered ${response.status}`);
    return (await response.json()) as ClusterNow;
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw new ClusterError(
      `${url}: ${whyNoAnswer(cause)}`,
      "Look whether kvsim is still running, or is stopped (T in ps).",
    );
  }
}
