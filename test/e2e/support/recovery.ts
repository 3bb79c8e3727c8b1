import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { buildApiserverServer } from "../../../sim/apiserver/server.ts";
import { prometheusConfig, vmagentConfig } from "../../../sim/cluster/prometheus-config.ts";
import type { ActiveFault, Effect, FaultKindName, LedgerEntry } from "../../../sim/faults/fault.ts";
import { faultKind } from "../../../sim/faults/registry.ts";
import type { GivenSettings } from "../../../sim/faults/settings.ts";
import { formatAddress } from "../../../sim/model/addresses.ts";
import { podKind } from "../../../sim/store/objects/pod.ts";
import type { HttpRequest } from "../../../sim/wire/exchange.ts";
import { FaultInterpreter } from "../../../sim/wire/fault-interpreter.ts";
import { Gate } from "../../../sim/wire/gate.ts";
import { requestInfoOf } from "../../../sim/wire/request-info.ts";
import { admin } from "../../apiserver/support/apiserver.ts";
import { loopbackPlan } from "../../apiserver/support/discovering.ts";
import { startLiveApiserver } from "../../apiserver/support/live.ts";
import { atOnce } from "../../support/at-once.ts";
import { testCertificates } from "../../support/certificates.ts";
import { scenario } from "../../support/scenario.ts";

/** A fault on the way of one client, and what to call it. */
export interface WayFault {
  readonly kind: FaultKindName;
  readonly settings?: GivenSettings;
}

/** The programs that look for targets. */
export type ClientName = "Prometheus" | "vmagent";

/** The way of one client to the apiserver: a front listener of its own, as in a cluster that is up. */
export interface Way {
  readonly name: string;
  readonly client: ClientName;
  /** `ip:port`. */
  readonly listener: string;
  /** The configuration that leads a client over it. */
  readonly configFile: string;
  /** What the fault on it has done so far. */
  ledger(): readonly LedgerEntry[];
  /** How many requests came over it so far: those the apiserver answered, and those a fault answered in its place. */
  requests(): number;
  /** How often all there is was asked for over it: a LIST, or a watch that begins with that. */
  lists(): number;
}

/** An apiserver with a way to it for each of these faults and clients, none of the faults in force yet. */
export async function startFaultyWays(faults: readonly WayFault[], ...clients: readonly ClientName[]) {
  const simulated = scenario();
  const { apiserver, clock, directory, store } = await startLiveApiserver(simulated, loopbackPlan);
  await writeFile(join(directory, "monitor.token"), "monitor-token");
  const entries: LedgerEntry[] = [];
  const asked: { readonly listener: string; readonly isList: boolean }[] = [];
  const server = await buildApiserverServer(
    {
      serve: (request, via) => {
        asked.push({ listener: via?.listener ?? "", isList: isList(request) });
        return apiserver.serve(request, via);
      },
    },
    testCertificates.apiserver,
  );
  onTestFinished(() => server.close());
  const interpreter = new FaultInterpreter({ clock, seed: 1, report: (entry) => entries.push(entry) });

  async function openWay(fault: WayFault, client: ClientName): Promise<Way> {
    const gate = new Gate({
      address: { ip: "127.0.0.1", port: 0 },
      deliver: (socket) => server.deliver(socket),
    });
    interpreter.add(gate, { from: "prometheus", to: "apiserver" });
    await gate.open();
    onTestFinished(() => gate.close());
    const listener = formatAddress(gate.address);
    const configFile = join(directory, `client-${gate.address.port}.yml`);
    const options = {
      kubeStateMetrics: false,
      kubevirt: simulated.kubevirt,
      prometheus: simulated.prometheus,
      apiserverUrl: `https://${listener}`,
      controlAddress: { ip: "127.0.0.1", port: 1 },
    };
    await writeFile(configFile, client === "Prometheus" ? prometheusConfig(options) : vmagentConfig(options));
    const ledger = () => entries.filter((entry) => entry.listener === listener);
    const here = () => asked.filter((request) => request.listener === listener);
    return {
      name: [client, "under", fault.kind, ...Object.values(fault.settings ?? {})].join(" "),
      client,
      listener,
      configFile,
      ledger,
      requests: () => here().length + ledger().filter(({ what }) => what === "answer-replaced").length,
      lists: () => here().filter((request) => request.isList).length,
    };
  }

  const ways: Way[] = [];
  const active: ActiveFault[] = [];
  for (const fault of faults) {
    for (const client of clients) {
      const way = await openWay(fault, client);
      ways.push(way);
      active.push(...activeFaults(fault, way.listener));
    }
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
    /** Forgets what has happened so far, as a compaction does. */
    compact: () => store.compact(store.resourceVersion),
    /** Has the resourceVersions go back, as after a restore from a backup. */
    rewind: () => store.rewind(1_000_000),
  };
}

/** Over HTTP/1.1, vmagent's, each resource is watched over a connection of its own. */
const watchedResources = 3;

/**
 * The fault itself. One that strikes requests alone would find none while all a client has are open watches:
 * there what is connected is cut first, so that it asks again.
 */
function activeFaults({ kind, settings = {} }: WayFault, listener: string): ActiveFault[] {
  const fault = (name: string, of: FaultKindName, given: GivenSettings): ActiveFault => ({
    name: `${name} ${listener}`,
    kind: of,
    effect: faultKind(of).effect({ kind: of, from: {}, to: {}, settings: given }),
    listeners: [listener],
  });
  const cut = fault("cut", "connection-reset", { first: watchedResources });
  const wanted = fault("fault", kind, settings);
  return strikesRequestsAlone(wanted.effect) ? [cut, wanted] : [wanted];
}

function strikesRequestsAlone(effect: Effect): boolean {
  return "probability" in effect && !["reset", "interrupt", "empty"].includes(effect.type);
}

function isList(request: HttpRequest): boolean {
  const { verb, query } = requestInfoOf(request);
  return verb === "list" || (verb === "watch" && query.has("sendInitialEvents"));
}
