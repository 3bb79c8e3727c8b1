import { randomBytes, webcrypto } from "node:crypto";
import "../wire/reflect.ts";
import * as x509 from "@peculiar/x509";
import { companionKinds, programKinds, type ProgramKind } from "../model/components.ts";
import type { KeyPair } from "../wire/channel.ts";

/** Fast to make and to shake hands with, and what Kubernetes components accept. */
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const daySeconds = 24 * 3600;
/** Longer than any run; the files of a run end with it anyway. */
const lifetimeDays = 365;
/** Clocks of other machines may be behind ours. */
const backdatedDays = 1;

/** What the processes of one cluster serve TLS with; a certificate is shared by all components of a kind. */
export interface Certificates {
  /** PEM. */
  readonly ca: string;
  readonly apiserver: KeyPair;
  /** What the administrator shows to the apiserver. */
  readonly admin: KeyPair;
  readonly components: Readonly<Record<ProgramKind, KeyPair>>;
}

interface CertificateOptions {
  /** Unix time, in milliseconds. */
  readonly nowMillis: number;
  /** IP addresses and DNS names by which clients reach the apiserver, beside the usual ones. */
  readonly apiserverNames: readonly x509.JsonGeneralName[];
  readonly admin: { readonly name: string; readonly groups: readonly string[] };
}

const apiserverNames: readonly x509.JsonGeneralName[] = [
  { type: "dns", value: "localhost" },
  { type: "dns", value: "kubernetes" },
  { type: "dns", value: "kubernetes.default" },
  { type: "dns", value: "kubernetes.default.svc" },
  { type: "dns", value: "kubernetes.default.svc.cluster.local" },
  { type: "ip", value: "127.0.0.1" },
  { type: "ip", value: "::1" },
];

/** Makes a CA and what it signs. The CA's key is forgotten at once: nothing else will ever be signed. */
export async function makeCertificates(options: CertificateOptions): Promise<Certificates> {
  x509.cryptoProvider.set(webcrypto);
  const authority = await makeAuthority(options.nowMillis);
  const apiserver = await authority.server("kube-apiserver", [...apiserverNames, ...options.apiserverNames]);
  const admin = await authority.user(options.admin.name, options.admin.groups);
  const components = await Promise.all(
    programKinds.map(
      async (kind) =>
        [
          kind,
          await authority.server(commonNameOf(kind), [
            { type: "dns", value: "localhost" },
            ...(isCompanion(kind)
              ? []
              : [{ type: "dns" as const, value: `${kind}.kubevirt.pod.cluster.local` }]),
          ]),
        ] as const,
    ),
  );
  return {
    ca: authority.certificate,
    apiserver,
    admin,
    components: Object.fromEntries(components) as Record<ProgramKind, KeyPair>,
  };
}

/** KubeVirt's components are certified as such; a companion is reached through a kube-rbac-proxy. */
function commonNameOf(kind: ProgramKind): string {
  return isCompanion(kind) ? "kube-rbac-proxy" : `kubevirt.io:system:${kind}`;
}

function isCompanion(kind: ProgramKind): boolean {
  return companionKinds.some((companion) => companion === kind);
}

async function makeAuthority(nowMillis: number) {
  const keys = await generateKeys();
  const validity = {
    notBefore: new Date(nowMillis - backdatedDays * daySeconds * 1000),
    notAfter: new Date(nowMillis + lifetimeDays * daySeconds * 1000),
  };
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: "CN=kubevirt-metrics-sim",
    ...validity,
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });

  function server(commonName: string, names: readonly x509.JsonGeneralName[]): Promise<KeyPair> {
    const name = new x509.SubjectAlternativeNameExtension([...names]);
    return issue([{ CN: [commonName] }], x509.ExtendedKeyUsage.serverAuth, [name]);
  }

  /** As Kubernetes reads it: organizations are groups. */
  function user(name: string, groups: readonly string[]): Promise<KeyPair> {
    const organizations = groups.map((group) => ({ O: [group] }));
    return issue([...organizations, { CN: [name] }], x509.ExtendedKeyUsage.clientAuth, []);
  }

  async function issue(
    subject: x509.JsonName,
    usage: x509.ExtendedKeyUsage,
    extensions: readonly x509.Extension[],
  ): Promise<KeyPair> {
    const own = await generateKeys();
    const issued = await x509.X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      subject,
      issuer: certificate.subject,
      ...validity,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([usage]),
        ...extensions,
        await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
        await x509.SubjectKeyIdentifierExtension.create(own.publicKey),
      ],
    });
    return { key: await privateKeyPem(own.privateKey), certificate: issued.toString("pem") };
  }

  return { certificate: certificate.toString("pem"), server, user };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

/** Positive, as X.509 demands: the first bit is 0. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8(bytes.readUInt8(0) & 0x7f, 0);
  return bytes.toString("hex");
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");
}
