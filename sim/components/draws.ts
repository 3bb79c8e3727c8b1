/** A span from which a value is drawn uniformly. */
interface Span {
  readonly low: number;
  readonly high: number;
}

export function between({ low, high }: Span, draw: () => number): number {
  return low + (high - low) * draw();
}
