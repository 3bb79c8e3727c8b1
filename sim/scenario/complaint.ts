/** Where a value stands in a scenario: keys and list indexes from the top. */
export type Path = readonly (string | number)[];

/** A problem before it is located: found in the value, not in the text. */
export interface Complaint {
  readonly path: Path;
  /** Whether the key is meant, or (by default) the value. */
  readonly part?: "key" | "value";
  readonly message: string;
  readonly fix: string;
}

/** A problem of the text itself: where, as offsets of its first and behind its last character. */
export interface TextComplaint {
  readonly range: readonly [number, number];
  readonly message: string;
  readonly fix: string;
}

/** A problem of a value that was given on the command line. */
export interface SettingComplaint {
  /** As given: `virtualMachines.web.replicas=5`. */
  readonly setting: string;
  readonly message: string;
  readonly fix: string;
}

export type AnyComplaint = Complaint | TextComplaint | SettingComplaint;

export type Complain = (complaint: Complaint) => void;

/** Something read from the scenario together with the place it came from. */
export interface Placed<T> {
  readonly path: Path;
  readonly value: T;
}

/** A path as people write it: `nodes[1].labels["topology.kubernetes.io/zone"]`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    if (!/^[A-Za-z_][\w-]*$/.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}
