/** A sample line of Prometheus' text format 0.0.4. */
export interface Sample {
  readonly name: string;
  /** In the order of the line. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** The value as it is written. */
  readonly text: string;
  readonly timestampMillis: number | undefined;
}

export interface ParsedFamily {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly samples: readonly Sample[];
}

/** The samples of a page. Throws an Error that names the line where the page is not as it must be. */
export function parseExposition(text: string, strictness?: Strictness): readonly Sample[] {
  return parseFamilies(text, strictness).flatMap(({ samples }) => samples);
}

/**
 * As strict as client_golang, whose pages have families in the order of their names and none without samples;
 * or no stricter than Prometheus.
 */
type Strictness = "client_golang" | "prometheus";

/**
 * The families of a page, read as the format's description has it and by nothing of the simulator's.
 *
 * HELP and TYPE come before the first sample, each family is in one piece, no series comes twice.
 */
export function parseFamilies(
  text: string,
  strictness: Strictness = "client_golang",
): readonly ParsedFamily[] {
  const strict = strictness === "client_golang";
  if (text !== "" && !text.endsWith("\n")) throw new Error("the last line has no end");
  const families: (ParsedFamily & { readonly samples: Sample[] })[] = [];
  const seen = new Set<string>();
  let help: { readonly name: string; readonly help: string } | undefined;
  for (const [index, line] of text.split("\n").slice(0, -1).entries()) {
    const fail = (message: string) => new Error(`line ${index + 1}: ${message}: ${line}`);
    const family = families.at(-1);
    const [, comment, name = "", rest = ""] =
      /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/.exec(line) ?? [];
    if (comment === "HELP") {
      if (help !== undefined) throw fail("HELP without TYPE after it");
      help = { name, help: rest };
    } else if (comment === "TYPE") {
      if (help?.name !== name) throw fail("TYPE without HELP before it");
      if (strict && family !== undefined && family.name >= name) throw fail("families out of order");
      if (strict && family?.samples.length === 0) throw fail("the family before it has no samples");
      if (families.some((earlier) => earlier.name === name)) throw fail("a family in two pieces");
      families.push({ ...help, type: rest, samples: [] });
      help = undefined;
    } else {
      if (family === undefined || help !== undefined) throw fail("a sample without HELP and TYPE");
      const sample = parseSample(line, fail);
      if (!belongs(sample.name, family)) throw fail(`a sample in the family ${family.name}`);
      const key = JSON.stringify([sample.name, sample.labels, sample.timestampMillis]);
      if (seen.has(key)) throw fail("a series twice");
      seen.add(key);
      family.samples.push(sample);
    }
  }
  if (strict && families.at(-1)?.samples.length === 0) throw new Error("the last family has no samples");
  return families;
}

function belongs(name: string, family: ParsedFamily): boolean {
  const suffixes: Readonly<Record<string, readonly string[]>> = {
    histogram: ["_bucket", "_sum", "_count"],
    summary: ["", "_sum", "_count"],
  };
  return (suffixes[family.type] ?? [""]).some((suffix) => name === family.name + suffix);
}

function parseSample(line: string, fail: (message: string) => Error): Sample {
  const start = /^[a-zA-Z_:][a-zA-Z0-9_:]*/.exec(line);
  if (start === null) throw fail("expected a metric name");
  const name = start[0];
  const labels: Record<string, string> = {};
  let at = name.length;
  if (line[at] === "{") {
    do {
      at += 1;
      const label = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\[\\"n])*)"/.exec(line.slice(at));
      if (label === null) throw fail(`expected a label at column ${at + 1}`);
      const [whole, key = "", value = ""] = label;
      if (key in labels) throw fail(`the label ${key} twice`);
      labels[key] = value.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
      at += whole.length;
    } while (line[at] === ",");
    if (line[at] !== "}") throw fail(`expected , or } at column ${at + 1}`);
    at += 1;
  }
  const rest = /^ (NaN|[+-]Inf|-?[0-9]+(?:\.[0-9]+)?(?:e[+-][0-9]{2,3})?)(?: (-?[0-9]+))?$/.exec(
    line.slice(at),
  );
  if (rest === null) throw fail(`expected a value at column ${at + 1}`);
  const [, text = "", timestamp] = rest;
  return {
    name,
    labels,
    value: Number(text.replace("Inf", "Infinity")),
    text,
    timestampMillis: timestamp === undefined ? undefined : Number(timestamp),
  };
}
