import { timestampAt, type Clock } from "../clock/clock.ts";
import { formatAddress } from "../model/addresses.ts";
import type { ProgramKind } from "../model/components.ts";
import { fileNames, type ClusterDirectory } from "./files.ts";
import type { Supervisor } from "./supervise.ts";

/** What `cluster.json` tells programs that work with a running cluster. It is there while all is ready. */
export interface ClusterFile {
  readonly scenario: string;
  readonly seed: number;
  /** RFC 3339: when t = 0 is. */
  readonly epoch: string;
  /** The process that ends the cluster when it ends. */
  readonly pid: number;
  readonly apiserver: { readonly url: string; readonly pid: number };
  /** Where the simulator tells about itself: `/metrics`, `/healthz`. */
  readonly control: { readonly url: string };
  readonly prometheus?: { readonly url: string };
  readonly components: readonly {
    readonly kind: ProgramKind;
    readonly pod: string;
    readonly node: string;
    /** `ip:port` where it serves /metrics. */
    readonly address: string;
    /** In a large fleet many share a process. */
    readonly pid: number;
  }[];
}

interface ClusterFacts {
  readonly scenario: string;
  readonly seed: number;
  readonly clock: Clock;
  readonly apiserverUrl: string;
  readonly controlUrl: string;
  readonly prometheusUrl: string | undefined;
}

/** Keeps `cluster.json` as the cluster is: a component that is restarted has a new process. */
export class ClusterFileWriter {
  readonly #directory: ClusterDirectory;
  readonly #facts: ClusterFacts;
  readonly #supervisor: Supervisor;
  #written = "";
  #removed = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(directory: ClusterDirectory, facts: ClusterFacts, supervisor: Supervisor) {
    this.#directory = directory;
    this.#facts = facts;
    this.#supervisor = supervisor;
  }

  /** Writes it if something has changed since. */
  update(): Promise<void> {
    return (this.#turn = this.#turn.then(async () => {
      const text = `${JSON.stringify(this.content, undefined, 2)}\n`;
      if (text === this.#written || this.#removed) return;
      this.#written = text;
      await this.#directory.write(fileNames.cluster, text);
    }));
  }

  remove(): Promise<void> {
    this.#removed = true;
    return (this.#turn = this.#turn
      .catch(() => undefined)
      .then(() => this.#directory.remove(fileNames.cluster)));
  }

  get content(): ClusterFile {
    const { scenario, seed, clock, apiserverUrl, controlUrl, prometheusUrl } = this.#facts;
    return {
      scenario,
      seed,
      epoch: timestampAt(clock, 0),
      pid: process.pid,
      apiserver: { url: apiserverUrl, pid: this.#supervisor.apiserverPid ?? 0 },
      control: { url: controlUrl },
      ...(prometheusUrl === undefined ? {} : { prometheus: { url: prometheusUrl } }),
      components: this.#supervisor.components
        .map(({ container, pid }) => ({
          kind: container.component,
          pod: container.podName,
          node: container.nodeName,
          address: formatAddress(container.address),
          pid: pid ?? 0,
        }))
        .sort(byComponentAndNode),
    };
  }
}

type ComponentEntry = ClusterFile["components"][number];

function byComponentAndNode(a: ComponentEntry, b: ComponentEntry): number {
  const order = [a.kind, a.node, a.pod].map((text, index) =>
    compare(text, [b.kind, b.node, b.pod][index] ?? ""),
  );
  return order.find((sign) => sign !== 0) ?? 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
