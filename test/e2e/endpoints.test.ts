import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "vitest";
import { startReadyKvsim } from "../support/kvsim.ts";
import { program, testWith } from "../support/prometheus.ts";

const kubectl = program("KUBECTL", "kubectl");
const run = promisify(execFile);

const guide = `
apiVersion: kvsim/v1
name: guide
kubevirt: {version: legacy}
nodes: 1
virtualMachines: 1
`;

interface Listed {
  readonly ip: string;
  readonly targetRef: { readonly name: string; readonly uid: string; readonly resourceVersion: string };
}

testWith({ kubectl })(
  "kubectl prints the Endpoints object of KubeVirt's monitoring guide",
  async () => {
    const kvsim = await startReadyKvsim(guide);
    const endpoints = "get endpoints -n kubevirt kubevirt-prometheus-metrics -o json";
    const { stdout } = await run(kubectl ?? "", [
      "--kubeconfig",
      `${kvsim.directory}/kubeconfig`,
      ...endpoints.split(" "),
    ]);
    const object = JSON.parse(stdout) as { subsets: { addresses: Listed[] }[] };
    const { components } = await kvsim.cluster();
    const addresses = object.subsets.flatMap((subset) => subset.addresses);
    expect(addresses.map(({ ip }) => `${ip}:8443`).sort()).toEqual(
      components.map(({ address }) => address).sort(),
    );
    expect(object).toMatchObject({
      apiVersion: "v1",
      kind: "Endpoints",
      metadata: {
        name: "kubevirt-prometheus-metrics",
        namespace: "kubevirt",
        labels: { "kubevirt.io": "", "prometheus.kubevirt.io": "" },
      },
      subsets: [{ ports: [{ name: "metrics", port: 8443, protocol: "TCP" }] }],
    });
    for (const { targetRef } of addresses) {
      expect(targetRef).toEqual({
        kind: "Pod",
        name: expect.stringMatching(/^virt-(api|controller|handler|operator)-/) as string,
        namespace: "kubevirt",
        resourceVersion: expect.stringMatching(/^\d+$/) as string,
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      });
    }
  },
  60_000,
);
