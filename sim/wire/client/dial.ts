import tls from "node:tls";
import { formatAddress, type Address } from "../../model/addresses.ts";
import { TransportError, type TransportErrorCode } from "../transport.ts";

interface DialOptions {
  readonly address: Address;
  /** PEM; nothing else is trusted. */
  readonly caCertificate: string;
  /** The name the server's certificate has to carry. */
  readonly serverName: string;
  /** Gives the dial up. */
  readonly signal: AbortSignal;
}

/** As client-go sets up Go's http.Transport. */
const connectTimeoutSeconds = 30;
const handshakeTimeoutSeconds = 10;

/** Connects, shakes hands and agrees on HTTP/2. Throws TransportError. */
export function dial({ address, caCertificate, serverName, signal }: DialOptions): Promise<tls.TLSSocket> {
  const where = formatAddress(address);
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      host: address.ip,
      port: address.port,
      secureContext: trusting(caCertificate),
      servername: serverName,
      ALPNProtocols: ["h2"],
    });
    socket.setNoDelay(true);
    let stage: "connect" | "handshake" = "connect";
    const endsIn = (seconds: number) =>
      setTimeout(() => socket.destroy(new TransportError("timeout", "i/o timeout")), seconds * 1000).unref();
    let timer = endsIn(connectTimeoutSeconds);
    const giveUp = () => socket.destroy(new TransportError("closed", "given up"));
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });

    function done(error?: NodeJS.ErrnoException): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", giveUp);
      if (error === undefined) {
        socket.off("error", done);
        resolve(socket);
      } else {
        const code = codeOf(error, stage === "connect" ? "other" : "tls");
        reject(new TransportError(code, `dial tcp ${where}: ${stage}: ${error.message}`));
      }
    }
    socket.once("error", done);
    socket.once("connect", () => {
      stage = "handshake";
      clearTimeout(timer);
      timer = endsIn(handshakeTimeoutSeconds);
    });
    socket.once("secureConnect", () => {
      if (socket.alpnProtocol === "h2") done();
      else socket.destroy(new TransportError("tls", "the server does not offer HTTP/2"));
    });
  });
}

const contexts = new Map<string, tls.SecureContext>();

/** Reading a certificate takes longer than all the rest of a dial: the clients of a process share what was read. */
function trusting(caCertificate: string): tls.SecureContext {
  let context = contexts.get(caCertificate);
  if (context === undefined)
    contexts.set(caCertificate, (context = tls.createSecureContext({ ca: caCertificate })));
  return context;
}

/** What kind of failure an error of a socket is; `otherwise` where the system has no name for it. */
export function codeOf(error: NodeJS.ErrnoException, otherwise: TransportErrorCode): TransportErrorCode {
  if (error instanceof TransportError) return error.code;
  switch (error.code) {
    case "ECONNREFUSED":
      return "refused";
    case "ECONNRESET":
    case "EPIPE":
      return "reset";
    case "ETIMEDOUT":
      return "timeout";
    default:
      return otherwise;
  }
}
