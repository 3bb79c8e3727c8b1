import { testCertificates } from "../test/support/certificates.ts";
import { startChild, type Child } from "./child.ts";
import type { ServerAnswer, ServerTask } from "./children/metrics-server.ts";
import type { CpuMeter } from "./measure.ts";
import type { FleetSize } from "./scale.ts";

/** Virt-handlers that a process of their own serves over HTTPS. */
export interface ServedHandlers {
  readonly urls: readonly URL[];
  /** Until all listened. */
  readonly seconds: number;
  /** Of the process before it served anything, its code being loaded. */
  readonly emptyBytes: number;
  readonly cpu: CpuMeter;
  tell(): Promise<ServerAnswer>;
  close(): void;
}

export async function serveHandlers({ handlers, vmisEach }: FleetSize): Promise<ServedHandlers> {
  const child: Child<ServerTask, ServerAnswer> = startChild("metrics-server.ts");
  const tell = () => child.ask({ task: "tell" });
  const { residentBytes: emptyBytes } = await tell();
  const serving = testCertificates.components["virt-handler"];
  const { urls, seconds } = await child.ask({ task: "serve", handlers, vmisEach, serving });
  return {
    urls: urls.map((url) => new URL(url)),
    seconds,
    emptyBytes,
    cpu: async () => (await tell()).cpuSeconds,
    tell,
    close: () => child.close(),
  };
}
