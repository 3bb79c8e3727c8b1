import { expect, test } from "vitest";
import { kindNamed } from "../../sim/store/kinds.ts";
import type { KubeObject } from "../../sim/store/object.ts";
import {
  virtualMachineInstanceKind,
  type InstancePhase,
  type VirtualMachineInstance,
} from "../../sim/store/objects/virtual-machine.ts";
import { handler, instanceDraft } from "./handler-cluster.ts";

const eventKind = kindNamed<KubeObject & { reason: string; message: string; source: object }>("events");

test("a guest that starts and ends before its eyes is spoken of in events, one from before is not", async () => {
  const { cluster, vmi } = await handler();
  const enter = (phase: InstancePhase) => {
    cluster.store.modify<VirtualMachineInstance>(virtualMachineInstanceKind, b, (present) => ({
      ...present,
      status: { ...present.status, phase },
    }));
  };
  const b = cluster.store.create(virtualMachineInstanceKind, instanceDraft("b", "Scheduled"));
  for (const phase of ["Running", "Succeeded"] as const) {
    await cluster.clock.advance(cluster.clock.now() + 5);
    enter(phase);
  }
  await cluster.clock.advance(cluster.clock.now() + 5);
  const events = cluster.store.list(eventKind, "default");
  expect(events.map(({ reason }) => reason)).toEqual(["Created", "Started", "Stopped"]);
  expect(events[0]).toMatchObject({
    involvedObject: {
      kind: "VirtualMachineInstance",
      apiVersion: "kubevirt.io/v1",
      name: "b",
      uid: b.metadata.uid,
    },
    source: { component: "virt-handler", host: "node01" },
    message: "VirtualMachineInstance defined.",
  });
  expect(JSON.stringify(events)).not.toContain(vmi.metadata.uid);
});
