/** The way to a value in an object. */
export type Path = readonly (string | number)[];

/** A JSON pointer with a leading `#` as the way to a value in `object`: only there is told what is an index. */
export function pathIn(pointer: string, object: unknown): Path {
  const path: (string | number)[] = [];
  let at = object;
  for (const step of pointer.split("/").slice(1)) {
    const name = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    const key = Array.isArray(at) ? Number(name) : name;
    path.push(key);
    at = valueAt(at, [key]);
  }
  return path;
}

export function valueAt(object: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, step)
        ? (at as Record<string | number, unknown>)[step]
        : undefined,
    object,
  );
}

/** `spec.ports[0].name` */
export function fieldName(path: Path): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${step}`))
    .join("");
}
