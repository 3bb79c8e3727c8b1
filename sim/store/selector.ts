/** Whether `labels` carry every pair of `wanted`: a Service's selector, `matchLabels`, a nodeSelector. */
export function matchesLabels(
  labels: Readonly<Record<string, string>> | undefined,
  wanted: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(wanted).every(([key, value]) => labels?.[key] === value);
}
