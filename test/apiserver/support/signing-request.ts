import { webcrypto } from "node:crypto";
import "../../../sim/wire/reflect.ts";
import { Pkcs10CertificateRequestGenerator } from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256" };
const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
const generated = await Pkcs10CertificateRequestGenerator.create(
  { name: "CN=bob,O=dev", keys, signingAlgorithm: { name: "ECDSA", hash: "SHA-256" } },
  webcrypto,
);

export const base64 = (text: string) => Buffer.from(text).toString("base64");

/** What a CertificateSigningRequest carries: a request in PEM, made anew for each test file, in base64. */
export const pemRequest = base64(generated.toString("pem"));
