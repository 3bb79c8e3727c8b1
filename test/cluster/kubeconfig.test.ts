import { KubeConfig } from "@kubernetes/client-node";
import { expect, test } from "vitest";
import { kubeconfig } from "../../sim/cluster/kubeconfig.ts";

test("a client reads server, authority and token from the kubeconfig", () => {
  const config = new KubeConfig();
  config.loadFromString(
    kubeconfig({
      server: "https://127.0.0.1:6443",
      caCertificate: "-----BEGIN CERTIFICATE-----\n",
      user: "system:admin",
      token: "secret",
      certificate: { key: "the key", certificate: "the certificate" },
    }),
  );
  expect(config.getCurrentCluster()).toMatchObject({
    server: "https://127.0.0.1:6443",
    caData: Buffer.from("-----BEGIN CERTIFICATE-----\n").toString("base64"),
    skipTLSVerify: false,
  });
  expect(config.getCurrentUser()).toMatchObject({ name: "system:admin", token: "secret" });
  config.setCurrentContext("kvsim-certificate");
  expect(config.getCurrentUser()).toMatchObject({
    certData: Buffer.from("the certificate").toString("base64"),
    keyData: Buffer.from("the key").toString("base64"),
  });
});
