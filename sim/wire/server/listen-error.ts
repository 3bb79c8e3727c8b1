import { formatAddress, type Address } from "../../model/addresses.ts";

/** An address could not be listened on; the message says which, why, and what to do about it. */
export class ListenError extends Error {
  readonly address: Address;
  /** The system's name for it, such as `EADDRINUSE`. */
  readonly code: string;

  constructor(address: Address, error: NodeJS.ErrnoException) {
    super(`cannot listen on ${formatAddress(address)}: ${explain(address, error)}`, { cause: error });
    this.name = "ListenError";
    this.address = address;
    this.code = error.code ?? "";
  }
}

function explain({ ip, port }: Address, error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case "EADDRINUSE":
      return `another program already listens there.\nFix: stop it (ss -ltnp 'sport = :${port}' names it), or choose another port.`;
    case "EACCES":
    case "EPERM":
      return `this user is not allowed to.\nFix: choose a port above 1023, or grant the right to bind port ${port}.`;
    case "EADDRNOTAVAIL":
      return `this machine does not have the address ${ip}.\nFix: choose an address it has, or add it (on Linux: ip route add local ${ip} dev lo).`;
    default:
      return error.message;
  }
}
