import { testCertificates } from "../test/support/certificates.ts";
import { startChild, type Child } from "./child.ts";
import type { ServerAnswer, ServerTask } from "./children/metrics-server.ts";
import type { CpuMeter } from "./measure.ts";
import type { FleetSize } from "./scale.ts";

/** Virt-handlers that a process of their own serves over HTTPS. */
export interface ServedHandlers {
  readonly urls: readonly URL[];
  /** The process before it served anything, its code being loaded. */
  readonly before: ServerAnswer;
  /** When all listened. */
  readonly started: ServerAnswer;
  readonly cpu: CpuMeter;
  tell(): Promise<ServerAnswer>;
  close(): void;
}

export async function serveHandlers({ handlers, vmisEach }: FleetSize): Promise<ServedHandlers> {
  const child: Child<ServerTask, ServerAnswer> = startChild("metrics-server.ts");
  const tell = () => child.ask({ task: "tell" });
  const before = await tell();
  const serving = testCertificates.components["virt-handler"];
  const started = await child.ask({ task: "serve", handlers, vmisEach, serving });
  return {
    urls: started.urls.map((url) => new URL(url)),
    before,
    started,
    cpu: async () => (await tell()).cpuSeconds,
    tell,
    close: () => child.close(),
  };
}
