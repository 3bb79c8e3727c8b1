import type { ParameterUnit } from "../model/workloads/parameters.ts";
import { formatBytes } from "../store/quantity.ts";
import { formatDuration } from "./units.ts";

/** The value of a workload's parameter as a scenario writes it. */
export function formatParameter(value: number, unit: ParameterUnit | undefined): string {
  switch (unit) {
    case "bytes":
    case "bytes/s":
      return formatBytes(value);
    case "seconds":
      return formatDuration(value);
    default:
      return String(value);
  }
}
