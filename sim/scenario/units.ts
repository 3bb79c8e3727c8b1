import { parseQuantity } from "../store/quantity.ts";

/** Seconds per unit, from the longest: the order they are written in. */
const secondsPerUnit = { d: 86_400, h: 3600, m: 60, s: 1, ms: 0.001 } as const;
type DurationUnit = keyof typeof secondsPerUnit;
const durationUnits = Object.keys(secondsPerUnit) as DurationUnit[];

/** `12m`, `1h30m`, `1.5s`, `250ms`: each unit at most once, the longest first. */
export const durationPattern = new RegExp(
  `^(?=.)${durationUnits.map((unit) => String.raw`(?:(\d+(?:\.\d+)?)${unit})?`).join("")}$`,
);

/** A duration in seconds; undefined when the text is none. */
export function parseDuration(text: string): number | undefined {
  const match = durationPattern.exec(text);
  if (match === null) return undefined;
  const milliseconds = durationUnits.reduce(
    (sum, unit, index) => sum + Number(match[index + 1] ?? 0) * secondsPerUnit[unit] * 1000,
    0,
  );
  return Math.round(milliseconds) / 1000;
}

/** Seconds without what adding them up left behind the milliseconds. */
export function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** Seconds as a scenario writes them: `1h30m`. The shortest text that `parseDuration` reads back. */
export function formatDuration(seconds: number): string {
  let left = Math.round(seconds * 1000);
  if (left === 0) return "0s";
  let text = "";
  for (const unit of durationUnits) {
    const size = secondsPerUnit[unit] * 1000;
    const count = Math.floor(left / size);
    if (count === 0) continue;
    text += `${count}${unit}`;
    left -= count * size;
  }
  return text;
}

/** A number of bytes, `40Mi` or `128Gi` or plain; undefined when it is none or negative. */
export function parseBytes(value: string | number): number | undefined {
  return wholeIfPositive(parseQuantity(value));
}

function wholeIfPositive(quantity: number | undefined): number | undefined {
  if (quantity === undefined || quantity < 0 || !Number.isFinite(quantity)) return undefined;
  return Number.isInteger(quantity) ? quantity : undefined;
}

/** Bytes for people: `63.9Gi`. */
export function roundBytes(bytes: number): string {
  const units = ["", "Ki", "Mi", "Gi", "Ti", "Pi"];
  const power = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${Math.round((bytes / 1024 ** power) * 10) / 10}${units[power] ?? ""}`;
}
