import type { Clock } from "../clock/clock.ts";
import type { ComponentKind, KubeVirtVersion, ProgramKind } from "../model/components.ts";
import type { FeedChange } from "../model/feed.ts";
import type { ComponentContainer, InstanceName } from "../store/container-runtime.ts";
import type { HttpReply, HttpRequest } from "../wire/exchange.ts";
import type { Transport } from "../wire/transport.ts";

/** What a component is made of, on every clock and transport. */
export interface ComponentOptions<Kind extends ProgramKind = ProgramKind> {
  readonly container: ComponentContainer<Kind>;
  readonly seed: number;
  readonly version: KubeVirtVersion;
  readonly clock: Clock;
  /** The way to the apiserver, through the component's own front listener; closed when the component ends. */
  readonly transport: Transport;
  /** Bearer token of its ServiceAccount. */
  readonly token: string;
  /** The `host` label of REST metrics: what a component in a pod knows the apiserver as. */
  readonly apiserverHost: string;
  /** Told what kubelet's readiness probe found: undefined when all is well, else kubelet's word for what is not. */
  readonly probed: (problem: string | undefined) => void;
  /** The program ends by itself, as virt-controller does when it loses its lease. */
  readonly exit: (code: number, reason: string) => void;
  /** Renders a page, and may take its time; without it nobody does. */
  readonly timeRender?: <Page>(render: () => Page) => Page;
  readonly log: (level: "info" | "warn" | "error", message: string) => void;
}

/** What a component of KubeVirt itself is made of. */
export type KubeVirtComponentOptions = ComponentOptions<ComponentKind>;

/** One component without its wire. */
export interface Component {
  /** Begins its work; resolves when it is ready (its caches have synced). Never resolves if it ends before. */
  start(): Promise<void>;
  /** Answers `GET /metrics`, and what else the component serves (most have `GET /healthz`). */
  handle(request: HttpRequest): Promise<HttpReply>;
  /** A change of what the hypervisor of its node runs; only virt-handler cares. */
  hear(change: FeedChange): void;
  /**
   * Writes a VMI at the apiserver, as virt-handler (and only that) does with each step of a guest's life: a
   * request of its own, tried until it gets through. Never resolves if the component ends before.
   */
  write?(instance: InstanceName): Promise<void>;
  /** SIGTERM: says goodbye to the apiserver as the real one does, and ends. */
  stop(): Promise<void>;
  /** SIGKILL: ends at once; nothing it had planned happens any more. */
  kill(): void;
}
