import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { matchesAnyFile } from "../../../sim/scenario/files/glob.ts";
import { loadScenario } from "../../../sim/scenario/load.ts";
import { readManifests } from "../../../sim/scenario/yaml/manifests.ts";
import { briefly } from "../support.ts";

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kvsim-files-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

test("a wildcard stands for any part of one name, in folders too", async () => {
  const folder = await folderWith({ "rules/a.yaml": "", "rules/b.yml": "", "more/deep/c[1].yaml": "" });
  const matches = (pattern: string) => matchesAnyFile(join(folder, pattern));
  for (const pattern of ["rules/a.yaml", "rules/*.yaml", "*/?.yml", "*/*/c*", "rules/[ab].yaml"]) {
    expect(await matches(pattern), pattern).toBe(true);
  }
  for (const pattern of [
    "rules/c.yaml",
    "*.yaml",
    "rules/?a.yaml",
    "none/*",
    "rules/[c-z].yaml",
    "rules/a*yml",
  ]) {
    expect(await matches(pattern), pattern).toBe(false);
  }
});

test("rule files are paths beside the scenario, and have to be there", async () => {
  const folder = await folderWith({
    "rules/a.yaml": "",
    "x.yaml": "prometheus: { ruleFiles: [rules/*.yaml, rules/b.yaml] }",
  });
  const loaded = await loadScenario(join(folder, "x.yaml"));
  expect("problems" in loaded && briefly(loaded.problems)).toEqual([
    `1:41 prometheus.ruleFiles[1]: there is no file ${join(folder, "rules/b.yaml")}`,
  ]);
  const good = await loadScenario(join(folder, "x.yaml"), ["prometheus.ruleFiles=[rules/*.yaml]"]);
  expect("scenario" in good && good.scenario.prometheus.ruleFiles).toEqual([join(folder, "rules/*.yaml")]);
});

test("what is wrong with a manifest is said where the scenario names it", async () => {
  const folder = await folderWith({
    "vm.yaml": "apiVersion: v1\nkind: [ConfigMap\n",
    "x.yaml": "timeline: [{ at: 1m, apply: { manifests: [vm.yaml, none.yaml] } }]",
  });
  const loaded = await loadScenario(join(folder, "x.yaml"));
  const problems = "problems" in loaded ? loaded.problems : [];
  expect(problems.filter(({ path }) => path.includes("manifests"))).toMatchObject([
    {
      path: "timeline[0].apply.manifests[0]",
      message: expect.stringMatching(/^in line 3 of the file: /) as string,
    },
    { path: "timeline[0].apply.manifests[1]", message: "there is no such file" },
  ]);
});

const vmYaml = (name: string) => `
apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata: { name: ${name}, namespace: shop }
spec: { runStrategy: Always, template: { metadata: { labels: { app: db } }, spec: { domain: { devices: {} } } } }
`;

test("a VM of a manifest is taken as it is, and only what its guest does is added", async () => {
  const folder = await folderWith({
    "vms/db.yaml": `${vmYaml("db")}---
apiVersion: v1
kind: Secret
metadata: { name: db, namespace: shop }
`,
    "rules.json": '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "rules"}}',
    "x.yaml": `
virtualMachines: [{ manifest: vms/db.yaml, workload: { type: database, dirtyRate: 40Mi } }]
manifests: [rules.json]
timeline: [{ at: 1m, migrate: { vm: shop/db } }]
`,
  });
  const loaded = await loadScenario(join(folder, "x.yaml"));
  if ("problems" in loaded) throw new Error(briefly(loaded.problems).join("\n"));
  const [rules, vm, secret] = loaded.scenario.manifests;
  expect([rules?.kind, secret?.kind]).toEqual(["ConfigMap", "Secret"]);
  const workload = { type: "database", parameters: { dirtyRate: 40 * 2 ** 20 } };
  expect(vm).toMatchObject({
    metadata: { name: "db", namespace: "shop" },
    spec: {
      runStrategy: "Always",
      template: {
        metadata: {
          labels: { app: "db" },
          annotations: { "sim.kubevirt-metrics/workload": JSON.stringify(workload) },
        },
      },
    },
  });
});

test("what no manifest of a VM could be is said where its file is named", async () => {
  const folder = await folderWith({
    "two.yaml": `${vmYaml("a")}---${vmYaml("b")}`,
    "none.yaml": "{ apiVersion: v1, kind: ConfigMap, metadata: { name: c } }",
    "db.yaml": vmYaml("db"),
    "odd.yaml": "{ apiVersion: kubevirt.io/v2, kind: VirtualMachine, metadata: { name: odd } }",
    "crd.yaml":
      "{ apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: { name: x.y } }",
    "x.yaml": `
virtualMachines:
  - manifest: two.yaml
  - manifest: none.yaml
  - manifest: db.yaml
  - { name: db, namespace: shop }
manifests: [missing.yaml, odd.yaml, crd.yaml]
`,
  });
  const loaded = await loadScenario(join(folder, "x.yaml"));
  expect("problems" in loaded && briefly(loaded.problems)).toEqual([
    "3:15 virtualMachines[0].manifest: expected a file with one VirtualMachine, got 2",
    "4:15 virtualMachines[1].manifest: expected a file with one VirtualMachine, got none",
    "5:15 virtualMachines[2].manifest: there is a VM shop/db already, from virtualMachines[3]",
    "7:13 manifests[0]: there is no such file",
    '7:27 manifests[1]: no matches for kind "VirtualMachine" in version "kubevirt.io/v2", which odd is of',
    "7:37 manifests[2]: the file defines kinds of its own, in CustomResourceDefinition x.y",
  ]);
});

test("events on VMs of manifests are checked like those on others", async () => {
  const folder = await folderWith({
    "db.yaml": vmYaml("db"),
    "x.yaml": `
virtualMachines: [{ manifest: db.yaml }]
timeline: [{ at: 1m, stop: { vm: shop/bd } }]
`,
  });
  const loaded = await loadScenario(join(folder, "x.yaml"));
  expect("problems" in loaded && briefly(loaded.problems)).toEqual([
    "3:34 timeline[0].stop.vm: there is no VM shop/bd",
  ]);
});

describe("manifests", () => {
  test("hold several objects, and are read as kubectl reads them", () => {
    const text = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { x: yes }\n---\n---\n";
    const list =
      '{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "b"}}]}';
    expect(readManifests(text + list)).toEqual([
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { x: true } },
      { apiVersion: "v1", kind: "Pod", metadata: { name: "b" } },
    ]);
  });

  test.each([
    ["", "expected Kubernetes objects, got an empty file"],
    [
      "nodes: 3",
      "expected objects with apiVersion, kind and metadata.name, and object 1 of the file has not",
    ],
    ["a: b: c", "in line 1 of the file: Nested mappings are not allowed in compact mappings"],
    ["a: *b", "in line 1 of the file: Unresolved alias (the anchor must be set before the alias): b"],
    ["[".repeat(5000), "in line 1 of the file: nested more than 64 levels deep"],
  ])("%j are none", (text, message) => {
    expect(readManifests(text)).toMatchObject({ message });
  });
});
