import { availableParallelism } from "node:os";
import { microTimestampAt } from "../clock/clock.ts";
import { WallClock } from "../clock/wall.ts";
import type { LedgerEntry } from "../faults/fault.ts";
import type { LogLevel } from "../wire/channel.ts";
import { controlAddress } from "./addresses.ts";
import { CleanUp } from "./clean-up.ts";
import { ClusterFileWriter } from "./cluster-file.ts";
import type { Cluster, ClusterOptions, ClusterState, LogEntry } from "./cluster.ts";
import { clusterNow } from "./control/cluster-now.ts";
import { apiserverHost, makeEquipment } from "./equipment.ts";
import { ClusterError, errorMessage } from "./errors.ts";
import { fileNames } from "./files.ts";
import { openLines, type LinesFile } from "./lines-file.ts";
import { takePlace, type Place } from "./place.ts";
import { ownProgram, type Program } from "./program.ts";
import { checkPrometheus, findPrometheus, startPrometheus, type RunningPrometheus } from "./prometheus.ts";
import { waitUntilReady } from "./readiness.ts";
import { startUpTime, type StartUpTime } from "./start-up-time.ts";
import { Supervisor } from "./supervise.ts";
import { userUrl } from "./user-listener.ts";

/** How much longer than expected a busy machine may take: so many times as long, and some time more. */
const readinessSlackFactor = 3;
const readinessSlackSeconds = 60;

/**
 * Starts a cluster and resolves when every component answers. Throws ClusterError when that cannot be; nothing
 * is left running then.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const cleanUp = new CleanUp();
  try {
    return await new ClusterStart(options, cleanUp).run();
  } catch (error) {
    await cleanUp.run();
    throw error;
  }
}

class ClusterStart {
  readonly #options: ClusterOptions;
  readonly #cleanUp: CleanUp;
  readonly #program: Program;
  readonly #seed: number;
  #time: StartUpTime;
  #clock: WallClock;
  readonly #changeListeners = new Set<() => void>();
  /** Aborted when the cluster breaks down by itself; `#failed` tells why. */
  readonly #broken = new AbortController();
  readonly #failed: Promise<ClusterError>;
  #ready = false;

  constructor(options: ClusterOptions, cleanUp: CleanUp) {
    this.#options = options;
    this.#cleanUp = cleanUp;
    this.#program = options.program ?? ownProgram();
    this.#seed = options.seed ?? options.scenario.seed;
    this.#time = startUpTime(options.scenario, availableParallelism());
    this.#clock = WallClock.startingIn(this.#time.untilReadySeconds);
    this.#failed = new Promise((resolve) => {
      this.#broken.signal.addEventListener("abort", () =>
        resolve(this.#broken.signal.reason as ClusterError),
      );
    });
  }

  async run(): Promise<Cluster> {
    const { prometheus: wanted, bindAddress = "127.0.0.1", port, directory, podCidr } = this.#options;
    const prometheus = wanted === undefined ? undefined : await findPrometheus(wanted);
    const listen = { ip: bindAddress, port };
    const place = await takePlace({ directory, listen, podCidr }, this.#cleanUp);
    const supervisor = this.#startSupervisor(place);
    await this.#begin(supervisor, place);
    const controlUrl = await this.#startControl(supervisor, place);
    if (prometheus !== undefined) await checkPrometheus(prometheus, place.directory);
    await this.#waitUntilReady(supervisor);
    this.#ready = true;
    this.#warnIfLate();
    const running = prometheus === undefined ? undefined : await this.#startPrometheus(prometheus, place);
    return this.#clusterOf(supervisor, place, { controlUrl, prometheusUrl: running?.url });
  }

  /** The apiserver's process loads its code while certificates are made and files written. */
  #startSupervisor({ directory }: Place): Supervisor {
    const ledger = this.#openLines<LedgerEntry>(directory.file(fileNames.ledger));
    const podLog = this.#openLines<LogEntry & { pod: string }>(directory.file(fileNames.podLog));
    const supervisor = new Supervisor({
      program: this.#program,
      onLedger: (entry) => ledger.append(entry),
      onLog: (level, message) => this.#log(level, message),
      onPodLog: (pod, level, message) => {
        podLog.append({ pod, ...this.#entry(level, message) });
        if (level === "error") this.#log(level, `${pod}: ${message}`);
      },
      onChange: () => this.#changeListeners.forEach((listener) => listener()),
      onFailure: (message) => this.#fail(message),
    });
    this.#cleanUp.add(() => supervisor.close());
    return supervisor;
  }

  #openLines<T>(path: string): LinesFile<T> {
    const file = openLines<T>(path, (message) => this.#log("error", message));
    this.#cleanUp.add(() => file.close());
    return file;
  }

  async #begin(supervisor: Supervisor, place: Place): Promise<void> {
    const { scenario } = this.#options;
    const begun = performance.now();
    const loadSeconds = supervisor.apiserverLoaded.then(() => (performance.now() - begun) / 1000);
    const equipment = await makeEquipment(scenario, place, this.#clock.epochMillis);
    this.#setClock(await loadSeconds);
    const { version } = scenario.kubevirt;
    const { epochMillis } = this.#clock;
    const { caCertificate } = equipment;
    supervisor.begin(
      {
        scenario,
        listen: place.listen,
        addressBlock: place.block,
        rollOutSeconds: this.#time.rollOutSeconds,
        settings: { epochMillis, seed: this.#seed, version, apiserverHost, caCertificate },
      },
      equipment,
    );
  }

  /** t = 0 is put where everything will be ready, as far as the first process lets one judge. */
  #setClock(loadSeconds: number): void {
    this.#time = startUpTime(this.#options.scenario, availableParallelism(), loadSeconds);
    this.#clock = WallClock.startingIn(this.#time.untilReadySeconds);
  }

  async #waitUntilReady(supervisor: Supervisor): Promise<void> {
    await waitUntilReady({
      supervisor,
      deadlineSeconds: Math.ceil(readinessSlackFactor * this.#time.untilReadySeconds + readinessSlackSeconds),
      onChange: (listener) => {
        this.#changeListeners.add(listener);
        return () => this.#changeListeners.delete(listener);
      },
      signal: this.#signal,
    });
  }

  #warnIfLate(): void {
    const late = this.#clock.now();
    if (late <= 0) return;
    this.#log(
      "warn",
      `ready only ${late.toFixed(1)} s after t = 0: what the timeline did until now met a cluster that was not complete`,
    );
  }

  /** Serves what the simulator tells about itself. */
  async #startControl(figures: Supervisor, { block }: Place): Promise<string> {
    // Loaded only now, while the apiserver's process is at work.
    const { startControlServer } = await import("./control/control-server.ts");
    const control = await startControlServer({
      address: controlAddress(block),
      figures,
      now: () => figures.status && clusterNow(this.#options.scenario, figures.status, this.#clock.now()),
      trouble: () => this.#trouble,
    });
    this.#cleanUp.add(() => control.close());
    return control.url;
  }

  /** What keeps the cluster from being well now, in a line. */
  get #trouble(): string | undefined {
    const { signal } = this.#broken;
    if (signal.aborted) return errorMessage(signal.reason);
    return this.#ready ? undefined : "starting";
  }

  async #startPrometheus(program: string, { directory }: Place): Promise<RunningPrometheus> {
    const prometheus = await startPrometheus(this.#program, program, directory, this.#signal);
    let closing = false;
    this.#cleanUp.add(async () => {
      closing = true;
      await prometheus.close();
    });
    void prometheus.exited.then((code) => {
      if (closing) return;
      const log = directory.file(fileNames.prometheusLog);
      this.#log("error", `Prometheus has ended with exit code ${code}: see ${log}`);
    });
    return prometheus;
  }

  async #clusterOf(
    supervisor: Supervisor,
    place: Place,
    { controlUrl, prometheusUrl }: { controlUrl: string; prometheusUrl: string | undefined },
  ): Promise<Cluster> {
    const apiserverUrl = userUrl(place.listen);
    const file = new ClusterFileWriter(
      place.directory,
      {
        scenario: this.#options.scenario.name,
        seed: this.#seed,
        clock: this.#clock,
        apiserverUrl,
        controlUrl,
        prometheusUrl,
      },
      supervisor,
    );
    await file.update();
    this.#changeListeners.add(
      () => void file.update().catch((error: unknown) => this.#fail(errorMessage(error))),
    );
    this.#cleanUp.add(() => file.remove());
    return {
      directory: place.directory.path,
      apiserverUrl,
      controlUrl,
      prometheusUrl,
      state: () => stateOf(supervisor, this.#clock.now()),
      components: () => file.content.components,
      failed: this.#failed,
      close: () => this.#cleanUp.run(),
    };
  }

  get #signal(): AbortSignal {
    const { signal } = this.#options;
    return signal === undefined ? this.#broken.signal : AbortSignal.any([signal, this.#broken.signal]);
  }

  #fail(message: string): void {
    this.#broken.abort(new ClusterError(message));
  }

  #log(level: LogLevel, message: string): void {
    this.#options.log?.(this.#entry(level, message));
  }

  #entry(level: LogLevel, message: string): LogEntry {
    const t = this.#clock.now();
    return { time: microTimestampAt(this.#clock, t), t, level, message };
  }
}

function stateOf(supervisor: Supervisor, t: number): ClusterState {
  const { status, stats } = supervisor;
  if (status === undefined) throw new Error("a cluster that is ready has a status");
  return { ...status, t, scrapes: stats.scrapes };
}
