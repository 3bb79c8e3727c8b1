import type { CommandIo, InterruptSignal, Output } from "../../sim/commands/command.ts";

/** A place to write that remembers; no terminal unless it is given a width. */
export function recordedOutput(width?: number): Output & { readonly text: () => string } {
  let text = "";
  return {
    write: (more) => (text += more),
    isTerminal: width !== undefined,
    width: () => width ?? 80,
    text: () => text,
  };
}

/** The world outside of a command under test. */
export function recordedIo() {
  const out = recordedOutput();
  const err = recordedOutput();
  let interrupt: (signal: InterruptSignal) => void = () => undefined;
  const io: CommandIo = { out, err, onInterrupt: (listener) => (interrupt = listener) };
  return {
    io,
    out: out.text,
    err: err.text,
    interrupt: (signal: InterruptSignal = "SIGINT") => interrupt(signal),
  };
}
