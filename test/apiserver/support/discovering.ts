import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { scenario } from "../../support/scenario.ts";
import { testPlan } from "../../support/simulation.ts";
import { parseExposition } from "../../support/exposition.ts";
import { answerOf } from "./apiserver.ts";
import { startLiveApiserver, type LiveApiserver } from "./live.ts";

/** No process listens at the pods' addresses: what matters is which targets clients know of. */
export const loopbackPlan = {
  ...testPlan,
  pod: (index: number) => ({ ip: `127.99.0.${index + 2}`, port: 8443 }),
};

/** A job of a client's configuration, with what its service discovery has beside role and server. */
export interface Job {
  readonly job: string;
  readonly role: string;
  readonly token?: "admin-token" | "monitor-token";
  readonly more?: object;
}

/** An API server, and a configuration with which Prometheus or vmagent looks there for targets it never scrapes. */
export async function startDiscovered(jobs: readonly Job[]) {
  const live = await startLiveApiserver(scenario(), loopbackPlan);
  const { directory, url, ca } = live;
  const configFile = join(directory, "discovery.yml");
  for (const token of ["admin-token", "monitor-token"]) await writeFile(join(directory, token), token);
  const config = {
    global: { scrape_interval: "1h" },
    scrape_configs: jobs.map(({ job, role, token = "admin-token", more }) => ({
      job_name: job,
      // Without them the two ports of a virt-api, which have one number, would be one target.
      relabel_configs: [{ action: "labelmap", regex: "__meta_kubernetes_(.*_port_name)" }],
      kubernetes_sd_configs: [
        {
          role,
          api_server: url,
          authorization: { credentials_file: join(directory, token) },
          tls_config: { ca_file: ca },
          namespaces: { names: ["kubevirt"] },
          ...more,
        },
      ],
    })),
  };
  await writeFile(configFile, stringify(config));
  return { ...live, configFile };
}

/** What clients have asked the API server for, by its own account. */
export function discoveryRequests({ apiserver }: Pick<LiveApiserver, "apiserver">) {
  const { text } = answerOf(
    apiserver.serve({ method: "GET", path: "/metrics", headers: { authorization: "Bearer admin-token" } }),
  );
  const series = parseExposition(text);
  const resourcesOf = (name: string, holds: (labels: Readonly<Record<string, string>>) => boolean) =>
    series
      .filter((sample) => sample.name === name && sample.value > 0 && holds(sample.labels))
      .map(({ labels }) => labels["resource"] ?? "")
      .sort();
  return {
    /** The resources that are watched at this moment. */
    open: resourcesOf("apiserver_longrunning_requests", ({ verb }) => verb === "WATCH"),
    /** Those that were listed. */
    listed: resourcesOf("apiserver_request_total", ({ verb, code }) => verb === "LIST" && code === "200"),
    /** Those of which a request was refused. */
    refused: resourcesOf("apiserver_request_total", ({ code = "" }) => code >= "400"),
  };
}
