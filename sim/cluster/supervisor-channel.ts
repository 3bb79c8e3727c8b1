import type { FromChild, ToChild } from "../wire/channel.ts";

/** A child process's end of the channel to its supervisor. */
export interface SupervisorChannel {
  send(message: FromChild): void;
  /** Sends, and resolves when the message has left this process. */
  flush(message: FromChild): Promise<void>;
  onMessage(listener: (message: ToChild) => void): void;
  /** The supervisor is gone, however it ended. */
  readonly closed: Promise<void>;
}

/** The channel to the supervisor that forked this process; undefined when it was started by hand. */
export function supervisorChannel(): SupervisorChannel | undefined {
  if (process.send === undefined) return undefined;
  const flush = (message: FromChild) =>
    new Promise<void>((resolve) => {
      if (process.connected) process.send?.(message, undefined, undefined, () => resolve());
      else resolve();
    });
  return {
    flush,
    send: (message) => void flush(message),
    onMessage: (listener) => process.on("message", (message) => listener(message as ToChild)),
    // It may have died while this process was still loading its code.
    closed: process.connected
      ? new Promise((resolve) => process.once("disconnect", resolve))
      : Promise.resolve(),
  };
}
