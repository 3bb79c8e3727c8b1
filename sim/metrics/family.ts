/** The types that client_golang prints. */
export type MetricType = "counter" | "gauge" | "histogram" | "summary" | "untyped";

/**
 * Where a family puts its sample lines.
 *
 * The text before a value never changes while its series lives, so it is rendered once (labels.ts) and
 * copied at each scrape, in as many parts as series can share.
 */
export interface SampleWriter {
  /** Copies a part of what comes before a value: UTF-8 of `name`, `{labels} ` or a piece of them. */
  text(part: Uint8Array): void;
  /** Adds a last label to the labels just copied: `end` (from `renderLastLabel`) takes the place of their `} `. */
  lastLabel(end: Uint8Array): void;
  /** Ends the line with its value. */
  value(value: number): void;
  /** Ends the line with its value and an explicit timestamp, in milliseconds. */
  valueAt(value: number, timestampMillis: number): void;
}

/** One metric family of a page. A family that appends no sample prints no HELP and TYPE either. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  /** Appends its samples as they are at `t`, in the order client_golang gives them. */
  append(writer: SampleWriter, t: number): void;
}

/** What a family is called, means and is; the rest of it is where its samples come from. */
export type FamilyHead = Pick<Family, "name" | "help" | "type">;
