import type { Address } from "../model/addresses.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { KeyPair } from "../wire/channel.ts";
import { fileNames, type ClusterDirectory } from "./files.ts";
import { kubeconfig } from "./kubeconfig.ts";
import { prometheusConfig, vmagentConfig } from "./prometheus-config.ts";

interface ClientFiles {
  readonly scenario: Scenario;
  /** PEM. */
  readonly caCertificate: string;
  readonly serverUrl: string;
  readonly prometheusFrontUrl: string;
  readonly admin: { readonly user: string; readonly token: string; readonly certificate: KeyPair };
  readonly monitorToken: string;
  readonly discoveryToken: string;
  readonly controlAddress: Address;
}

/** Writes what kubectl, Prometheus and vmagent need to work with the cluster. */
export async function writeClientFiles(directory: ClusterDirectory, files: ClientFiles): Promise<void> {
  const { scenario, caCertificate } = files;
  await directory.write(fileNames.ca, caCertificate);
  await directory.write(fileNames.monitorToken, files.monitorToken);
  await directory.write(fileNames.discoveryToken, files.discoveryToken);
  await directory.write(
    fileNames.kubeconfig,
    kubeconfig({ server: files.serverUrl, caCertificate, ...files.admin }),
  );
  const options = {
    kubevirt: scenario.kubevirt,
    kubeStateMetrics: scenario.kubeStateMetrics,
    prometheus: scenario.prometheus,
    apiserverUrl: files.prometheusFrontUrl,
    controlAddress: files.controlAddress,
  };
  await directory.write(fileNames.prometheus, prometheusConfig(options));
  await directory.write(fileNames.prometheusEndpointSlice, prometheusConfig(options, "endpointslice"));
  await directory.write(fileNames.prometheusPod, prometheusConfig(options, "pod"));
  await directory.write(fileNames.vmagent, vmagentConfig(options));
}
