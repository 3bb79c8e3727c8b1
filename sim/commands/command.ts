/** Where a command writes. A terminal has a width and can be written over. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Columns of the terminal, now. */
  width(): number;
}

export type InterruptSignal = "SIGINT" | "SIGTERM" | "SIGHUP";

/** All that a command has of the world outside. */
export interface CommandIo {
  readonly out: Output;
  readonly err: Output;
  /** Called when the user or the system asks the command to end (Ctrl-C, SIGTERM). */
  onInterrupt(listener: (signal: InterruptSignal) => void): void;
}

/** An option: `flag` takes no value, `value` needs one, `optional` takes one with `=` or as the next word. */
export interface OptionSpec {
  readonly takes: "flag" | "value" | "optional";
  /** Its one letter, for `-d` beside `--detach`. */
  readonly short?: string;
  /** Takes a value each time that it is given; without it the last one counts. */
  readonly repeats?: true;
  /** How the value is called in help, e.g. `PORT`. */
  readonly placeholder?: string;
  readonly summary: string;
  readonly choices?: readonly string[];
}

/** What was given on the command line, checked against the command's options. */
export interface Arguments {
  readonly positionals: readonly string[];
  /** The value of each option that was given; `true` for one without a value. */
  readonly options: Readonly<Record<string, string | true | undefined>>;
  /** All values of each option that repeats, in their order. */
  readonly repeated: Readonly<Record<string, readonly string[] | undefined>>;
  /** What follows `--`, for a command that runs another. */
  readonly command?: readonly string[];
}

export interface Command {
  readonly name: string;
  /** One line for the list of commands; a command without one is not listed. */
  readonly summary?: string;
  /** What follows the command's name, e.g. `[FILE] [--seed N]`. */
  readonly usage: string;
  /** Shown by `kvsim help NAME` below the usage. */
  readonly description: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** How many words beside options it takes; "any" passes everything on unread. */
  readonly positionals: { readonly least: number; readonly most: number } | "any";
  /** Runs the program that follows `--`. */
  readonly runsCommand?: true;
  /** Resolves with the exit code. Throws UsageError or ClusterError. */
  run(given: Arguments, io: CommandIo): Promise<number>;
}
