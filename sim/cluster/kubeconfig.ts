import { stringify } from "yaml";
import type { KeyPair } from "../wire/channel.ts";

interface KubeconfigOptions {
  readonly server: string;
  /** PEM. */
  readonly caCertificate: string;
  readonly user: string;
  readonly token: string;
  readonly certificate: KeyPair;
}

const name = "kvsim";

/** The text of a kubeconfig with one cluster and one user, who has a token and, in a second context, a certificate. */
export function kubeconfig(options: KubeconfigOptions): string {
  const certified = { context: `${name}-certificate`, user: `${options.user}-certificate` };
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name,
        cluster: {
          server: options.server,
          "certificate-authority-data": base64(options.caCertificate),
        },
      },
    ],
    users: [
      { name: options.user, user: { token: options.token } },
      {
        name: certified.user,
        user: {
          "client-certificate-data": base64(options.certificate.certificate),
          "client-key-data": base64(options.certificate.key),
        },
      },
    ],
    contexts: [
      { name, context: { cluster: name, user: options.user, namespace: "default" } },
      { name: certified.context, context: { cluster: name, user: certified.user, namespace: "default" } },
    ],
    "current-context": name,
  });
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
