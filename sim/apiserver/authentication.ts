import type { Clock } from "../clock/clock.ts";
import type { ClientCertificate, HttpReply, HttpRequest } from "../wire/exchange.ts";
import { anonymous, certifiedIdentity, identityOf, type Identity } from "./identity.ts";
import { errorReply } from "./reply.ts";
import { unauthorized } from "./status.ts";

/** Who asks, or the answer to someone whose credentials are wrong. */
export type Authentication = { readonly identity: Identity } | { readonly refused: HttpReply };

interface Known {
  readonly identity: Identity;
  /** The t from which it no longer counts. */
  readonly expiresAt: number;
}

/** The bearer tokens that the API server knows, and who each belongs to. */
export class Tokens {
  readonly #clock: Clock;
  readonly #known: Map<string, Known>;

  /** @param userNames the user name of each token that lasts */
  constructor(clock: Clock, userNames: ReadonlyMap<string, string>) {
    this.#clock = clock;
    this.#known = new Map(
      [...userNames].map(([token, name]) => [token, { identity: identityOf(name), expiresAt: Infinity }]),
    );
  }

  get(token: string): Identity | undefined {
    const known = this.#known.get(token);
    return known === undefined || known.expiresAt <= this.#clock.now() ? undefined : known.identity;
  }

  /** Lets a token count until `expiresAt` (t), and forgets those that no longer do. */
  add(token: string, userName: string, expiresAt: number): void {
    const now = this.#clock.now();
    for (const [other, known] of this.#known) if (known.expiresAt <= now) this.#known.delete(other);
    this.#known.set(token, { identity: identityOf(userName), expiresAt });
  }
}

/**
 * A request without credentials is anonymous; one with a token that is not known, or a certificate that is not
 * trusted, is refused. A certificate counts before a token, as a real server asks its authenticators.
 */
export function authenticate(
  tokens: Tokens,
  headers: HttpRequest["headers"],
  certificate?: ClientCertificate,
): Authentication {
  if (certificate?.trusted === true && certificate.commonName !== "")
    return { identity: certifiedIdentity(certificate) };
  const header = headers["authorization"];
  if (header === undefined)
    return certificate === undefined || certificate.trusted
      ? { identity: anonymous }
      : { refused: errorReply(unauthorized()) };
  const token = /^bearer +(\S+) *$/i.exec(header)?.[1];
  const identity = token === undefined ? undefined : tokens.get(token);
  return identity === undefined ? { refused: errorReply(unauthorized()) } : { identity };
}
