import { microTimestampAt } from "../clock/clock.ts";
import type { Lease } from "../store/objects/lease.ts";
import type { LeaderRecord, LeaseLock } from "./lease-lock.ts";
import type { Lifetime } from "./lifetime.ts";
import { isRequestError, isStatus } from "./rest/status-error.ts";

/** client-go's defaults, which KubeVirt uses, in seconds. */
export const leaseSeconds = 15;
const renewDeadlineSeconds = 10;
const retrySeconds = 2;
/** A candidate waits up to this much longer than the retry period, by chance. */
const jitterFactor = 1.2;

interface LeaderElectionOptions {
  readonly lock: LeaseLock;
  /** The pod's name: a container that is restarted in its pod finds itself still leading. */
  readonly identity: string;
  readonly lifetime: Lifetime;
  /** Uniform draws from [0, 1). */
  readonly draw: () => number;
  /**
   * Whether the leader renews without reading first, as client-go does since v0.30; before, each renewal
   * was a GET and an UPDATE.
   */
  readonly optimistic: boolean;
  /** Events of the Lease: `became leader`. */
  readonly record: (lease: Lease, what: string) => void;
}

/**
 * One candidate for a leadership that is kept in a Lease.
 *
 * Others' renewals are observed by this process's own clock: a lease is free when it has not changed for as
 * long as it says, whatever time is written in it.
 *
 * Source: client-go tools/leaderelection/leaderelection.go
 */
export class LeaderElection {
  readonly #options: LeaderElectionOptions;
  #observed: { readonly renewal: string; readonly holder: string; readonly validUntil: number } | undefined;

  constructor(options: LeaderElectionOptions) {
    this.#options = options;
  }

  /** Resolves once this candidate leads. */
  async acquire(): Promise<void> {
    const { lifetime, draw, lock, record, identity } = this.#options;
    while (!(await this.#tryAcquireOrRenew())) {
      await lifetime.sleep(retrySeconds * (1 + jitterFactor * draw()));
    }
    if (lock.lease !== undefined) record(lock.lease, `${identity} became leader`);
  }

  /** Renews every 2 s; resolves when the lease could not be renewed for 10 s. */
  async renew(): Promise<void> {
    while (await this.#renewInTime()) await this.#options.lifetime.sleep(retrySeconds);
  }

  /** Tries until it succeeds or the deadline passes, even while an answer is outstanding. */
  #renewInTime(): Promise<boolean> {
    const { lifetime } = this.#options;
    return new Promise((resolve, reject) => {
      let late = false;
      const callOff = lifetime.after(renewDeadlineSeconds, () => {
        late = true;
        resolve(false);
      });
      const tries = async () => {
        while (!(await this.#tryAcquireOrRenew())) {
          await lifetime.sleep(retrySeconds);
          // A try that is outstanding at the deadline is the last.
          if (late) return;
        }
        callOff();
        resolve(true);
      };
      tries().catch(reject);
    });
  }

  /** Whether this candidate leads now. */
  async #tryAcquireOrRenew(): Promise<boolean> {
    try {
      if (this.#leads() && this.#options.optimistic && (await this.#renewOptimistically())) return true;
      return await this.#readAndWrite();
    } catch (error) {
      if (isRequestError(error)) return false;
      throw error;
    }
  }

  async #renewOptimistically(): Promise<boolean> {
    const { lock } = this.#options;
    try {
      this.#observe(await lock.update(this.#renewal(lock.lease)));
      return true;
    } catch (error) {
      if (isRequestError(error)) return false;
      throw error;
    }
  }

  async #readAndWrite(): Promise<boolean> {
    const { lock, lifetime, identity } = this.#options;
    let lease: Lease;
    try {
      lease = await lock.read();
    } catch (error) {
      if (!isStatus(error, 404)) throw error;
      this.#observe(await lock.create(this.#renewal(undefined)));
      return true;
    }
    if (this.#observed?.renewal !== renewalOf(lease)) this.#observe(lease);
    const holder = lease.spec.holderIdentity ?? "";
    const valid = lifetime.clock.now() < (this.#observed?.validUntil ?? 0);
    if (holder !== "" && holder !== identity && valid) return false;
    this.#observe(await lock.update(this.#renewal(lease)));
    return true;
  }

  #leads(): boolean {
    const { identity, lifetime } = this.#options;
    return this.#observed?.holder === identity && lifetime.clock.now() < this.#observed.validUntil;
  }

  /** What to write: a renewal of an own lease, or the take-over of one that is free. */
  #renewal(present: Lease | undefined): LeaderRecord {
    const { identity, lifetime } = this.#options;
    const { holderIdentity, acquireTime, leaseTransitions = 0 } = present?.spec ?? {};
    if (holderIdentity === identity && acquireTime !== undefined) {
      return { holderIdentity, acquireTime, leaseTransitions };
    }
    return {
      holderIdentity: identity,
      acquireTime: microTimestampAt(lifetime.clock, lifetime.clock.now()),
      leaseTransitions: present === undefined ? 0 : leaseTransitions + 1,
    };
  }

  #observe(lease: Lease): void {
    const { holderIdentity: holder = "", leaseDurationSeconds = leaseSeconds } = lease.spec;
    const validUntil = this.#options.lifetime.clock.now() + leaseDurationSeconds;
    this.#observed = { renewal: renewalOf(lease), holder, validUntil };
  }
}

/** Tells one renewal from another: what is written, as client-go compares the raw record. */
function renewalOf({ spec }: Lease): string {
  return JSON.stringify([
    spec.holderIdentity,
    spec.acquireTime,
    spec.renewTime,
    spec.leaseTransitions,
    spec.leaseDurationSeconds,
  ]);
}
