import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { prometheusConfig, vmagentConfig } from "../../../sim/cluster/prometheus-config.ts";
import type { ActiveFault, Effect, FaultKindName, LedgerEntry } from "../../../sim/faults/fault.ts";
import { faultKind } from "../../../sim/faults/registry.ts";
import type { GivenSettings } from "../../../sim/faults/settings.ts";
import { formatAddress } from "../../../sim/model/addresses.ts";
import { podKind } from "../../../sim/store/objects/pod.ts";
import { FaultInterpreter } from "../../../sim/wire/fault-interpreter.ts";
import { Gate } from "../../../sim/wire/gate.ts";
import { admin, answerOf } from "../../apiserver/support/apiserver.ts";
import { loopbackPlan } from "../../apiserver/support/discovering.ts";
import { startLiveApiserver } from "../../apiserver/support/live.ts";
import { atOnce } from "../../support/at-once.ts";
import { parseExposition } from "../../support/exposition.ts";
import { scenario } from "../../support/scenario.ts";

/** A fault on the way of one client, and what to call it. */
export interface WayFault {
  readonly kind: FaultKindName;
  readonly settings?: GivenSettings;
}

/** The way of one client to the apiserver: a front listener of its own, as in a cluster that is up. */
export interface Way {
  readonly name: string;
  /** `ip:port`. */
  readonly listener: string;
  /** The configuration that leads a client over it. */
  readonly configFile: string;
  /** What the fault on it has done so far. */
  ledger(): readonly LedgerEntry[];
}

/** An apiserver with a way to it for each of these faults, none of them in force yet. */
export async function startFaultyWays(faults: readonly WayFault[], client: "Prometheus" | "vmagent") {
  const simulated = scenario();
  const live = await startLiveApiserver(simulated, loopbackPlan);
  const { apiserver, clock, directory, server, store } = live;
  await writeFile(join(directory, "monitor.token"), "monitor-token");
  const entries: LedgerEntry[] = [];
  const interpreter = new FaultInterpreter({ clock, seed: 1, report: (entry) => entries.push(entry) });
  const active: ActiveFault[] = [];
  const ways: Way[] = [];
  for (const [index, fault] of faults.entries()) {
    const gate = new Gate({
      address: { ip: "127.0.0.1", port: 0 },
      deliver: (socket) => server.deliver(socket),
    });
    interpreter.add(gate, { from: "prometheus", to: "apiserver" });
    await gate.open();
    onTestFinished(() => gate.close());
    const listener = formatAddress(gate.address);
    const configFile = join(directory, `client-${index}.yml`);
    const options = {
      kubeStateMetrics: false,
      kubevirt: simulated.kubevirt,
      prometheus: simulated.prometheus,
      apiserverUrl: `https://${listener}`,
      controlAddress: { ip: "127.0.0.1", port: 1 },
    };
    const config = client === "Prometheus" ? prometheusConfig(options) : vmagentConfig(options);
    await writeFile(configFile, config);
    active.push(...activeFaults(index, fault, listener));
    ways.push({
      name: [fault.kind, ...Object.values(fault.settings ?? {})].join(" "),
      listener,
      configFile,
      ledger: () => entries.filter((entry) => entry.listener === listener),
    });
  }
  return {
    ways,
    pods: store.list(podKind, "kubevirt").map(({ metadata }) => metadata.name),
    beginFaults: () => interpreter.apply(active),
    endFaults: () => interpreter.apply([]),
    /** Takes the label off that makes the pod a target. */
    hide: (pod: string) => {
      const patch = { metadata: { labels: { "prometheus.kubevirt.io": null } } };
      const { status } = atOnce(
        apiserver.handle(
          {
            method: "PATCH",
            path: `/api/v1/namespaces/kubevirt/pods/${pod}`,
            headers: { "content-type": "application/merge-patch+json" },
            body: new TextEncoder().encode(JSON.stringify(patch)),
          },
          admin,
        ),
      );
      if (status !== 200) throw new Error(`the label was not taken off: ${status}`);
    },
    /** Requests that came: those the apiserver says it answered, and those a fault answered in its place. */
    requests: () => {
      const { text } = answerOf(apiserver.handle({ method: "GET", path: "/metrics", headers: {} }, admin));
      const answered = parseExposition(text)
        .filter(({ name }) => name === "apiserver_request_total")
        .reduce((sum, { value }) => sum + value, 0);
      return answered + entries.filter(({ what }) => what === "answer-replaced").length;
    },
  };
}

/** Over HTTP/1.1, vmagent's, each resource is watched over a connection of its own. */
const watchedResources = 3;

/**
 * The fault itself. One that strikes requests alone would find none while all a client has are open watches:
 * there what is connected is cut first, so that it asks again.
 */
function activeFaults(index: number, { kind, settings = {} }: WayFault, listener: string): ActiveFault[] {
  const fault = (name: string, of: FaultKindName, given: GivenSettings): ActiveFault => ({
    name: `${name}-${index}`,
    kind: of,
    effect: faultKind(of).effect({ kind: of, from: {}, to: {}, settings: given }),
    listeners: [listener],
  });
  const cut = fault("cut", "connection-reset", { first: watchedResources });
  const wanted = fault("fault", kind, settings);
  return strikesRequestsAlone(wanted.effect) ? [cut, wanted] : [wanted];
}

function strikesRequestsAlone(effect: Effect): boolean {
  return "probability" in effect && effect.type !== "reset";
}
