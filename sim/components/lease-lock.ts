import { microTimestampAt } from "../clock/clock.ts";
import { leaseKind, type Lease } from "../store/objects/lease.ts";
import { resourcePath } from "./informer/watched-resource.ts";
import type { Lifetime } from "./lifetime.ts";
import type { RestClient } from "./rest/rest-client.ts";

/** What a candidate writes into the Lease: who leads, since when, after how many changes. */
export interface LeaderRecord {
  readonly holderIdentity: string;
  /** MicroTime. */
  readonly acquireTime: string;
  readonly leaseTransitions: number;
}

/** The Lease that candidates for one leadership share, as one of them reads and writes it. */
export class LeaseLock {
  readonly #client: RestClient;
  readonly #lifetime: Lifetime;
  readonly #durationSeconds: number;
  readonly #namespace: string;
  readonly #name: string;
  /** As last read or written: an update has to carry its resourceVersion. */
  #lease: Lease | undefined;

  constructor(options: {
    client: RestClient;
    lifetime: Lifetime;
    durationSeconds: number;
    namespace: string;
    name: string;
  }) {
    this.#client = options.client;
    this.#lifetime = options.lifetime;
    this.#durationSeconds = options.durationSeconds;
    this.#namespace = options.namespace;
    this.#name = options.name;
  }

  get lease(): Lease | undefined {
    return this.#lease;
  }

  /** Throws StatusError 404 when there is none yet. */
  async read(): Promise<Lease> {
    const path = `${resourcePath(leaseKind, this.#namespace)}/${this.#name}`;
    return (this.#lease = await this.#client.request<Lease>({ method: "GET", path }));
  }

  async create(record: LeaderRecord): Promise<Lease> {
    const path = resourcePath(leaseKind, this.#namespace);
    const body = {
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: { name: this.#name, namespace: this.#namespace },
      spec: this.#spec(record),
    };
    return (this.#lease = await this.#client.request<Lease>({ method: "POST", path, body }));
  }

  /** Throws StatusError 409 when someone else wrote it since it was read. */
  async update(record: LeaderRecord): Promise<Lease> {
    const path = `${resourcePath(leaseKind, this.#namespace)}/${this.#name}`;
    const body = { ...this.#lease, spec: { ...this.#lease?.spec, ...this.#spec(record) } };
    return (this.#lease = await this.#client.request<Lease>({ method: "PUT", path, body }));
  }

  #spec(record: LeaderRecord): Lease["spec"] {
    const { clock } = this.#lifetime;
    const renewTime = microTimestampAt(clock, clock.now());
    return { ...record, leaseDurationSeconds: this.#durationSeconds, renewTime };
  }
}
