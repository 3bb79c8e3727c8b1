/** One step of a path: `key`, `"a key"`, `["a key"]` or `[0]`, behind a dot unless it is the first or in brackets. */
const step = /\.?(?:\["([^"]*)"\]|\[(\d+)\]|"([^"]*)"|([^.[\]"\s]+))/y;

/** A path as people write it, and as problems show it: `nodes[0].labels["example.com/role"]`; undefined if it is none. */
export function parseSettingPath(text: string): string[] | undefined {
  const steps: string[] = [];
  step.lastIndex = 0;
  while (step.lastIndex < text.length) {
    const match = step.exec(text);
    if (match === null) return undefined;
    steps.push(match.slice(1).find(Boolean) ?? "");
  }
  return steps.length === 0 || text.startsWith(".") ? undefined : steps;
}
