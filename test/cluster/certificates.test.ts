import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import type net from "node:net";
import tls from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { makeCertificates } from "../../sim/cluster/certificates.ts";
import { programKinds } from "../../sim/model/components.ts";
import type { KeyPair } from "../../sim/wire/channel.ts";

const certificates = await makeCertificates({
  nowMillis: performance.timeOrigin,
  admin: { name: "system:admin", groups: ["system:masters", "others"] },
  apiserverNames: [{ type: "ip", value: "127.10.255.1" }],
});

async function serve({ key, certificate }: KeyPair): Promise<number> {
  const server = tls.createServer({ key, cert: certificate }, (socket) => socket.end("hello"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as net.AddressInfo).port;
}

async function greet(port: number, servername: string): Promise<string> {
  const socket = tls.connect({ port, host: "127.0.0.1", servername, ca: certificates.ca });
  socket.setEncoding("utf8");
  let greeting = "";
  for await (const chunk of socket) greeting += String(chunk);
  return greeting;
}

test("a client that trusts the CA alone accepts the apiserver by every name it goes by", async () => {
  const port = await serve(certificates.apiserver);
  expect(await greet(port, "kubernetes.default.svc")).toBe("hello");
  const certificate = new X509Certificate(certificates.apiserver.certificate);
  for (const ip of ["127.0.0.1", "::1", "127.10.255.1"]) {
    expect(certificate.checkIP(ip), ip).toBeDefined();
  }
  expect(certificate.checkHost("localhost")).toBe("localhost");
  expect(certificate.checkIP("127.0.0.2")).toBeUndefined();
});

test("a client is not fooled by another name", async () => {
  const port = await serve(certificates.components["virt-handler"]);
  await expect(greet(port, "kubernetes.default.svc")).rejects.toThrow(
    /ERR_TLS_CERT_ALTNAME_INVALID|altnames/,
  );
});

test("the components of each kind have a certificate of their own, signed by the CA", () => {
  const ca = new X509Certificate(certificates.ca);
  expect(ca.ca).toBe(true);
  const serials = Object.values(certificates.components).map(({ certificate }) => {
    const parsed = new X509Certificate(certificate);
    expect(parsed.verify(ca.publicKey)).toBe(true);
    return parsed.serialNumber;
  });
  expect(new Set(serials).size).toBe(programKinds.length);
});

test("certificates hold now, and for months", () => {
  const { validFrom, validTo } = new X509Certificate(certificates.apiserver.certificate);
  expect(Date.parse(validFrom)).toBeLessThan(performance.timeOrigin);
  expect(Date.parse(validTo)).toBeGreaterThan(performance.timeOrigin + 100 * 24 * 3600 * 1000);
});

test("the administrator's certificate names user and groups, and is for clients alone", () => {
  const { subject, keyUsage } = new X509Certificate(certificates.admin.certificate);
  expect(subject.split("\n")).toEqual(["O=system:masters", "O=others", "CN=system:admin"]);
  expect(keyUsage).toEqual(["1.3.6.1.5.5.7.3.2"]);
});
