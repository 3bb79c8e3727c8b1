import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { faultKindNames } from "../../sim/faults/fault.ts";
import { faultKind, faultKinds } from "../../sim/faults/registry.ts";

describe.each(faultKindNames)("%s", (name) => {
  test("is listed under its own name", () => {
    expect(faultKind(name).name).toBe(name);
    expect(Object.keys(faultKinds)).toContain(name);
  });

  test("has a file of its own", () => {
    const source = readFileSync(new URL(`../../sim/faults/${name}.ts`, import.meta.url), "utf8");
    expect(source).toContain(`name: "${name}"`);
  });

  test("says what it is and what clients make of it, in sentences", () => {
    expect(faultKind(name).description).toMatch(/^[A-Z].*\.$/);
  });

  test("is data through and through: an effect survives the way to another process", () => {
    const effect = faultKind(name).effect({ kind: name, from: {}, to: { component: "apiserver" } });
    expect(JSON.parse(JSON.stringify(effect))).toEqual(effect);
  });
});
