import type { Clock } from "../clock/clock.ts";
import { WallClock } from "../clock/wall.ts";
import { buildComponent } from "../components/build.ts";
import type { Component } from "../components/component.ts";
import { buildMetricsServer } from "../components/server.ts";
import type { LedgerEntry } from "../faults/fault.ts";
import type { InstanceWrite } from "../store/container-runtime.ts";
import type { BeginComponent, LogLevel, ToChild } from "../wire/channel.ts";
import { FaultInterpreter } from "../wire/fault-interpreter.ts";
import { Gate } from "../wire/gate.ts";
import { connectHttp2 } from "../wire/http2-transport.ts";
import { errorMessage } from "./errors.ts";
import { beginLine, readyLine, terminateLine } from "./logs/container-lines.ts";
import { ScrapeCounter } from "./scrape-counter.ts";
import type { SupervisorChannel } from "./supervisor-channel.ts";

const statsMillis = 1000;

/** Runs the container of one component until it ends; resolves with the exit code. */
export function runComponentProcess(channel: SupervisorChannel): Promise<number> {
  return new Promise((resolve) => {
    const container = new Container(channel, resolve);
    process.on("SIGTERM", () => container.terminate());
    // Ctrl-C in the terminal goes to every process of the group; what is to be done is the supervisor's to say.
    process.on("SIGINT", () => undefined);
    channel.onMessage((message) => container.receive(message));
    channel.send({ type: "loaded" });
  });
}

/** A component with its wire: its way to the apiserver, its listener, and the faults on it. */
class Container {
  readonly #channel: SupervisorChannel;
  readonly #end: (exitCode: number) => void;
  #component: Component | undefined;
  #interpreter: FaultInterpreter | undefined;

  constructor(channel: SupervisorChannel, end: (exitCode: number) => void) {
    this.#channel = channel;
    this.#end = end;
  }

  receive(message: ToChild): void {
    switch (message.type) {
      case "begin-component":
        this.#begin(message).catch((error: unknown) => void this.#fail(errorMessage(error)));
        return;
      case "feed":
        return this.#component?.hear(message.change);
      case "write-instance":
        return this.#write(message.write);
      case "faults":
        this.#interpreter
          ?.apply(message.faults)
          .catch((error: unknown) => void this.#fail(errorMessage(error)));
        return;
      case "stop":
        if (message.graceSeconds === 0) this.#end(0);
        else this.terminate();
        return;
      case "begin-apiserver":
      case "container-event":
      case "pod-log":
        throw new Error(`a component is not told of ${message.type}`);
    }
  }

  /** What SIGTERM does: the component says goodbye, then the process ends. */
  terminate(): void {
    this.#log("info", terminateLine);
    void Promise.resolve(this.#component?.stop()).then(
      () => this.#end(0),
      (error: unknown) => this.#fail(errorMessage(error)),
    );
  }

  #write({ ticket, ...instance }: InstanceWrite): void {
    const written = this.#component?.write?.(instance);
    void written?.then(() => this.#channel.send({ type: "wrote", ticket }));
  }

  async #begin(begin: BeginComponent): Promise<void> {
    const { settings, container, serving, domains, faults } = begin;
    const clock = new WallClock(settings.epochMillis);
    clock.start();
    const report = (entry: LedgerEntry) => this.#channel.send({ type: "ledger", entry });
    const interpreter = (this.#interpreter = new FaultInterpreter({ clock, seed: settings.seed, report }));
    // Before anything is waited for: newer faults may arrive meanwhile, and the last ones told are the ones in force.
    const faultsApplied = interpreter.apply(faults);
    this.#log("info", beginLine(container, settings.version));
    const component = (this.#component = this.#build(begin, clock, report));
    component.hear({ changed: domains, removed: [] });
    const server = await buildMetricsServer(this.#counted(component), serving);
    const gate = new Gate({ address: container.address, deliver: (socket) => server.deliver(socket) });
    await faultsApplied;
    interpreter.add(gate, { to: container.podName });
    // As the real ones do, it serves once it has something to serve.
    await component.start();
    await gate.open();
    this.#log("info", readyLine(container));
    this.#channel.send({ type: "ready" });
  }

  #build(
    { settings, container, token }: BeginComponent,
    clock: Clock,
    report: (entry: LedgerEntry) => void,
  ): Component {
    const { seed, version, apiserverHost, caCertificate } = settings;
    const { front, podName } = container;
    return buildComponent({
      container,
      seed,
      version: container.version ?? version,
      clock,
      transport: connectHttp2({
        address: front,
        caCertificate,
        clock,
        from: podName,
        to: "apiserver",
        report,
      }),
      token,
      apiserverHost,
      probed: (problem) =>
        this.#channel.send({ type: "probed", ...(problem === undefined ? {} : { problem }) }),
      exit: (code, reason) => {
        const told = this.#channel.flush({ type: "log", level: "warn", message: reason });
        void told.then(() => this.#end(code));
      },
      log: (level, message) => this.#log(level, message),
    });
  }

  #log(level: LogLevel, message: string): void {
    this.#channel.send({ type: "log", level, message });
  }

  #counted(component: Component): ScrapeCounter {
    const counter = new ScrapeCounter(component, (stats) => this.#channel.send({ type: "stats", stats }));
    setInterval(() => counter.tell(), statsMillis);
    return counter;
  }

  async #fail(message: string): Promise<void> {
    await this.#channel.flush({ type: "failed", message });
    this.#end(1);
  }
}
