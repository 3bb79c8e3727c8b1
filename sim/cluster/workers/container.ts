import type { Clock } from "../../clock/clock.ts";
import { buildComponent } from "../../components/build.ts";
import type { Component } from "../../components/component.ts";
import type { LedgerEntry } from "../../faults/fault.ts";
import type { FeedChange } from "../../model/feed.ts";
import type { ContainerEvent, InstanceWrite } from "../../store/container-runtime.ts";
import type { ClusterSettings, FromChild, LogLevel, RunContainer } from "../../wire/channel.ts";
import type { HttpReply, HttpRequest, Via } from "../../wire/exchange.ts";
import type { FaultInterpreter } from "../../wire/fault-interpreter.ts";
import { Gate } from "../../wire/gate.ts";
import { connectHttp2 } from "../../wire/http2-transport.ts";
import { handled } from "../../wire/server/handled.ts";
import { errorMessage } from "../errors.ts";
import { killedExit, type Exit } from "../exit.ts";
import { beginLine, readyLine, terminateLine } from "../logs/container-lines.ts";
import type { ScrapeCounter } from "../scrape-counter.ts";
import type { MetricsServers } from "./metrics-servers.ts";

/** What the containers of a process share. */
export interface ContainerSurroundings {
  readonly settings: ClusterSettings;
  readonly clock: Clock;
  readonly interpreter: FaultInterpreter;
  readonly servers: MetricsServers;
  readonly scrapes: ScrapeCounter;
  readonly tell: (message: FromChild) => void;
}

/**
 * A component with its wire: its way to the apiserver, its listener, and the faults on it. What becomes of it
 * concerns it alone, whatever else runs in the process.
 */
export class Container {
  readonly #run: RunContainer;
  readonly #around: ContainerSurroundings;
  readonly #component: Component;
  readonly #onEnd: () => void;
  #gate: Gate | undefined;
  #killTimer: NodeJS.Timeout | undefined;
  #probeFailed = false;
  #ended = false;

  /** @param onEnd called when it has let go of its address, before anybody is told that it has ended */
  constructor(run: RunContainer, around: ContainerSurroundings, onEnd: () => void) {
    this.#run = run;
    this.#around = around;
    this.#onEnd = onEnd;
    this.#log("info", beginLine(run.container, around.settings.version));
    this.#component = this.#buildComponent();
    this.#component.hear({ changed: run.domains, removed: [] });
  }

  /** As the real ones do, it serves once it has something to serve. */
  async start(): Promise<void> {
    try {
      await this.#start();
    } catch (error) {
      this.#fail(error);
    }
  }

  hear(change: FeedChange): void {
    this.#component.hear(change);
  }

  write({ ticket, ...instance }: InstanceWrite): void {
    const { podUid } = this.#run.container;
    const written = this.#component.write?.(instance);
    void written?.then(() => this.#tellEvent({ type: "wrote", podUid, ticket }));
  }

  /** SIGTERM, after which the component says goodbye, then SIGKILL after `graceSeconds`; 0 kills at once. */
  kill(graceSeconds: number): void {
    const killNow = () => void this.#end(killedExit);
    if (graceSeconds === 0) return killNow();
    if (this.#killTimer !== undefined) return;
    this.#killTimer = setTimeout(killNow, graceSeconds * 1000);
    this.#log("info", terminateLine);
    this.#component.stop().then(() => void this.#end({ exitCode: 0 }), this.#fail);
  }

  async #start(): Promise<void> {
    const { container, serving } = this.#run;
    const { servers, interpreter } = this.#around;
    const { address, podUid } = container;
    const deliver = await servers.serve(address, serving, (request, via) => this.#answer(request, via));
    if (this.#ended) return;
    const gate = (this.#gate = new Gate({ address, deliver }));
    interpreter.add(gate, { to: container.podName }, this.#fail);
    await this.#component.start();
    await gate.open();
    this.#log("info", readyLine(container));
    this.#tellEvent({ type: "ready", podUid });
  }

  async #answer(request: HttpRequest, via: Via): Promise<HttpReply> {
    const reply = await handled(
      (asked) => this.#component.handle(asked),
      request,
      via,
      (message) => this.#log("error", message),
    );
    this.#around.scrapes.note(request, reply);
    return reply;
  }

  #buildComponent(): Component {
    const { container, token } = this.#run;
    const { settings, clock, tell } = this.#around;
    const { seed, version, apiserverHost, caCertificate } = settings;
    const report = (entry: LedgerEntry) => tell({ type: "ledger", entry });
    const way = { address: container.front, caCertificate, clock, from: container.podName, to: "apiserver" };
    return buildComponent({
      container,
      seed,
      version: container.version ?? version,
      clock,
      transport: connectHttp2({ ...way, report }),
      token,
      apiserverHost,
      probed: (problem) => this.#probed(problem),
      exit: (exitCode, reason) => {
        this.#log("warn", reason);
        void this.#end({ exitCode });
      },
      timeRender: this.#around.scrapes.timeRender,
      log: (level, message) => this.#log(level, message),
    });
  }

  /** A success tells nothing new, unless the last probe failed. */
  #probed(problem: string | undefined): void {
    if (problem === undefined && !this.#probeFailed) return;
    this.#probeFailed = problem !== undefined;
    const { podUid } = this.#run.container;
    this.#tellEvent({ type: "probed", podUid, ...(problem === undefined ? {} : { problem }) });
  }

  readonly #fail = (error: unknown): void => {
    if (this.#ended) return;
    this.#log("error", errorMessage(error));
    void this.#end({ exitCode: 1 });
  };

  /** As when a process ends: its connections close, and its address refuses. */
  async #end(exit: Exit): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#killTimer);
    this.#component.kill();
    const { address, podUid } = this.#run.container;
    if (this.#gate !== undefined) this.#around.interpreter.remove(this.#gate);
    await this.#gate?.close();
    this.#around.servers.remove(address);
    this.#onEnd();
    this.#tellEvent({ type: "exited", podUid, ...exit });
  }

  #tellEvent(event: ContainerEvent): void {
    this.#around.tell({ type: "container-event", event });
  }

  #log(level: LogLevel, message: string): void {
    const { podUid } = this.#run.container;
    this.#around.tell({ type: "container-log", podUid, level, message });
  }
}
