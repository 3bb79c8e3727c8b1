import { expect, test } from "vitest";
import { parseArguments } from "../../../sim/commands/arguments.ts";
import { up } from "../../../sim/commands/up.ts";
import { argumentsOf } from "../../../sim/commands/up/detach.ts";

test.each([
  [["-d"]],
  [["--detach", "a.yaml", "--seed", "7", "--set", "nodes=5", "--set", "virtualMachines.web.labels={a: b=c}"]],
  [["--prometheus", "scenario", "--dir", "my dir", "-d"]],
  [["scenario", "--prometheus", "-d"]],
])("%j goes on as the same command line without --detach", (argv) => {
  const given = parseArguments(up, argv);
  const { detach, ...options } = given.options;
  expect(detach).toBe(true);
  expect(parseArguments(up, argumentsOf(given))).toEqual({ ...given, options });
});
