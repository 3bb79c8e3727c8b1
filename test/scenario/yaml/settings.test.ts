import { describe, expect, test } from "vitest";
import { formatProblems, parseScenario } from "../../../sim/scenario/load.ts";
import { parseSettingPath } from "../../../sim/scenario/yaml/setting-path.ts";

const text = `
nodes:
  - { name: a, replicas: 2, labels: &labels { zone: rack-a } }
  - { name: b, labels: *labels }
virtualMachines:
  - name: web
    labels:
timeline:
  - { name: outage, at: 5m, for: 1m, fault: connection-refused, to: { component: apiserver } }
`;

function scenarioWith(...settings: string[]) {
  const loaded = parseScenario(text, "x.yaml", settings);
  if ("problems" in loaded) throw new Error(formatProblems(loaded.problems));
  return loaded.scenario;
}

function problemsWith(...settings: string[]) {
  const loaded = parseScenario(text.replace("    labels:\n", ""), "x.yaml", settings);
  return "problems" in loaded ? formatProblems(loaded.problems) : "";
}

test("a value is put at its path; list items go by name or number", () => {
  const fixed = "virtualMachines.web.labels={}";
  const given = scenarioWith(
    fixed,
    "seed=9",
    "nodes.a.replicas=3",
    "nodes[1].capacity={cpu: 16, memory: 64Gi}",
    "timeline.outage.for=90s",
    "timeline.0.at=1m",
  );
  expect(given.seed).toBe(9);
  expect(given.nodes.map(({ name, cpus }) => `${name} ${cpus}`)).toEqual(["a-0 8", "a-1 8", "a-2 8", "b 16"]);
  expect(given.timeline).toMatchObject([{ atSeconds: 60, forSeconds: 90 }]);
});

test("what is missing on the way is made", () => {
  const given = scenarioWith(
    'virtualMachines.web.labels["example.com/role"]=front',
    "virtualMachines.web.cpu.cores=4",
    "kubevirt.version=legacy",
  );
  expect(given.virtualMachines[0]).toMatchObject({
    labels: { "example.com/role": "front" },
    cpu: { cores: 4 },
  });
  expect(given.kubevirt.version).toBe("legacy");
});

test("of two values for one path the later wins", () => {
  expect(scenarioWith("virtualMachines=1", "virtualMachines=2").virtualMachines).toHaveLength(2);
});

describe("what is wrong with a setting is said of the setting", () => {
  test.each([
    ["nodes.a.replicas=0", "nodes[0].replicas: expected a whole number from 1 to 5000, got 0"],
    [
      "virtualMachines.web.cpu={cores: x}",
      'virtualMachines[0].cpu.cores: expected a whole number from 1 to 512, got "x"',
    ],
    ["nodes.c.replicas=1", "no item of the list is named c"],
    ["nodes.7.replicas=1", "no item of the list is named 7"],
    ["seed.x=1", "there can be no x in a plain value"],
    ["nodes.b.labels.zone=x", "*labels is an alias, and what it stands for is written elsewhere"],
    ["nodes", "expected PATH=VALUE"],
    ["=3", "expected PATH=VALUE"],
    ["nodes..a=3", "expected PATH=VALUE"],
    ["seed=", "expected a value behind the =, got nothing"],
    ["seed=[", "not valid YAML: Flow sequence must end with a ]"],
    [
      "kubevirt.monitorNamespace=on",
      "expected a word that every YAML reader takes the same way, got on, which is true to kubectl",
    ],
    ["colour.of.it=red", "colour: a scenario has no key colour"],
    ["colour=red", "colour: a scenario has no key colour"],
  ])("%s", (setting, message) => {
    const [first = "", fix = ""] = problemsWith("seed=1", setting).split("\n");
    expect(first).toBe(`--set ${setting}: ${message}`);
    expect(fix).toMatch(/^Fix: .*[.?]$/);
  });
});

test("a path is read as problems show it", () => {
  expect(parseSettingPath('nodes[0].labels["example.com/role"]')).toEqual([
    "nodes",
    "0",
    "labels",
    "example.com/role",
  ]);
  expect(parseSettingPath('nodes.a.labels."a.b"')).toEqual(["nodes", "a", "labels", "a.b"]);
  for (const none of ["", ".", "a.", ".a", "a..b", "a[b]", 'a["b', "a b"]) {
    expect(parseSettingPath(none)).toBeUndefined();
  }
});
