import { Page } from "../metrics/page.ts";
import { kubeVirtNamespace } from "../store/bootstrap/service-accounts.ts";
import type { HttpReply, HttpRequest } from "../wire/exchange.ts";
import type { Component, ComponentOptions } from "./component.ts";
import { ComponentProcess } from "./component-process.ts";
import type { Informer } from "./informer/informer.ts";
import { takePartInElection } from "./leadership.ts";
import { MetricsEndpoint } from "./scrape/metrics-endpoint.ts";
import { answerFrom, type Routes } from "./scrape/routes.ts";
import { definitions, inRelease, kubeVirts, watchedByVirtOperator } from "./watched-resources.ts";

const workers = 3;
/** The one object it installs KubeVirt for: whatever changes, this is what it looks at. */
const kubeVirtKey = `${kubeVirtNamespace}/kubevirt`;

/** Installs KubeVirt and keeps it installed; one replica leads, the other has its caches ready. */
export class VirtOperator implements Component {
  readonly #process: ComponentProcess;
  readonly #informers: readonly Informer[];
  readonly #routes: Routes;

  constructor(options: ComponentOptions) {
    const process = new ComponentProcess(options);
    const page = new Page(process.metrics.families);
    const endpoint = new MetricsEndpoint({
      clock: options.clock,
      version: options.version,
      scrapes: process.metrics.scrapes,
      collect: () => Promise.resolve(page),
    });
    this.#process = process;
    this.#informers = inRelease(options.version, [kubeVirts, definitions, ...watchedByVirtOperator]).map(
      (resource) => process.informer(resource, { keep: true }),
    );
    this.#routes = { "/metrics": (request) => endpoint.answer(request) };
  }

  async start(): Promise<void> {
    const { metrics } = this.#process;
    const queue = this.#process.queue("virt-operator", workers, () => Promise.resolve());
    for (const informer of this.#informers) informer.start();
    await Promise.all(this.#informers.map(({ synced }) => synced));
    metrics.ready.set(1);
    const started = () => {
      metrics.leading?.set(1);
      queue.add(kubeVirtKey);
      for (const informer of this.#informers) informer.listenToAll(() => queue.add(kubeVirtKey));
    };
    void takePartInElection(this.#process, { started, stopped: () => metrics.leading?.set(0) });
  }

  handle(request: HttpRequest): Promise<HttpReply> {
    return answerFrom(this.#routes, request);
  }

  hear(): void {
    // What hypervisors run does not concern it.
  }

  /** It does not give its lease back: the standby waits until that has run out. */
  stop(): Promise<void> {
    this.#process.end();
    return Promise.resolve();
  }

  kill(): void {
    this.#process.end();
  }
}
