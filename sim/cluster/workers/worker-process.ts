import { WallClock } from "../../clock/wall.ts";
import type { BeginWorker, RunContainer, ToChild } from "../../wire/channel.ts";
import { FaultInterpreter } from "../../wire/fault-interpreter.ts";
import { ScrapeCounter } from "../scrape-counter.ts";
import type { SupervisorChannel } from "../supervisor-channel.ts";
import { Container, type ContainerSurroundings } from "./container.ts";
import { MetricsServers } from "./metrics-servers.ts";

const statsMillis = 1000;
/** The kubelet's default, for one who sends SIGTERM to the process itself. */
const graceSeconds = 30;

/** Runs containers of components until the supervisor ends the process; resolves with the exit code. */
export function runWorkerProcess(channel: SupervisorChannel): Promise<number> {
  return new Promise((resolve) => {
    const worker = new WorkerProcess(channel, resolve);
    process.on("SIGTERM", () => worker.terminate());
    // Ctrl-C in the terminal goes to every process of the group; what is to be done is the supervisor's to say.
    process.on("SIGINT", () => undefined);
    channel.onMessage((message) => worker.receive(message));
    channel.send({ type: "loaded" });
  });
}

/** One container, or many that share clock, servers and the interpreter of faults. */
class WorkerProcess {
  readonly #channel: SupervisorChannel;
  readonly #end: (exitCode: number) => void;
  readonly #containers = new Map<string, Container>();
  #surroundings: ContainerSurroundings | undefined;

  constructor(channel: SupervisorChannel, end: (exitCode: number) => void) {
    this.#channel = channel;
    this.#end = end;
  }

  receive(message: ToChild): void {
    switch (message.type) {
      case "begin-worker":
        this.#surroundings = this.#begin(message);
        return;
      case "run-container":
        return this.#run(message);
      case "kill-container":
        return this.#containers.get(message.podUid)?.kill(message.graceSeconds);
      case "feed":
        return this.#containers.get(message.podUid)?.hear(message.change);
      case "write-instance":
        return this.#containers.get(message.podUid)?.write(message.write);
      case "faults":
        void this.#surroundings?.interpreter.apply(message.faults);
        return;
      case "stop":
        return this.#end(0);
      case "begin-apiserver":
      case "container-event":
      case "pod-log":
        throw new Error(`a worker is not told of ${message.type}`);
    }
  }

  /** What SIGTERM does: everything that runs here says goodbye. Whether the process stays is the supervisor's to say. */
  terminate(): void {
    for (const container of this.#containers.values()) container.kill(graceSeconds);
  }

  #begin({ settings, faults }: BeginWorker): ContainerSurroundings {
    const clock = new WallClock(settings.epochMillis);
    clock.start();
    const channel = this.#channel;
    const interpreter = new FaultInterpreter({
      clock,
      seed: settings.seed,
      report: (entry) => channel.send({ type: "ledger", entry }),
    });
    // There is nothing yet for it to act on; what comes later meets the faults in force then.
    void interpreter.apply(faults);
    const scrapes = new ScrapeCounter((stats) => channel.send({ type: "stats", stats }));
    setInterval(() => scrapes.tell(), statsMillis);
    const servers = new MetricsServers();
    return { settings, clock, interpreter, servers, scrapes, tell: (message) => channel.send(message) };
  }

  #run(run: RunContainer): void {
    if (this.#surroundings === undefined)
      throw new Error("a worker is told to run a container before it has begun");
    const { podUid } = run.container;
    const container = new Container(run, this.#surroundings, () => this.#containers.delete(podUid));
    this.#containers.set(podUid, container);
    void container.start();
  }
}
