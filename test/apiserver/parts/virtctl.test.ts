import { expect, test } from "vitest";
import { buildApiserver } from "../../../sim/apiserver/apiserver.ts";
import {
  virtualMachineInstanceKind,
  virtualMachineKind,
} from "../../../sim/store/objects/virtual-machine.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";
import { simulationOf } from "../../support/simulation.ts";
import { admin, answerOf, apiserverOf, tokens } from "../support/apiserver.ts";

const root = "/apis/subresources.kubevirt.io/v1/namespaces/default";

function withMachine(runStrategy: "Always" | "Halted" | "Manual" = "Always") {
  const { simulation, store, clock } = simulationOf(
    scenario({ virtualMachines: [virtualMachine("a", { runStrategy })] }),
  );
  const { hypervisors } = simulation;
  const apiserver = buildApiserver({ store, clock, seed: 1, tokens, hypervisors });
  const put = (path: string, body: object = {}) =>
    answerOf(
      apiserver.handle(
        {
          method: "PUT",
          path: `${root}/${path}`,
          headers: { "content-type": "application/json" },
          body: new TextEncoder().encode(JSON.stringify(body)),
        },
        admin,
      ),
    );
  const status = () => store.get(virtualMachineKind, "default", "a")?.status?.printableStatus;
  const instance = () => store.get(virtualMachineInstanceKind, "default", "a");
  return { clock, put, status, instance, hypervisors };
}

test("virtctl stop and start change what the VM is meant to do", async () => {
  const { put, status, clock } = withMachine();
  expect(put("virtualmachines/a/start")).toMatchObject({
    status: 409,
    body: {
      message: 'Operation cannot be fulfilled on virtualmachine.kubevirt.io "a": VM is already running',
    },
  });
  expect(put("virtualmachines/a/stop").status).toBe(202);
  await clock.advance(60);
  expect(status()).toBe("Stopped");
  expect(put("virtualmachines/a/stop").status).toBe(409);
  expect(put("virtualmachines/a/start", { dryRun: ["All"] }).status).toBe(202);
  await clock.advance(61);
  expect(status()).toBe("Stopped");
  expect(put("virtualmachines/a/start").status).toBe(202);
  await clock.advance(120);
  expect(status()).toBe("Running");
});

test("virtctl restart gives the VM another guest", async () => {
  const { put, instance, clock } = withMachine();
  const before = instance()?.metadata.uid;
  expect(put("virtualmachines/a/restart").status).toBe(202);
  await clock.advance(120);
  expect(instance()?.status.phase).toBe("Running");
  expect(instance()?.metadata.uid).not.toBe(before);
});

test("virtctl pause holds the guest still, unpause lets it go on", async () => {
  const { put, instance, clock } = withMachine();
  const paused = () => instance()?.status.conditions?.some(({ type }) => type === "Paused");
  expect(put("virtualmachineinstances/a/unpause").status).toBe(409);
  expect(put("virtualmachineinstances/a/pause").status).toBe(202);
  await clock.advance(2);
  expect(paused()).toBe(true);
  expect(put("virtualmachineinstances/a/unpause").status).toBe(202);
  await clock.advance(4);
  expect(paused()).toBe(false);
});

test("what is not there cannot be started", () => {
  const { put } = withMachine();
  expect(put("virtualmachines/b/start")).toMatchObject({
    status: 404,
    body: { message: 'virtualmachines.kubevirt.io "b" not found' },
  });
});

test("the group is discovered with its parts alone", () => {
  const names = apiserverOf()
    .ask("GET", "/apis/subresources.kubevirt.io/v1")
    .body.resources.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["virtualmachines/start", "virtualmachineinstances/pause"]));
  expect(names.every((name) => name.includes("/"))).toBe(true);
});

test.each([
  ["GET", "/api/v1/namespaces/kubevirt/pods/p/exec?command=ls"],
  ["POST", "/api/v1/namespaces/kubevirt/pods/p/exec?command=ls"],
  ["GET", "/api/v1/namespaces/kubevirt/pods/p/portforward"],
  ["POST", "/api/v1/namespaces/kubevirt/pods/p/attach"],
  ["GET", "/api/v1/namespaces/kubevirt/pods/https:p:8443/proxy/metrics"],
  ["GET", `${root}/virtualmachineinstances/a/console`],
  ["GET", `${root}/virtualmachineinstances/a/vnc`],
  ["GET", `${root}/virtualmachineinstances/a/portforward/22/tcp`],
  ["PUT", `${root}/virtualmachineinstances/a/softreboot`],
  ["PUT", `${root}/virtualmachineinstances/a/reset`],
  ["PUT", `${root}/virtualmachineinstances/a/freeze`],
  ["PUT", `${root}/virtualmachineinstances/a/unfreeze`],
  ["PUT", `${root}/virtualmachineinstances/a/addvolume`],
  ["PUT", `${root}/virtualmachines/a/removevolume`],
  ["PUT", `${root}/virtualmachines/a/memorydump`],
])("%s %s ends in a Status that says why not", (method, path) => {
  const answer = apiserverOf().ask(method, path);
  expect(answer).toMatchObject({ status: 501, body: { kind: "Status", reason: "NotImplemented" } });
  expect(answer.body.message).toContain("is not simulated: ");
});
