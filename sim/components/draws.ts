/** A span from which a value is drawn uniformly. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

export function between({ low, high }: Span, draw: () => number): number {
  return low + (high - low) * draw();
}
