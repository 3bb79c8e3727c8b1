import { expect, onTestFinished, test } from "vitest";
import { buildApiserver } from "../../../sim/apiserver/apiserver.ts";
import { DomainReader } from "../../../sim/model/domain-reader.ts";
import { filesystemSlots } from "../../../sim/model/reading.ts";
import { virtualMachineInstanceKind } from "../../../sim/store/objects/virtual-machine.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";
import { admin, answerOf, tokens } from "../support/apiserver.ts";
import { atOnce } from "../../support/at-once.ts";

const instances = "/apis/subresources.kubevirt.io/v1/namespaces/default/virtualmachineinstances";

function guest(more: { readonly guestAgent?: boolean } = {}) {
  const { simulation, store, clock } = simulationOf(
    scenario({ virtualMachines: [virtualMachine("a", more)] }),
  );
  const { hypervisors } = simulation;
  const apiserver = buildApiserver({ store, clock, seed: 1, tokens, hypervisors });
  onTestFinished(() => apiserver.close());
  const get = (question: string, name = "a") => {
    const request = { method: "GET", path: `${instances}/${name}/${question}`, headers: {} };
    return answerOf(atOnce(apiserver.handle(request, admin)));
  };
  const vmi = store.get(virtualMachineInstanceKind, "default", "a");
  return { get, vmi, store, clock, domain: hypervisors.get(vmi?.metadata.uid ?? "") };
}

test("a guest's agent lists the filesystems that its virt-handler exports, with the same numbers", () => {
  const { get, domain, clock } = guest();
  if (domain === undefined) throw new Error("no domain");
  const reader = new DomainReader(domain, 1);
  const reading = new Float64Array(reader.layout.length);
  reader.read(clock.now(), reading);
  const expected = domain.filesystems.map(({ device, mountPoint, type }, index) => ({
    diskName: device,
    mountPoint,
    fileSystemType: type,
    usedBytes: reading[reader.layout.filesystem(index) + filesystemSlots.usedBytes],
    totalBytes: reading[reader.layout.filesystem(index) + filesystemSlots.capacityBytes],
  }));
  expect(expected.length).toBeGreaterThan(0);
  expect(get("filesystemlist")).toMatchObject({ status: 200, body: { items: expected } });
  expect(get("guestosinfo").body).toMatchObject({ hostname: "a", fsInfo: { disks: expected } });
});

test("guestosinfo names the system that the VMI's status names, and nobody is logged in", () => {
  const { get, vmi } = guest();
  expect(vmi?.status.guestOSInfo).toBeDefined();
  expect(get("guestosinfo").body).toMatchObject({ os: vmi?.status.guestOSInfo });
  expect(get("userlist")).toMatchObject({ status: 200, body: { items: [] } });
});

test.each(["guestosinfo", "userlist", "filesystemlist"])(
  "%s is refused, in virt-api's words, of a guest without an agent and of one that does not run",
  (question) => {
    const { get, vmi, store } = guest({ guestAgent: false });
    const refusal = (why: string) =>
      `Operation cannot be fulfilled on virtualmachineinstance.kubevirt.io "a": ${why}`;
    expect(get(question)).toMatchObject({
      status: 409,
      body: { reason: "Conflict", message: refusal("VMI does not have guest agent connected") },
    });
    if (vmi === undefined) throw new Error("no VMI");
    store.update(virtualMachineInstanceKind, { ...vmi, status: { ...vmi.status, phase: "Failed" } });
    expect(get(question).body.message).toBe(refusal("VMI is not running"));
    expect(get(question, "nobody").status).toBe(404);
  },
);
