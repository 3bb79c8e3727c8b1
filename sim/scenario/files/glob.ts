import { readdir, stat } from "node:fs/promises";
import { join, parse, sep } from "node:path";

/**
 * Whether an absolute path with wildcards (`*`, `?`, `[a-z]`, as Prometheus has them) matches any file.
 *
 * A wildcard stands for parts of one name, never for a `/`. Node 20 has no glob of its own.
 */
export async function matchesAnyFile(pattern: string): Promise<boolean> {
  const { root } = parse(pattern);
  let found = [root];
  for (const name of pattern.slice(root.length).split(sep)) {
    const next = await Promise.all(found.map((folder) => entriesLike(folder, name)));
    found = next.flat();
  }
  return found.length > 0;
}

async function entriesLike(folder: string, name: string): Promise<string[]> {
  if (!/[*?[]/.test(name)) return (await exists(join(folder, name))) ? [join(folder, name)] : [];
  const expression = expressionFor(name);
  const names = await readdir(folder).catch(() => []);
  return names.filter((entry) => expression.test(entry)).map((entry) => join(folder, entry));
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function expressionFor(name: string): RegExp {
  const parts = name.match(/\*|\?|\[[^\]]+\]|[^]/g) ?? [];
  const translated = parts.map((part) => {
    if (part === "*") return ".*";
    if (part === "?") return ".";
    return part.length > 1 ? part : part.replace(/[$()*+.?[\\\]^{|}]/, String.raw`\$&`);
  });
  return new RegExp(`^${translated.join("")}$`);
}
