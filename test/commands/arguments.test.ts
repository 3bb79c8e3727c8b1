import { expect, test } from "vitest";
import { parseArguments } from "../../sim/commands/arguments.ts";
import { up } from "../../sim/commands/up.ts";

test.each([
  [["a.yaml", "--seed", "7"], ["a.yaml"], { seed: "7" }],
  [["--seed=7", "a.yaml"], ["a.yaml"], { seed: "7" }],
  [["--prometheus"], [], { prometheus: true }],
  [["--prometheus", "a.yaml"], ["a.yaml"], { prometheus: true }],
  [["--prometheus", "/opt/prometheus", "a.yaml"], ["a.yaml"], { prometheus: "/opt/prometheus" }],
  [["--prometheus=/opt/prometheus"], [], { prometheus: "/opt/prometheus" }],
  [["--prometheus", "--seed", "7"], [], { prometheus: true, seed: "7" }],
  [["a.yaml", "--prometheus", "prometheus3"], ["a.yaml"], { prometheus: "prometheus3" }],
  [["--", "--odd.yaml"], ["--odd.yaml"], {}],
])("%j is read as it is meant", (argv, positionals, options) => {
  expect(parseArguments(up, argv)).toEqual({ positionals, options });
});
