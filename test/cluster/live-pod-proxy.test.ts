import { expect, onTestFinished, test } from "vitest";
import { ManualClock } from "../../sim/clock/manual.ts";
import { livePodProxy } from "../../sim/cluster/live-pod-proxy.ts";
import type { Pod } from "../../sim/store/objects/pod.ts";
import { PodNetwork } from "../../sim/store/pod-network.ts";
import { Gate } from "../../sim/wire/gate.ts";
import { buildTlsServer } from "../../sim/wire/tls-server.ts";
import { testCertificates } from "../support/certificates.ts";

/** A pod of virt-handler that tells what it was asked. */
async function servedPod() {
  const server = await buildTlsServer({
    serving: testCertificates.components["virt-handler"],
    http2: false,
    handle: ({ method, path, headers, body }) => ({
      status: 203,
      headers: { "content-type": "text/x" },
      body: [method, path, headers["accept"], Buffer.from(body ?? []).toString()].join(" "),
    }),
  });
  const address = { ip: "127.0.0.1", port: 0 };
  const gate = new Gate({ address, deliver: (socket) => server.deliver(socket) });
  await gate.open();
  onTestFinished(async () => {
    await gate.close();
    await server.close();
  });
  const here = () => gate.address;
  const network = new PodNetwork(
    { pod: here, front: here, launcherIp: () => "", nodeIp: () => "" },
    new ManualClock(),
  );
  const proxy = livePodProxy(network);
  const request = {
    method: "POST",
    path: "/x?y=1",
    headers: { accept: "a" },
    body: new TextEncoder().encode("body"),
  };
  const ask = (component: string, port: number, scheme: "http" | "https" = "https") =>
    proxy.ask(podOf(component), { scheme, port }, request);
  return { ask, gate, port: gate.address.port };
}

function podOf(component: string): Pod {
  return {
    metadata: { uid: component, name: component, labels: { "kubevirt.io": component } },
    status: { podIP: "127.0.0.1" },
  } as unknown as Pod;
}

test("a component is asked over TLS, whatever its certificate says", async () => {
  const { ask, port } = await servedPod();
  const { status, headers, body } = await ask("virt-handler", port);
  expect({ status, body: Buffer.from(body as Uint8Array).toString() }).toEqual({
    status: 203,
    body: "POST /x?y=1 a body",
  });
  expect(headers["content-type"]).toBe("text/x");
});

test("what is no component's address is not dialled", async () => {
  const { ask, port } = await servedPod();
  await expect(ask("virt-handler", port + 1)).rejects.toThrow(
    `dial tcp 127.0.0.1:${port + 1}: connect: connection refused`,
  );
  await expect(ask("virt-launcher", port)).rejects.toThrow("connection refused");
});

test("a component that does not listen, or speaks something else, is an error and no answer", async () => {
  const { ask, gate, port } = await servedPod();
  await expect(ask("virt-handler", port, "http")).rejects.toThrow();
  await gate.shut();
  await expect(ask("virt-handler", port)).rejects.toThrow("ECONNREFUSED");
});
