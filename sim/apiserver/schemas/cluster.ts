import { z } from "zod";
import {
  conditions,
  flag,
  intOrText,
  named,
  port,
  quantities,
  quantity,
  text,
  textMap,
  texts,
} from "./common.ts";

export const node = z.looseObject({
  spec: z
    .looseObject({
      podCIDR: text.optional(),
      unschedulable: flag.optional().describe("Whether new pods are kept away from the node."),
      taints: z
        .array(
          z.looseObject({
            key: text,
            value: text.optional(),
            effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]),
          }),
        )
        .optional()
        .describe("If specified, the node's taints."),
    })
    .optional(),
  status: z
    .looseObject({
      addresses: z.array(z.looseObject({ type: text, address: text })).optional(),
      capacity: quantities.optional(),
      allocatable: quantities.optional(),
      conditions: conditions.optional(),
      nodeInfo: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});

export const namespace = z.looseObject({
  spec: z.looseObject({ finalizers: texts.optional() }).optional(),
  status: z.looseObject({ phase: z.enum(["Active", "Terminating"]).optional() }).optional(),
});

const servicePort = z.looseObject({
  name: text.optional().describe("The name of this port within the service."),
  port: port.describe("The port that will be exposed by this service."),
  targetPort: intOrText.optional().describe("Number or name of the port to access on the pods."),
  protocol: z.enum(["TCP", "UDP", "SCTP"]).optional(),
});

export const service = z.looseObject({
  spec: z.looseObject({
    type: z.enum(["", "ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]).optional(),
    clusterIP: text.optional().describe("The IP address of the service; None for a headless one."),
    selector: textMap.optional().describe("The labels of the pods that traffic goes to."),
    ports: z.array(servicePort).optional().describe("The list of ports that are exposed by this service."),
  }),
});

const endpointAddress = z.looseObject({
  ip: text,
  hostname: text.optional(),
  nodeName: text.optional(),
  targetRef: z
    .looseObject({ kind: text.optional(), name: text.optional(), namespace: text.optional() })
    .optional(),
});

const endpointPort = z.looseObject({
  port: port.optional(),
  name: text.optional(),
  protocol: text.optional(),
});

export const endpoints = z.looseObject({
  subsets: z
    .array(
      z.looseObject({
        addresses: z.array(endpointAddress).optional().describe("IP addresses that are ready."),
        notReadyAddresses: z.array(endpointAddress).optional().describe("IP addresses that are not ready."),
        ports: z.array(endpointPort).optional(),
      }),
    )
    .optional()
    .describe("The set of all endpoints is the union of all subsets."),
});

export const endpointSlice = z.looseObject({
  addressType: z.enum(["IPv4", "IPv6", "FQDN"]),
  endpoints: z
    .array(
      z.looseObject({ addresses: texts, conditions: z.looseObject({ ready: flag.optional() }).optional() }),
    )
    .optional(),
  ports: z.array(endpointPort).optional(),
});

export const configMap = z.looseObject({
  data: textMap.optional().describe("Data contains the configuration data."),
  binaryData: textMap.optional(),
  immutable: flag.optional(),
});

export const secret = z.looseObject({
  data: textMap.optional().describe("Data contains the secret data, each value in base64."),
  stringData: textMap.optional(),
  type: text.optional(),
  immutable: flag.optional(),
});

export const serviceAccount = z.looseObject({
  secrets: z.array(z.looseObject({})).optional(),
  imagePullSecrets: z.array(z.looseObject({})).optional(),
});

export const event = z.looseObject({
  involvedObject: z.looseObject({}).describe("The object that this event is about."),
  reason: text.optional(),
  message: text.optional(),
  type: text.optional(),
  count: z.int().optional(),
});

const claimSpec = z.looseObject({
  accessModes: texts.min(1, "Required value: at least 1 access mode is required"),
  resources: z.looseObject({ requests: z.looseObject({ storage: quantity }) }),
  storageClassName: text.optional(),
  volumeMode: z.enum(["Block", "Filesystem"]).optional(),
  volumeName: text.optional(),
});

export const persistentVolumeClaim = z.looseObject({ spec: claimSpec });

export const persistentVolume = z.looseObject({
  spec: z.looseObject({ capacity: quantities, accessModes: texts, claimRef: named.optional() }),
});

const usages = [
  ...["signing", "digital signature", "content commitment", "key encipherment", "key agreement"],
  ...["data encipherment", "cert sign", "crl sign", "encipher only", "decipher only", "any", "server auth"],
  ...["client auth", "code signing", "email protection", "s/mime", "ipsec end system", "ipsec tunnel"],
  ...["ipsec user", "timestamping", "ocsp signing", "microsoft sgc", "netscape sgc"],
] as const;

export const certificateSigningRequest = z.looseObject({
  spec: z.looseObject({
    request: text.describe("An x509 certificate signing request, encoded as PEM and then in base64."),
    signerName: text
      .regex(
        /^[^/]+\.[^/]+\/[^/]+$/,
        "must be a fully qualified domain and path of the form 'example.com/signer-name'",
      )
      .describe("Whose signature is asked for, such as kubernetes.io/kube-apiserver-client."),
    expirationSeconds: z
      .int()
      .min(600, "may not specify a duration less than 600 seconds (10 minutes)")
      .optional()
      .describe("How long the certificate is to be valid."),
    usages: z.array(z.enum(usages)).min(1, "Required value: usages is required"),
    username: text.optional().describe("Who made the request; filled in by the API server."),
    groups: texts.optional(),
  }),
  status: z
    .looseObject({
      conditions: z
        .array(
          z.looseObject({
            type: text,
            status: z.enum(["True", "False", "Unknown"]),
            reason: text.optional(),
          }),
        )
        .optional(),
      certificate: text.optional(),
    })
    .optional(),
});

export const lease = z.looseObject({
  spec: z
    .looseObject({
      holderIdentity: text.optional().describe("The identity of the holder of a current lease."),
      leaseDurationSeconds: z.int().min(1, "must be greater than 0").optional(),
      renewTime: text.optional(),
      acquireTime: text.optional(),
      leaseTransitions: z.int().optional(),
    })
    .optional(),
});
