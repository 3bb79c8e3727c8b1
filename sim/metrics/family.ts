/** The types that client_golang prints. */
export type MetricType = "counter" | "gauge" | "histogram" | "summary" | "untyped";

/** Where a family puts its sample lines. */
export interface SampleWriter {
  /** One line: `prefix` is the UTF-8 of `name{labels} ` with its blank, pre-rendered; then the value. */
  sample(prefix: Uint8Array, value: number): void;
  /** The same with an explicit timestamp, in milliseconds. */
  sampleAt(prefix: Uint8Array, value: number, timestampMillis: number): void;
}

/** One metric family of a page. A family that appends no sample prints no HELP and TYPE either. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  /** Appends its samples as they are at `t`, in the order client_golang gives them. */
  append(writer: SampleWriter, t: number): void;
}
