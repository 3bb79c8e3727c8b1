import { stringify } from "yaml";

export interface KubeconfigOptions {
  readonly server: string;
  /** PEM. */
  readonly caCertificate: string;
  readonly user: string;
  readonly token: string;
}

const name = "kvsim";

/** The text of a kubeconfig with one cluster and one user. */
export function kubeconfig(options: KubeconfigOptions): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name,
        cluster: {
          server: options.server,
          "certificate-authority-data": Buffer.from(options.caCertificate).toString("base64"),
        },
      },
    ],
    users: [{ name: options.user, user: { token: options.token } }],
    contexts: [{ name, context: { cluster: name, user: options.user, namespace: "default" } }],
    "current-context": name,
  });
}
