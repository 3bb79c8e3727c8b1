/** Seconds as a Go program measures them: in whole nanoseconds. */
export function goDuration(seconds: number): number {
  return Math.round(seconds * 1e9) / 1e9;
}
