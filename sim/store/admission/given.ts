/** What a client may have left out although our types, which describe complete objects, say that it is there. */
export function given<T>(value: T): T | undefined {
  return value;
}
