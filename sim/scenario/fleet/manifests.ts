import { workloadAnnotation } from "../../store/objects/virtual-machine.ts";
import type { Workload } from "../../model/workload.ts";
import { formatPath, type Complain, type Path, type Placed } from "../complaint.ts";
import { objectsIn } from "../files/manifest-files.ts";
import { isMachine, machinesAmong } from "../machines.ts";
import type { Manifest, VirtualMachineRef } from "../scenario.ts";
import type { ScenarioSource } from "../scenario-source.ts";
import { isMapping } from "../schema/is-mapping.ts";
import type { ManifestVirtualMachine } from "../schema/virtual-machine.ts";
import type { UsableShape } from "../shape.ts";
import type { VirtualMachines } from "./expand.ts";

/** The objects of manifests that are there from the start, each with the place where its file is named. */
export function expandManifests(
  shape: UsableShape,
  vms: VirtualMachines,
  source: ScenarioSource,
  complain: Complain,
): Placed<Manifest>[] {
  const files = shape.file.manifests.map((value, index) => ({ path: ["manifests", index], value }));
  const objects = [
    ...files.flatMap((file) => placedAt(file.path, objectsIn(file, source, complain))),
    ...vms.manifests.flatMap((entry) => virtualMachineWith(entry, source, complain)),
  ];
  refuseSecondVirtualMachines(vms, objects, complain);
  return objects;
}

/** The VMs among objects. */
export function virtualMachinesIn(objects: readonly Placed<Manifest>[]): Placed<VirtualMachineRef>[] {
  return objects.flatMap(({ path, value }) => machinesAmong([value]).map((vm) => ({ path, value: vm })));
}

/** The VM of an entry with what its guest does, and what else is in its file: a Secret, say. */
function virtualMachineWith(
  { path, value: { manifest, workload } }: Placed<ManifestVirtualMachine>,
  source: ScenarioSource,
  complain: Complain,
): Placed<Manifest>[] {
  const place = [...path, "manifest"];
  const objects = objectsIn({ path: place, value: manifest }, source, complain);
  const count = objects.filter(isMachine).length;
  if (objects.length > 0 && count !== 1) {
    complain({
      path: place,
      message: `expected a file with one VirtualMachine, got ${count === 0 ? "none" : count}`,
      fix: "name each VirtualMachine in a file of its own, and files without one under manifests.",
    });
  }
  return placedAt(
    place,
    objects.map((object) => (isMachine(object) ? doing(workload, object) : object)),
  );
}

/** The same VM, its guests marked with what they do. */
function doing(workload: Workload, vm: Manifest): Manifest {
  const spec = mappingOf(vm["spec"]);
  const template = mappingOf(spec["template"]);
  const metadata = mappingOf(template["metadata"]);
  const annotations = {
    ...mappingOf(metadata["annotations"]),
    [workloadAnnotation]: JSON.stringify(workload),
  };
  return { ...vm, spec: { ...spec, template: { ...template, metadata: { ...metadata, annotations } } } };
}

function mappingOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMapping(value) ? value : {};
}

function placedAt(path: Path, objects: readonly Manifest[]): Placed<Manifest>[] {
  return objects.map((value) => ({ path, value }));
}

function refuseSecondVirtualMachines(
  { all }: VirtualMachines,
  objects: readonly Placed<Manifest>[],
  complain: Complain,
): void {
  const keyOf = ({ namespace, name }: VirtualMachineRef) => `${namespace}/${name}`;
  const firsts = new Map(all.map(({ path, value }) => [keyOf(value), path]));
  for (const { path, value } of virtualMachinesIn(objects)) {
    const key = keyOf(value);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, path);
    else {
      complain({
        path,
        message: `there is a VM ${key} already, from ${formatPath(first)}`,
        fix: "give one of the two another name, or delete it.",
      });
    }
  }
}
