/**
 * Waits until `condition` holds. A condition that throws does not hold yet; when the deadline passes, the
 * error says what was waited for and what was last seen.
 */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  options: { seconds?: number; describe?: () => string } = {},
): Promise<void> {
  const deadline = performance.now() + 1000 * (options.seconds ?? 30);
  let last: string;
  for (;;) {
    try {
      if (await condition()) return;
      last = "";
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    if (performance.now() > deadline) {
      const seen = [last, options.describe?.() ?? ""].filter((text) => text !== "");
      throw new Error(`waited in vain for: ${what}${seen.length > 0 ? `\n${seen.join("\n")}` : ""}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
