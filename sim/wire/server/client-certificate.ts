import type net from "node:net";
import { TLSSocket } from "node:tls";
import type { ClientCertificate } from "../exchange.ts";

/** The certificate that the client at the other end has shown; undefined when it has none. */
export function clientCertificateOf(socket: net.Socket): ClientCertificate | undefined {
  if (!isTls(socket)) return undefined;
  const subject = socket.getPeerCertificate().subject as Subject | undefined;
  if (subject === undefined) return undefined;
  const [commonName = ""] = listOf(subject.CN);
  return { commonName, organizations: listOf(subject.O), trusted: socket.authorized };
}

/** Node gives a list for what is there several times. */
type Subject = Readonly<Record<"CN" | "O", string | readonly string[] | undefined>>;

/** What HTTP/2 gives for its socket is no TLSSocket itself, but stands for one. */
function isTls(socket: net.Socket): socket is TLSSocket {
  return socket instanceof TLSSocket || "getPeerCertificate" in socket;
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}
