import type { Scenario } from "../scenario/scenario.ts";
import { fileNames, type ClusterDirectory } from "./files.ts";
import { kubeconfig } from "./kubeconfig.ts";
import { prometheusConfig } from "./prometheus-config.ts";

export interface ClientFiles {
  readonly scenario: Scenario;
  /** PEM. */
  readonly caCertificate: string;
  readonly serverUrl: string;
  readonly prometheusFrontUrl: string;
  readonly admin: { readonly user: string; readonly token: string };
  readonly monitorToken: string;
}

/** Writes what kubectl and Prometheus need to work with the cluster. */
export async function writeClientFiles(directory: ClusterDirectory, files: ClientFiles): Promise<void> {
  const { scenario, caCertificate } = files;
  await directory.write(fileNames.ca, caCertificate);
  await directory.write(fileNames.monitorToken, files.monitorToken);
  await directory.write(
    fileNames.kubeconfig,
    kubeconfig({ server: files.serverUrl, caCertificate, ...files.admin }),
  );
  await directory.write(
    fileNames.prometheus,
    prometheusConfig({ ...scenario, apiserverUrl: files.prometheusFrontUrl }),
  );
}
