import type { WorkqueueMetrics } from "../metrics/component-metrics.ts";
import { between } from "./draws.ts";
import type { Lifetime } from "./lifetime.ts";
import { isRequestError } from "./rest/status-error.ts";

/** A failed key is tried again after 5 ms, doubled up to 1,000 s: client-go's DefaultControllerRateLimiter. */
const retry = { firstSeconds: 0.005, mostSeconds: 1000 };
/** From being added until a free worker has taken it up: a goroutine's wake-up, in seconds. */
const wakeUp = { low: 2e-5, high: 4e-4 };
/** What a pass takes that makes no request of its own, in seconds. */
const pass = { low: 5e-4, high: 2e-2 };

interface WorkQueueOptions {
  readonly lifetime: Lifetime;
  readonly metrics: WorkqueueMetrics;
  /** How many keys are worked on at once. */
  readonly workers: number;
  /** Uniform draws from [0, 1). */
  readonly draw: () => number;
  /** Works on a key; a request that fails has it tried again later. */
  readonly reconcile: (key: string) => Promise<void>;
}

/**
 * A controller's queue, as client-go's: a key that is added again before its turn is worked on once, one
 * that is added while in work is worked on again after it.
 *
 * Source: client-go util/workqueue/queue.go
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  /** Keys that have to be worked on: waiting, or to wait once they are out of work. */
  readonly #dirty = new Set<string>();
  readonly #inWork = new Set<string>();
  readonly #waiting: string[] = [];
  readonly #failures = new Map<string, number>();
  readonly #planned = new Map<string, { readonly t: number; readonly callOff: () => void }>();
  #freeWorkers: number;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
    this.#freeWorkers = options.workers;
  }

  add(key: string): void {
    if (this.#dirty.has(key)) return;
    this.#options.metrics.added(key, this.#now());
    this.#dirty.add(key);
    if (this.#inWork.has(key)) return;
    this.#waiting.push(key);
    this.#wake();
  }

  addAll(keys: readonly string[]): void {
    for (const key of keys) this.add(key);
  }

  /** Adds a key later; of several times that are planned for it the first counts. */
  addAfter(key: string, seconds: number): void {
    const t = this.#now() + seconds;
    const planned = this.#planned.get(key);
    if (planned !== undefined && planned.t <= t) return;
    planned?.callOff();
    const callOff = this.#options.lifetime.after(seconds, () => {
      this.#planned.delete(key);
      this.add(key);
    });
    this.#planned.set(key, { t, callOff });
  }

  #wake(): void {
    if (this.#freeWorkers === 0 || this.#waiting.length === 0) return;
    this.#freeWorkers -= 1;
    this.#options.lifetime.after(between(wakeUp, this.#options.draw), () => void this.#work());
  }

  /** One worker: takes keys until there are none. */
  async #work(): Promise<void> {
    for (let key = this.#waiting.shift(); key !== undefined; key = this.#waiting.shift()) {
      await this.#workOn(key);
    }
    this.#freeWorkers += 1;
  }

  async #workOn(key: string): Promise<void> {
    const { metrics, lifetime, reconcile, draw } = this.#options;
    metrics.started(key, this.#now());
    this.#dirty.delete(key);
    this.#inWork.add(key);
    try {
      await lifetime.sleep(between(pass, draw));
      await reconcile(key);
      this.#failures.delete(key);
    } catch (error) {
      if (!isRequestError(error)) throw error;
      this.#retry(key);
    }
    this.#inWork.delete(key);
    metrics.finished(key, this.#now());
    // Added while it was in work: now is its turn.
    if (this.#dirty.has(key)) this.#waiting.push(key);
  }

  #retry(key: string): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.#options.metrics.retried();
    this.addAfter(key, Math.min(retry.firstSeconds * 2 ** failures, retry.mostSeconds));
  }

  #now(): number {
    return this.#options.lifetime.clock.now();
  }
}
