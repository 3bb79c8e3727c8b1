import { expect, test } from "vitest";
import { parseArguments } from "../../sim/commands/arguments.ts";
import { check } from "../../sim/commands/check.ts";
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
])("%j is read as it is meant", (argv, positionals, options) => {
  expect(parseArguments(up, argv)).toEqual({ positionals, options, repeated: {} });
});

test("an option that repeats keeps every value, each as a whole", () => {
  const { repeated } = parseArguments(up, ["--set", "nodes=5", "--set=virtualMachines.web.labels={a: b=c}"]);
  expect(repeated).toEqual({ set: ["nodes=5", "virtualMachines.web.labels={a: b=c}"] });
});

test("an option has its letter, too", () => {
  expect(parseArguments(up, ["-d"]).options).toEqual({ detach: true });
});

test.each([
  [
    ["a.yaml", "--seed", "7", "--", "npm", "test", "--seed", "8"],
    ["npm", "test", "--seed", "8"],
  ],
  [
    ["--prometheus", "--", "sh", "-c", "exit 3"],
    ["sh", "-c", "exit 3"],
  ],
  [
    ["--", "env", "--", "-x"],
    ["env", "--", "-x"],
  ],
])("what follows -- in %j is left as it is", (argv, command) => {
  expect(parseArguments(up, argv).command).toEqual(command);
});

test("where no command is run, what follows -- is no option", () => {
  expect(parseArguments(check, ["--", "--odd.yaml"]).positionals).toEqual(["--odd.yaml"]);
});
