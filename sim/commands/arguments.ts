import { parseArgs } from "node:util";
import { nearest } from "../scenario/suggest.ts";
import type { Arguments, Command, OptionSpec } from "./command.ts";

/** The command line was wrong: what, and what to write instead. */
export class UsageError extends Error {
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.name = "UsageError";
    this.fix = fix;
  }
}

/** Reads a command's part of the command line. Throws UsageError. */
export function parseArguments(command: Command, argv: readonly string[]): Arguments {
  if (command.positionals === "any") return { positionals: argv, options: {}, repeated: {} };
  const { own, program } = splitCommand(command, argv);
  const options: Record<string, string | true> = {};
  const repeated: Record<string, string[]> = {};
  const positionals: string[] = [];
  let taken = -1;
  for (const token of tokensOf(command, own)) {
    if (token.kind === "positional" && token.index !== taken) positionals.push(token.value);
    if (token.kind !== "option") continue;
    const spec = Object.hasOwn(command.options, token.name) ? command.options[token.name] : undefined;
    if (spec === undefined) throw unknownOption(command, token.rawName);
    let value = token.value;
    if (spec.takes === "optional" && value === undefined) {
      value = wordAfter(own, token.index);
      if (value !== undefined) taken = token.index + 1;
    }
    const checked = checkedValue(command, token.rawName, spec, value);
    if (spec.repeats === true) (repeated[token.name] ??= []).push(String(checked));
    else options[token.name] = checked;
  }
  checkCount(command, positionals);
  return { positionals, options, repeated, ...(program === undefined ? {} : { command: program }) };
}

/** What stands before and behind `--`, where that begins another program's command line. */
function splitCommand(
  { name, runsCommand }: Command,
  argv: readonly string[],
): { readonly own: readonly string[]; readonly program?: readonly string[] } {
  const end = runsCommand === true ? argv.indexOf("--") : -1;
  if (end === -1) return { own: argv };
  const program = argv.slice(end + 1);
  if ((program[0] ?? "") === "") {
    throw new UsageError(
      `kvsim ${name}: there is no command behind --`,
      "Write -- and what to run, for example: -- npm test.",
    );
  }
  return { own: argv.slice(0, end), program };
}

function tokensOf(command: Command, argv: readonly string[]) {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(command.options).map(([name, { takes, short }]) => [
        name,
        {
          type: takes === "value" ? ("string" as const) : ("boolean" as const),
          ...(short === undefined ? {} : { short }),
        },
      ]),
    ),
    // Its own messages name neither the command nor what was meant.
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens;
}

/** The next word is an optional value, unless it is an option itself or a scenario. */
function wordAfter(argv: readonly string[], index: number): string | undefined {
  const word = argv[index + 1];
  return word === undefined || word.startsWith("-") || /\.ya?ml$/.test(word) ? undefined : word;
}

function checkedValue(
  command: Command,
  name: string,
  spec: OptionSpec,
  value: string | undefined,
): string | true {
  if (spec.takes === "value" && (value === undefined || value === "")) {
    throw new UsageError(
      `kvsim ${command.name}: ${name} needs a value`,
      `Write ${name} ${spec.placeholder ?? "VALUE"}.`,
    );
  }
  if (spec.takes === "flag" && value !== undefined) {
    throw new UsageError(`kvsim ${command.name}: ${name} takes no value`, `Write just ${name}.`);
  }
  if (spec.choices !== undefined && !spec.choices.includes(value ?? "")) {
    throw new UsageError(
      `kvsim ${command.name}: ${name}: expected ${spec.choices.join(" or ")}, got ${value ?? "nothing"}`,
      `Write ${name} ${spec.choices[0] ?? ""}.`,
    );
  }
  return value ?? true;
}

function unknownOption(command: Command, name: string): UsageError {
  const known = Object.keys(command.options).map((option) => `--${option}`);
  const meant = nearest(name, known);
  return new UsageError(
    `kvsim ${command.name}: there is no option ${name}`,
    meant === undefined
      ? `See kvsim help ${command.name}.`
      : `Did you mean ${meant}? See kvsim help ${command.name}.`,
  );
}

function checkCount(command: Command, positionals: readonly string[]): void {
  if (command.positionals === "any") return;
  const { least, most } = command.positionals;
  const extra = positionals[most];
  if (extra !== undefined) {
    throw new UsageError(
      `kvsim ${command.name}: does not know what to do with ${extra}`,
      `The usage is: kvsim ${command.name} ${command.usage}`,
    );
  }
  if (positionals.length < least) {
    throw new UsageError(
      `kvsim ${command.name}: something is missing`,
      `The usage is: kvsim ${command.name} ${command.usage}`,
    );
  }
}

/** The value given for an option; undefined without one. */
export function valueOf({ options }: Arguments, name: string): string | undefined {
  const value = options[name];
  return value === true ? undefined : value;
}

/** All values given for an option that repeats. */
export function valuesOf({ repeated }: Arguments, name: string): readonly string[] {
  return repeated[name] ?? [];
}

/** The same as a whole number from `least` to `most`. Throws UsageError. */
export function wholeNumberOf(
  given: Arguments,
  name: string,
  { least, most }: { least: number; most: number },
): number | undefined {
  const value = valueOf(given, name);
  if (value === undefined) return undefined;
  const number = /^\d+$/.test(value) ? Number(value) : NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(
    `--${name}: expected a whole number from ${least} to ${most}, got ${value}`,
    `Write, for example, --${name} ${least + 1}.`,
  );
}
